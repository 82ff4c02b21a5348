using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CdsHooks.Cli.Output;
using CdsHooks.Decision.Comparison;
using CdsHooks.Workbench;
using Spectre.Console;

namespace CdsHooks.Cli.Shadow;

/// <summary>Prints the comparison of served rules with those in shadow.</summary>
internal sealed class ShadowReportPrinter(Screen screen)
{
    public void PrintJson(ComparisonReport report) =>
        screen.Output.WriteLine(JsonText.Write(writer => JsonSerializer.Serialize(writer, report, ComparisonJson.Default.ComparisonReport)));

    public void Print(ComparisonReport report)
    {
        screen.Strong($"{Calls(report.Compared)} judged by both.");
        foreach (var (reason, calls) in report.Skipped)
        {
            screen.Line($"{Calls(calls)} without a shadow: {reason}.", indent: 2);
        }

        foreach (var rules in report.Rules)
        {
            screen.Line($"{Calls(rules.Calls)}: served {Describe(rules.Served)}; in shadow {Describe(rules.Shadow)}.", indent: 2);
        }

        if (report.Compared == 0)
        {
            return;
        }

        PrintFrequencies("How often each card comes", "card", report.Outcomes, report.Compared);
        PrintFrequencies("How often each row decides", "row", report.Rows, report.Compared);
        PrintFlips(report);
    }

    private void PrintFrequencies(string title, string subject, IReadOnlyList<Frequency> frequencies, long calls)
    {
        screen.Heading(title);
        var table = screen.NewTable(subject, "served", "in shadow", "difference");
        foreach (var one in frequencies)
        {
            table.AddRow(
                Screen.Cell(one.Name),
                Screen.Cell(Share(one.Served, calls)),
                Screen.Cell(Share(one.Shadow, calls)),
                Screen.Cell((one.Shadow - one.Served).ToString("+0;-0;0", CultureInfo.InvariantCulture)));
        }

        screen.Write(table);
    }

    private void PrintFlips(ComparisonReport report)
    {
        screen.Heading($"Calls that flip: {report.Flips.Sum(flip => flip.Calls)}");
        foreach (var flip in report.Flips)
        {
            screen.Line($"{flip.From} to {flip.To}: {Calls(flip.Calls)}", bullet: "- ");
            foreach (var turn in flip.Turns)
            {
                screen.Line($"{turn.Criterion}: {turn.From} to {turn.To} ({turn.Calls}){Describe(turn.Values)}", indent: 4);
            }
        }

        if (report.TurnedWithoutFlip > 0)
        {
            screen.Line($"The card stayed the same, and a criterion turned, in {Calls(report.TurnedWithoutFlip)}.");
        }

        foreach (var (key, calls) in report.Lacking)
        {
            screen.Line($"In {Calls(calls)} the rules in shadow needed {key}, which was not fetched: what depends on it is unknown there.");
        }
    }

    private static string Describe(RulesIdentity rules) => $"{rules.Plan.Split('/')[^1]} with {rules.SiteParameters}, version {rules.Version ?? "not recorded"}";

    private static string Describe(IReadOnlyList<ValueReport> values) => string.Concat(values.Select(value => string.Create(
        CultureInfo.InvariantCulture,
        $"; {value.Kind} {Range(value)}{(value.Unit.Length == 0 ? string.Empty : " " + value.Unit)}")));

    private static string Range(ValueReport value) => value.Least == value.Most
        ? Text(value.Least)
        : $"{Text(value.Least)} to {Text(value.Most)} (quartiles {Text(value.LowerQuartile)}, {Text(value.Median)}, {Text(value.UpperQuartile)})";

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Calls(long calls) => calls == 1 ? "1 call" : string.Create(CultureInfo.InvariantCulture, $"{calls} calls");

    private static string Share(long calls, long all) => string.Create(CultureInfo.InvariantCulture, $"{calls} ({100m * calls / all:0.0} %)");
}

/// <summary>The comparison as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ComparisonReport))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
