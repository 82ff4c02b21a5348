using System.Text.Json;
using CdsHooks.Decision.Comparison;

namespace CdsHooks.Workbench.Shadow;

/// <summary>Reads exported decisions, one JSON object a line, one line at a time.</summary>
internal static class RecordedDecisions
{
    /// <summary>Adds every decision of a file to a comparison.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shown">The file's name in messages.</param>
    /// <param name="comparison">Receives the decisions.</param>
    /// <exception cref="WorkbenchException">There is no such file, or a line is no decision.</exception>
    public static void ReadInto(string path, string shown, RulesComparison comparison) => ForEach(path, shown, decision => Add(decision, comparison));

    /// <summary>Hands out every decision of a file, one at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shown">The file's name in messages.</param>
    /// <param name="receive">Receives a decision, a JSON object.</param>
    /// <exception cref="WorkbenchException">There is no such file, or a line is no decision.</exception>
    public static void ForEach(string path, string shown, Action<JsonElement> receive)
    {
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"The file {shown} does not exist.");
        }

        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                Read(line, $"{shown} line {number}", receive);
            }
        }
    }

    private static void Read(string line, string place, Action<JsonElement> receive)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
            {
                throw NoDecision(place);
            }

            receive(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException)
        {
            // The message may contain part of the line.
            throw NoDecision(place);
        }
    }

    /// <summary>Adds one decision to a comparison.</summary>
    /// <param name="decision">A line of an export, a JSON object.</param>
    /// <param name="comparison">Receives the decision.</param>
    /// <exception cref="InvalidOperationException">The object is no decision; other types of exceptions are possible, too.</exception>
    public static void Add(JsonElement decision, RulesComparison comparison)
    {
        if (!decision.TryGetProperty("shadow", out var shadow) || shadow.ValueKind is JsonValueKind.Null)
        {
            _ = Call(decision);
            comparison.AddSkipped("not tried");
        }
        else if (shadow.TryGetProperty("skipped", out var reason))
        {
            comparison.AddSkipped(reason.GetString() ?? throw new InvalidOperationException("A shadow that was skipped needs a reason."));
        }
        else
        {
            comparison.Add(Call(decision), Call(shadow), Texts(shadow, "lacking"));
        }
    }

    private static JudgedCall Call(JsonElement json) => new(
        new RulesIdentity(json.GetProperty("plan").GetString()!, json.GetProperty("siteParameters").GetString()!, Text(json, "rulesVersion")),
        json.GetProperty("row").GetString()!,
        Text(json, "cardKind"),
        json.GetProperty("criteria").EnumerateArray().ToDictionary(
            criterion => criterion.GetProperty("id").GetString()!,
            criterion => new JudgedCriterion($"{criterion.GetProperty("result").GetString()} {criterion.GetProperty("reason").GetString()}", Values(criterion)),
            StringComparer.Ordinal));

    private static List<JudgedValue> Values(JsonElement criterion)
    {
        List<JudgedValue> values = [];
        if (criterion.TryGetProperty("basis", out var basis) && basis.ValueKind is not JsonValueKind.Null)
        {
            foreach (var figure in basis.GetProperty("figures").EnumerateArray())
            {
                if (Number(figure, "value") is { } value)
                {
                    values.Add(new JudgedValue(figure.GetProperty("kind").GetString()!, Text(figure, "unit") ?? string.Empty, value, (int?)Number(figure, "until")));
                }
            }
        }

        return values;
    }

    private static decimal? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var number) && number.ValueKind is not JsonValueKind.Null ? number.GetDecimal() : null;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static List<string> Texts(JsonElement json, string name) => json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(text => text.GetString()!)] : [];

    private static InvalidInputException NoDecision(string place) => new InvalidInputException($"{place} is not a recorded decision.");
}
