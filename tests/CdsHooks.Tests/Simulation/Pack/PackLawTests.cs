using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CdsHooks.Tests.Simulation.Pack;

/// <summary>Random exports, packed and grouped slowly.</summary>
public sealed partial class PackLawTests
{
    private static readonly string[] Subjects =
    [
        "\"reference\":\"Patient/{0}\"", "\"reference\":\"http://h/Patient/{0}\"", "\"reference\":\"Patient\\/{0}/_history/1\"", "\"reference\":\"Group/{0}\"",
        "\"identifier\":{{\"value\":\"i{0}\"}}", "\"display\":\"{0}\"",
    ];

    [Fact]
    public void A_pack_is_what_slow_grouping_gives() =>
        Law.Holds(
            Gen.Choose(0, 30).SelectMany(lines => Line.ArrayOf(lines)),
            lines =>
            {
                using var export = new SomeExport();
                for (var file = 0; file < 3; file++)
                {
                    export.With($"{file}.ndjson" + (file == 1 ? ".gz" : ""), [.. lines.Where((_, number) => number % 3 == file)]);
                }

                var expected = Grouped([.. Enumerable.Range(0, 3).SelectMany(file => lines.Where((_, number) => number % 3 == file))]);
                return lines.Length == 0 || string.Equals(Text(export.Pack("--shards", "3", "--threads", "2")), Text(expected), StringComparison.Ordinal);
            },
            runs: 40);

    private static Gen<string> Line =>
        from kind in Gen.Choose(0, 5)
        from id in Gen.Choose(0, 3)
        from other in Gen.Choose(0, 3)
        from subject in Gen.Elements(Subjects)
        select kind switch
        {
            0 => $$"""{"resourceType":"Patient","id":"{{id}}","identifier":[{"value":"i{{other}}"}]}""",
            1 => $$"""{"resourceType":"Practitioner","id":"{{id}}"}""",
            2 => $$"""{"resourceType":"PractitionerRole","id":"{{id}}","practitioner":{"reference":"Practitioner/{{other}}"},"organization":{"reference":"PractitionerRole/{{id ^ other}}"} }""",
            _ => $$"""{"resourceType":"Condition","subject":{{{string.Format(null, subject, id)}}},"asserter":{"reference":"{{(kind == 3 ? "Practitioner" : "PractitionerRole")}}/{{other}}"} }""",
        };

    // One patient after the other, one line after the other, from the text.
    private static SortedDictionary<string, List<string>> Grouped(string[] lines)
    {
        var owners = lines.Select(line => Owner(line, lines)).ToArray();
        SortedDictionary<string, List<string>> charts = new(StringComparer.Ordinal);
        foreach (var patient in owners.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var isIn = owners.Select(owner => string.Equals(owner, patient, StringComparison.Ordinal)).ToArray();
            for (var again = true; again;)
            {
                again = false;
                for (var line = 0; line < lines.Length; line++)
                {
                    var key = $"{Member(lines[line], "resourceType")}/{Member(lines[line], "id")}";
                    if (!isIn[line] && key.StartsWith("Practitioner", StringComparison.Ordinal)
                        && lines.Where((_, other) => isIn[other]).Any(other => other.Contains($"\"reference\":\"{key}\"", StringComparison.Ordinal)))
                    {
                        isIn[line] = again = true;
                    }
                }
            }

            charts.Add(patient, [.. lines.Where((_, line) => isIn[line])]);
        }

        return charts;
    }

    private static string? Owner(string line, string[] lines)
    {
        if (Member(line, "resourceType") is "Patient")
        {
            return Member(line, "id");
        }

        if (LiteralPatient().Match(line) is { Success: true } literal)
        {
            return literal.Groups["id"].Value;
        }

        return LogicalPatient().Match(line) is { Success: true } logical
            && lines.Where(other => other.Contains($"[{{\"value\":\"{logical.Groups["id"].Value}\"}}]", StringComparison.Ordinal)).Select(other => Member(other, "id")).Distinct(StringComparer.Ordinal).ToList() is [var one]
            ? one
            : null;
    }

    private static string? Member(string line, string name)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.TryGetProperty(name, out var member) ? member.GetString() : null;
    }

    private static string Text(SortedDictionary<string, List<string>> charts) => string.Join('\n', charts.Select(chart => $"{chart.Key}\n  {string.Join("\n  ", chart.Value)}"));

    [GeneratedRegex(@"Patient\\?/(?<id>\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LiteralPatient();

    [GeneratedRegex("\"subject\":\\{\"identifier\":\\{\"value\":\"(?<id>i\\d)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogicalPatient();
}
