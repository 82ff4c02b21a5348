using System.Text.Json;

namespace CdsHooks.Simulation.Cohort.Charts;

/// <summary>Writes diagnoses and allergies.</summary>
internal static class DiagnosisRecords
{
    private static readonly JsonEncodedText CourseExtension = JsonEncodedText.Encode("http://hl7.org/fhir/StructureDefinition/condition-diseaseCourse");

    public static void Write(this ChartWriter chart, Diagnosis diagnosis)
    {
        chart.Start("Condition");
        if (diagnosis.Course is { } course)
        {
            chart.Json.WriteStartArray("extension"u8);
            chart.Json.WriteStartObject();
            chart.Json.WriteString("url"u8, CourseExtension);
            chart.Concept("valueCodeableConcept"u8, course);
            chart.Json.WriteEndObject();
            chart.Json.WriteEndArray();
        }

        if (!string.Equals(diagnosis.Verification, "entered-in-error", StringComparison.Ordinal))
        {
            chart.Concept("clinicalStatus"u8, Coded.Hl7("condition-clinical", diagnosis.Clinical));
        }

        if (diagnosis.Verification is { } verification)
        {
            chart.Concept("verificationStatus"u8, Coded.Hl7("condition-ver-status", verification));
        }

        chart.Concepts("category"u8, Coded.Hl7("condition-category", diagnosis.Category));
        chart.Concept("code"u8, diagnosis.Code);
        if (diagnosis.Site is { } site)
        {
            chart.Concepts("bodySite"u8, site);
        }

        chart.Subject("subject"u8);
        chart.When("onsetDateTime"u8, diagnosis.Onset);
        chart.When("recordedDate"u8, diagnosis.Recorded);
        chart.End();
    }

    public static void WriteAllergy(this ChartWriter chart, Concept substance, DateOnly recorded)
    {
        chart.Start("AllergyIntolerance");
        chart.Concept("clinicalStatus"u8, Coded.Hl7("allergyintolerance-clinical", "active"));
        chart.Concept("verificationStatus"u8, Coded.Hl7("allergyintolerance-verification", "confirmed"));
        chart.Json.WriteString("type"u8, "allergy"u8);
        chart.Concept("code"u8, substance);
        chart.Subject("patient"u8);
        chart.Day("recordedDate"u8, recorded);
        chart.End();
    }
}

/// <summary>A diagnosis as a chart states it.</summary>
/// <param name="Code">The diagnosis.</param>
internal sealed record Diagnosis(Concept Code)
{
    public When Onset { get; init; }

    public When Recorded { get; init; }

    public string Clinical { get; init; } = "active";

    public string? Verification { get; init; } = "confirmed";

    public string Category { get; init; } = "problem-list-item";

    public Concept? Site { get; init; }

    /// <summary>Gets the course of the disease, which an extension of HL7 states.</summary>
    public Coded? Course { get; init; }
}
