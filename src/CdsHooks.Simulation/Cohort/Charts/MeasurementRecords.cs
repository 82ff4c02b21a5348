namespace CdsHooks.Simulation.Cohort.Charts;

/// <summary>Writes observations and reports.</summary>
internal static class MeasurementRecords
{
    public static string Write(this ChartWriter chart, Measurement measurement)
    {
        var id = chart.Start("Observation");
        chart.Json.WriteString("status"u8, measurement.Status);
        chart.Concepts("category"u8, Coded.Hl7("observation-category", measurement.Category));
        chart.Concept("code"u8, measurement.Code);
        chart.Subject("subject"u8);
        chart.When("effectiveDateTime"u8, measurement.On);
        if (measurement.By is { } person)
        {
            chart.SharedReferences("performer"u8, person);
        }

        WriteValue(chart, measurement);
        CareRecords.WriteIf(chart, "bodySite"u8, measurement.Site);
        if (measurement.Parts.Count > 0)
        {
            chart.Json.WriteStartArray("component"u8);
            foreach (var (code, amount) in measurement.Parts)
            {
                chart.Json.WriteStartObject();
                chart.Concept("code"u8, code);
                chart.Quantity("valueQuantity"u8, amount);
                chart.Json.WriteEndObject();
            }

            chart.Json.WriteEndArray();
        }

        chart.End();
        return id;
    }

    public static void Write(this ChartWriter chart, Report report)
    {
        chart.Start("DiagnosticReport");
        chart.Json.WriteString("status"u8, report.Status);
        chart.Concept("code"u8, report.Code);
        chart.Subject("subject"u8);
        chart.When("effectiveDateTime"u8, report.On);
        if (report.Result is { } result)
        {
            chart.Json.WriteStartArray("result"u8);
            CareRecords.WriteReference(chart, "Observation/" + result);
            chart.Json.WriteEndArray();
        }

        if (report.Conclusion is { } words)
        {
            chart.Json.WriteString("conclusion"u8, words);
        }

        CareRecords.WriteListIf(chart, "conclusionCode"u8, report.ConclusionCode is { } code ? code : null);
        chart.End();
    }

    private static void WriteValue(ChartWriter chart, Measurement measurement)
    {
        if (measurement.Amount is { } amount)
        {
            chart.Quantity("valueQuantity"u8, amount);
        }
        else if (measurement.Number is { } number)
        {
            chart.Json.WriteNumber("valueInteger"u8, number);
        }
        else if (measurement.Flag is { } flag)
        {
            chart.Json.WriteBoolean("valueBoolean"u8, flag);
        }
        else if (measurement.Words is { } words)
        {
            chart.Json.WriteString("valueString"u8, words);
        }
        else if (measurement.IsWithheld)
        {
            chart.Concept("dataAbsentReason"u8, Coded.Hl7("data-absent-reason", "masked"));
        }
        else
        {
            CareRecords.WriteIf(chart, "valueCodeableConcept"u8, measurement.Answer);
        }
    }
}

/// <summary>An observation as a chart states it: one value, or a reason why there is none.</summary>
/// <param name="Code">What was observed.</param>
/// <param name="On">The day.</param>
internal sealed record Measurement(Concept Code, When On)
{
    public Quantity? Amount { get; init; }

    public int? Number { get; init; }

    public bool? Flag { get; init; }

    public Concept? Answer { get; init; }

    public string? Words { get; init; }

    public bool IsWithheld { get; init; }

    public string Status { get; init; } = "final";

    public string Category { get; init; } = "exam";

    public Concept? Site { get; init; }

    /// <summary>Gets the parts, each a code with its amount.</summary>
    public IReadOnlyList<(Coded Code, Quantity Amount)> Parts { get; init; } = [];

    /// <summary>Gets the reference to who observed it.</summary>
    public string? By { get; init; }
}

/// <summary>A report as a chart states it.</summary>
/// <param name="Code">What was reported on.</param>
/// <param name="On">The day.</param>
internal sealed record Report(Concept Code, When On)
{
    public string Status { get; init; } = "final";

    public string? Conclusion { get; init; }

    public Coded? ConclusionCode { get; init; }

    /// <summary>Gets the id of the observation that holds the value.</summary>
    public string? Result { get; init; }
}
