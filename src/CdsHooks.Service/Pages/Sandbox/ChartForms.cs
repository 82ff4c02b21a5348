using System.Globalization;
using System.Text.Json.Nodes;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Turns what a person typed into an edit, or says what is wrong with it without repeating it.</summary>
internal static class ChartForms
{
    /// <summary>The longest address that every server on the way accepts.</summary>
    public const int MaxUrl = 7000;

    /// <summary>Gives the value of a record another number.</summary>
    /// <returns>The edit, null to leave the record as it was; or the problem.</returns>
    public static (ChartEdit? Edit, string? Problem) Value(Chart chart, string reference, string text)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return (null, "The value must be a number, with a point before the decimals.");
        }

        if (chart.Find(reference)?.DeepClone() is not JsonObject record || record["valueQuantity"] is not JsonObject quantity)
        {
            return (null, "The chart has no such record with a value.");
        }

        quantity["value"] = number;
        return (chart.EditOf(reference, record), null);
    }

    /// <summary>Replaces a record.</summary>
    /// <returns>The edit, null to leave the record as it was; or the problem.</returns>
    public static (ChartEdit? Edit, string? Problem) Record(Chart chart, string reference, string json)
    {
        if (chart.Original(reference) is null)
        {
            return (null, "The chart has no such record.");
        }

        if (StrictJson.Object(json) is not { } record)
        {
            return (null, "The record must be a JSON object.");
        }

        return $"{record["resourceType"]}/{record["id"]}".Equals(reference, StringComparison.Ordinal)
            ? (chart.EditOf(reference, record), null)
            : (null, "The record must keep its resourceType and its id.");
    }

    /// <summary>Adds a record.</summary>
    /// <returns>The edit, or the problem.</returns>
    public static (ChartEdit? Edit, string? Problem) Added(string json) => StrictJson.Object(json) is { } record && record["resourceType"] is JsonValue
        ? (new ChartEdit(ChartEditKind.Add, string.Empty, record.ToJsonString()), null)
        : (null, "The record must be a JSON object with a resourceType.");
}
