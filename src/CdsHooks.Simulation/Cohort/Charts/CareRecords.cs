using System.Text.Json;

namespace CdsHooks.Simulation.Cohort.Charts;

/// <summary>Writes procedures, visits, referrals, plans of care and questionnaires.</summary>
internal static class CareRecords
{
    private static readonly JsonEncodedText StatusReasonExtension = JsonEncodedText.Encode("http://hl7.org/fhir/StructureDefinition/request-statusReason");

    public static void Write(this ChartWriter chart, Treatment treatment)
    {
        chart.Start("Procedure");
        if (treatment.BasedOn is { } order)
        {
            chart.Json.WriteStartArray("basedOn"u8);
            WriteReference(chart, order);
            chart.Json.WriteEndArray();
        }

        chart.Json.WriteString("status"u8, treatment.Status);
        WriteIf(chart, "statusReason"u8, treatment.StatusReason);
        WriteIf(chart, "category"u8, treatment.Category);
        chart.Concept("code"u8, treatment.Code);
        chart.Subject("subject"u8);
        if (treatment.IsPeriod)
        {
            WritePeriod(chart, "performedPeriod"u8, treatment.On, treatment.Until ?? When.NotStated);
        }
        else
        {
            chart.When("performedDateTime"u8, treatment.On);
        }

        if (treatment.By is { } role)
        {
            chart.Json.WriteStartArray("performer"u8);
            chart.Json.WriteStartObject();
            chart.Concept("function"u8, role);
            chart.SharedReference("actor"u8, treatment.With);
            chart.Json.WriteEndObject();
            chart.Json.WriteEndArray();
        }

        WriteListIf(chart, "reasonCode"u8, treatment.Why);
        WriteListIf(chart, "bodySite"u8, treatment.Site);
        chart.End();
    }

    public static void Write(this ChartWriter chart, Visit visit)
    {
        chart.Start("Encounter");
        chart.Json.WriteString("status"u8, visit.Status);
        chart.Json.WriteStartObject("class"u8);
        chart.Json.WriteString("system"u8, "http://terminology.hl7.org/CodeSystem/v3-ActCode"u8);
        chart.Json.WriteString("code"u8, visit.Class);
        chart.Json.WriteEndObject();
        WriteListIf(chart, "type"u8, visit.Type);
        WriteIf(chart, "serviceType"u8, visit.Service);
        chart.Subject("subject"u8);
        if (visit.By is not null || visit.With is not null)
        {
            chart.Json.WriteStartArray("participant"u8);
            chart.Json.WriteStartObject();
            WriteListIf(chart, "type"u8, visit.By is { } role ? role : null);
            if (visit.With is { } person)
            {
                chart.SharedReference("individual"u8, person);
            }

            chart.Json.WriteEndObject();
            chart.Json.WriteEndArray();
        }

        if (visit.On != When.NotStated)
        {
            WritePeriod(chart, "period"u8, visit.On, visit.On);
        }

        WriteListIf(chart, "reasonCode"u8, visit.Why);
        chart.End();
    }

    /// <summary>Writes a referral or another order that is no operation.</summary>
    public static void WriteRequest(this ChartWriter chart, Concept code, string status, DateOnly authored, Concept? statusReason = null)
    {
        chart.Start("ServiceRequest");
        if (statusReason is { } reason)
        {
            chart.Json.WriteStartArray("extension"u8);
            chart.Json.WriteStartObject();
            chart.Json.WriteString("url"u8, StatusReasonExtension);
            chart.Concept("valueCodeableConcept"u8, reason);
            chart.Json.WriteEndObject();
            chart.Json.WriteEndArray();
        }

        chart.Json.WriteString("status"u8, status);
        chart.Json.WriteString("intent"u8, "order"u8);
        chart.Concept("code"u8, code);
        chart.Subject("subject"u8);
        chart.Day("authoredOn"u8, authored);
        chart.End();
    }

