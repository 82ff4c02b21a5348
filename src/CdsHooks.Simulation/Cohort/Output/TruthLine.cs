using System.Globalization;
using System.Text.Json;
using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Simulation.Cohort.Output;

/// <summary>Writes the truth about a patient as one line of JSON.</summary>
internal static class TruthLine
{
    /// <summary>Writes the line, without its break.</summary>
    public static void Write(Utf8JsonWriter json, PatientTruth truth)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, truth.Id);
        json.WriteString("asOf"u8, truth.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (truth.Order is { } order)
        {
            json.WriteString("order"u8, $"{order.Type}/{order.Id}");
        }
        else
        {
            json.WriteNull("order"u8);
        }

        json.WriteString("row"u8, truth.Row);
        json.WriteString("card"u8, truth.Card);
        json.WriteString("indicator"u8, truth.Indicator);
        WriteBlocks(json, truth);
        json.WriteStartObject("values"u8);
        foreach (var (name, value) in truth.Values)
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
        WriteCriteria(json, truth);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>Determines whether a result is left out: most criteria find nothing in most charts.</summary>
    public static bool IsUsual(Finding finding) => finding is { Result: CriterionResult.NotMet, Reason: Reason.NotDocumented };

    private static void WriteBlocks(Utf8JsonWriter json, PatientTruth truth)
    {
        json.WriteStartObject("blocks"u8);
        foreach (var (block, variant) in truth.Drawn)
        {
            if (variant is not "none")
            {
                json.WriteString(block, variant);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteCriteria(Utf8JsonWriter json, PatientTruth truth)
    {
        json.WriteStartObject("criteria"u8);
        foreach (var finding in truth.Criteria)
        {
            if (!IsUsual(finding))
            {
                json.WriteString(finding.Id, CohortTotals.OutcomeOf(finding));
            }
        }

        json.WriteEndObject();
    }
}
