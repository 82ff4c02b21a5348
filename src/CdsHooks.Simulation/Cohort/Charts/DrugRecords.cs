namespace CdsHooks.Simulation.Cohort.Charts;

/// <summary>Writes prescriptions and statements of drugs that are taken.</summary>
internal static class DrugRecords
{
    public static void Write(this ChartWriter chart, Prescription prescription)
    {
        chart.Start("MedicationRequest");
        chart.Json.WriteString("status"u8, prescription.Status);
        CareRecords.WriteIf(chart, "statusReason"u8, prescription.StatusReason);
        chart.Json.WriteString("intent"u8, "order"u8);
        WriteDrug(chart, prescription.Drug, prescription.Medication);
        chart.Subject("subject"u8);
        chart.When("authoredOn"u8, prescription.Authored);
        WriteDosage(chart, prescription);
        WriteDispense(chart, prescription);
        chart.End();
    }

    public static void WriteStatement(this ChartWriter chart, Concept drug, When from, When until, string status = "completed")
    {
        chart.Start("MedicationStatement");
        chart.Json.WriteString("status"u8, status);
        WriteDrug(chart, drug, medication: null);
        chart.Subject("subject"u8);
        CareRecords.WritePeriod(chart, "effectivePeriod"u8, from, until);
        chart.End();
    }

    private static void WriteDrug(ChartWriter chart, Concept? drug, string? medication)
    {
        if (medication is not null)
        {
            chart.SharedReference("medicationReference"u8, medication);
        }
        else
        {
            CareRecords.WriteIf(chart, "medicationCodeableConcept"u8, drug);
        }
    }

    private static void WriteDosage(ChartWriter chart, Prescription prescription)
    {
        if (prescription.Tablets is null && prescription.Route is null)
        {
            return;
        }

        chart.Json.WriteStartArray("dosageInstruction"u8);
        chart.Json.WriteStartObject();
        if (prescription.Tablets is not null)
        {
            chart.Json.WriteStartObject("timing"u8);
            chart.Json.WriteStartObject("repeat"u8);
            chart.Json.WriteNumber("frequency"u8, 2);
            chart.Json.WriteNumber("period"u8, 1);
            chart.Json.WriteString("periodUnit"u8, "d"u8);
            chart.Json.WriteEndObject();
            chart.Json.WriteEndObject();
        }

        CareRecords.WriteIf(chart, "route"u8, prescription.Route is { } route ? route : null);
        if (prescription.Tablets is not null)
        {
            chart.Json.WriteStartArray("doseAndRate"u8);
            chart.Json.WriteStartObject();
            chart.Quantity("doseQuantity"u8, new Quantity(1, "{tablet}"));
            chart.Json.WriteEndObject();
            chart.Json.WriteEndArray();
        }

        chart.Json.WriteEndObject();
        chart.Json.WriteEndArray();
    }

    private static void WriteDispense(ChartWriter chart, Prescription prescription)
    {
        if (prescription.Tablets is null && prescription.SupplyDays is null)
        {
            return;
        }

        chart.Json.WriteStartObject("dispenseRequest"u8);
        if (prescription.Repeats > 0)
        {
            chart.Json.WriteNumber("numberOfRepeatsAllowed"u8, prescription.Repeats);
        }

        if (prescription.Tablets is { } tablets)
        {
            chart.Quantity("quantity"u8, new Quantity(tablets, "{tablet}"));
        }

        if (prescription.SupplyDays is { } days)
        {
            chart.Json.WriteStartObject("expectedSupplyDuration"u8);
            chart.Json.WriteNumber("value"u8, days);
            chart.Json.WriteString("unit"u8, "days"u8);
            chart.Json.WriteString("system"u8, "http://unitsofmeasure.org"u8);
            chart.Json.WriteString("code"u8, "d"u8);
            chart.Json.WriteEndObject();
        }

        chart.Json.WriteEndObject();
    }
}

/// <summary>A prescription as a chart states it.</summary>
/// <param name="Authored">The day.</param>
internal sealed record Prescription(When Authored)
{
    /// <summary>Gets the drug as a concept; null where <see cref="Medication"/> refers to one.</summary>
    public Concept? Drug { get; init; }

    /// <summary>Gets the reference to a Medication of the shared file.</summary>
    public string? Medication { get; init; }

    public string Status { get; init; } = "completed";

    public Concept? StatusReason { get; init; }

    public int? SupplyDays { get; init; }

    public int Repeats { get; init; }

    /// <summary>Gets the number of tablets, taken twice a day.</summary>
    public int? Tablets { get; init; }

    public Coded? Route { get; init; }
}