    public static void WritePlan(this ChartWriter chart, Concept activity, DateOnly from)
    {
        chart.Start("CarePlan");
        chart.Json.WriteString("status"u8, "active"u8);
        chart.Json.WriteString("intent"u8, "plan"u8);
        chart.Json.WriteString("title"u8, "Plan of care"u8);
        chart.Subject("subject"u8);
        chart.Json.WriteStartObject("period"u8);
        chart.Day("start"u8, from);
        chart.Json.WriteEndObject();
        chart.Json.WriteStartArray("activity"u8);
        chart.Json.WriteStartObject();
        chart.Json.WriteStartObject("detail"u8);
        chart.Concept("code"u8, activity);
        chart.Json.WriteString("status"u8, "in-progress"u8);
        chart.Json.WriteEndObject();
        chart.Json.WriteEndObject();
        chart.Json.WriteEndArray();
        chart.End();
    }

    /// <summary>Writes a questionnaire with one answer.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="linkId">The question.</param>
    /// <param name="authored">The day.</param>
    /// <param name="words">The answer in words; null for yes.</param>
    public static void WriteAnswers(this ChartWriter chart, string linkId, DateOnly authored, string? words = null)
    {
        chart.Start("QuestionnaireResponse");
        chart.Json.WriteString("status"u8, "completed"u8);
        chart.Subject("subject"u8);
        chart.Day("authored"u8, authored);
        chart.Json.WriteStartArray("item"u8);
        chart.Json.WriteStartObject();
        chart.Json.WriteString("linkId"u8, linkId);
        chart.Json.WriteStartArray("answer"u8);
        chart.Json.WriteStartObject();
        if (words is null)
        {
            chart.Json.WriteBoolean("valueBoolean"u8, true);
        }
        else
        {
            chart.Json.WriteString("valueString"u8, words);
        }

        chart.Json.WriteEndObject();
        chart.Json.WriteEndArray();
        chart.Json.WriteEndObject();
        chart.Json.WriteEndArray();
        chart.End();
    }

    internal static void WritePeriod(ChartWriter chart, ReadOnlySpan<byte> name, When start, When end)
    {
        chart.Json.WriteStartObject(name);
        chart.When("start"u8, start);
        chart.When("end"u8, end);
        chart.Json.WriteEndObject();
    }

    internal static void WriteIf(ChartWriter chart, ReadOnlySpan<byte> name, Concept? concept)
    {
        if (concept is { } stated)
        {
            chart.Concept(name, stated);
        }
    }

    internal static void WriteListIf(ChartWriter chart, ReadOnlySpan<byte> name, Concept? concept)
    {
        if (concept is { } stated)
        {
            chart.Concepts(name, stated);
        }
    }

    internal static void WriteReference(ChartWriter chart, string reference)
    {
        chart.Json.WriteStartObject();
        chart.Json.WriteString("reference"u8, reference);
        chart.Json.WriteEndObject();
    }
}

/// <summary>A procedure as a chart states it.</summary>
/// <param name="Code">The procedure.</param>
/// <param name="On">The day, or the first day of a period.</param>
internal sealed record Treatment(Concept Code, When On)
{
    /// <summary>Gets the last day of a period; null for a single day.</summary>
    public When? Until { get; init; }

    /// <summary>Gets a value indicating whether a period is stated, with or without its end.</summary>
    public bool IsPeriod { get; init; }

    public string Status { get; init; } = "completed";

    public Concept? StatusReason { get; init; }

    public Concept? Category { get; init; }

    public Concept? Why { get; init; }

    public Concept? Site { get; init; }

    /// <summary>Gets the role of who gave it.</summary>
    public Coded? By { get; init; }

    /// <summary>Gets the reference to who gave it.</summary>
    public string With { get; init; } = SharedResources.Therapist(0);

    /// <summary>Gets the reference to the order that it carries out.</summary>
    public string? BasedOn { get; init; }
}

/// <summary>A visit as a chart states it.</summary>
/// <param name="On">The day.</param>
internal sealed record Visit(When On)
{
    public Concept? Type { get; init; }

    public Concept? Service { get; init; }

    public string Status { get; init; } = "finished";

    public string Class { get; init; } = "AMB";

    public Concept? Why { get; init; }

    /// <summary>Gets the role of who was seen.</summary>
    public Coded? By { get; init; }

    /// <summary>Gets the reference to who was seen.</summary>
    public string? With { get; init; }
}
