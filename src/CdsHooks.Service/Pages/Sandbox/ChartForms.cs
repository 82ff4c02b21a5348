using System.Globalization;
using System.Text.Json.Nodes;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Turns what a person typed into an edit, or says what is wrong with it without repeating it.</summary>
internal static class ChartForms
{
    /// <summary>The longest address that every server on the way accepts.</summary>
    public const int MaxUrl = 7000;

    /// <summary>Makes the edits that a form asks for.</summary>
    /// <param name="state">The state of the page.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="name">The edit: <c>values</c>, <c>value</c>, <c>json</c>, <c>add</c>, <c>set</c>, <c>remove</c>, <c>undo</c> or <c>reset</c>.</param>
    /// <param name="target">The record or the data set that it is about.</param>
    /// <param name="form">The fields.</param>
    /// <returns>All edits of the chart, or the problem.</returns>
    public static (IReadOnlyList<ChartEdit>? Edits, string? Problem) Edit(SandboxState state, Chart chart, string name, string target, IFormCollection form)
    {
        switch (name)
        {
            case "values":
                return Values(state, chart, form);
            case "remove":
                return (state.With(new ChartEdit(ChartEditKind.Remove, target)).Edits, null);
            case "undo":
                return ([.. state.Edits.Where(edit => !string.Equals(edit.ToString(), target, StringComparison.Ordinal))], null);
            case "reset":
                return ([], null);
            case "set" when form[$"state:{target}"].ToString() is { Length: 0 }:
                return (Without(state, ChartEditKind.Set, target), null);
            case "set":
                return SetState.Find(form[$"state:{target}"].ToString()) is { } chosen ? (state.With(new ChartEdit(ChartEditKind.Set, target, chosen.Name)).Edits, null) : (null, "The data set has no such state.");
        }

        var (edit, problem) = name switch
        {
            "value" => Value(chart, target, form[$"value:{target}"].ToString()),
            "json" => Record(chart, target, form["value"].ToString()),
            "add" => Added(form["value"].ToString()),
            _ => (null, "There is no such edit."),
        };
        return problem is not null ? (null, problem) : (edit is null ? Without(state, ChartEditKind.Change, target) : state.With(edit).Edits, null);
    }

    /// <summary>Gives the call another value of a parameter; none takes it back.</summary>
    public static SandboxState WithParameter(SandboxState state, IFormCollection form)
    {
        var (name, value) = (form["parameter"].ToString(), form["parameterValue"].ToString());
        return state with { Parameters = [.. state.Parameters.Where(one => !one.StartsWith($"{name}=", StringComparison.Ordinal)), .. value.Length > 0 ? new[] { $"{name}={value}" } : []] };
    }

    private static List<ChartEdit> Without(SandboxState state, ChartEditKind kind, string target) =>
        [.. state.Edits.Where(edit => edit.Kind != kind || !string.Equals(edit.Target, target, StringComparison.Ordinal))];

    /// <summary>Takes over every value that was typed: what the key Enter in one of the fields asks for.</summary>
    private static (IReadOnlyList<ChartEdit>? Edits, string? Problem) Values(SandboxState state, Chart chart, IFormCollection form)
    {
        var typed = chart.Sets.SelectMany(set => set.Records).Where(record =>
            record.Value is { } value && form.TryGetValue($"value:{record.Reference}", out var text) && !string.Equals(text, value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        foreach (var record in typed)
        {
            var (edit, problem) = Value(chart, record.Reference, form[$"value:{record.Reference}"].ToString());
            if (problem is not null)
            {
                return (null, problem);
            }

            state = edit is null ? state with { Edits = Without(state, ChartEditKind.Change, record.Reference) } : state.With(edit);
        }

        return (state.Edits, null);
    }

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
