using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Cli.Output;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Replay;
using Spectre.Console;

namespace CdsHooks.Cli.Assess;

/// <summary>Prints a decision: the criteria, the retrieval of the evidence, and the card.</summary>
internal sealed class AssessmentPrinter(Screen screen)
{
    private const int MaxEvidence = 4;

    /// <summary>Prints the decision as text.</summary>
    public void Print(ReplayedCall call, CompiledPlan plan, PlanTree tree)
    {
        var assessment = call.Decision.Assessment;
        screen.Strong($"{plan.Rules.Title} ({assessment.Plan}), site parameters {assessment.SiteParameters}");
        screen.Line($"As of {Day(assessment.Clock.EvaluationDate)}{(assessment.Clock.EvaluationDate == assessment.Clock.Today ? string.Empty : $", today {Day(assessment.Clock.Today)}")}.");
        screen.Blank();
        PrintCriteria(assessment, tree);
        screen.Blank();
        PrintRetrieval(assessment);
        if (!assessment.LeftOut.IsNothing)
        {
            screen.Line($"Records left out: {assessment.LeftOut.Future} dated after today, {assessment.LeftOut.OtherPatient} about another patient.");
        }

        screen.Blank();
        PrintDecision(call, tree);
    }

    /// <summary>Writes the assessment that the service sends as an extension, with the row and the card.</summary>
    public void PrintJson(ReplayedCall call)
    {
        var json = JsonNode.Parse(JsonText.Write(writer => AssessmentJson.Write(writer, call.Decision.Assessment)))!.AsObject();
        json["row"] = call.Row;
        json["card"] = call.Card is { } card ? JsonSerializer.SerializeToNode(card, ProtocolJson.Card) : null;
        screen.Output.WriteLine(JsonText.Write(writer => json.WriteTo(writer)));
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<string> EvidenceLines(Finding finding)
    {
        foreach (var item in finding.Evidence.Take(MaxEvidence))
        {
            var reference = item.Reference.Length == 0 ? string.Empty : $"({item.Reference})";
            yield return string.Join(' ', new[] { item.Date, item.Text, reference }.Where(part => !string.IsNullOrEmpty(part)));
        }

        if (finding.Evidence.Count > MaxEvidence)
        {
            yield return $"and {finding.Evidence.Count - MaxEvidence} more (--json lists all)";
        }
    }

    private void PrintCriteria(Assessment assessment, PlanTree tree)
    {
        var table = screen.NewTable("Criterion", "Result", "Reason", "Evidence");
        foreach (var finding in assessment.Criteria)
        {
            var node = tree.Find(finding.Id);
            var prefix = node?.Action.Prefix is { } key ? key + " " : string.Empty;
            table.AddRow(
                Screen.Cell(new string(' ', 2 * (node?.Depth ?? 0)) + prefix + tree.TitleOf(finding.Id)),
                Screen.Cell(finding.Result.ToCode()),
                Screen.Cell(finding.Reason.ToCode()),
                Screen.Cell(EvidenceLines(finding)));
        }

        screen.Write(table);
    }

    private void PrintRetrieval(Assessment assessment)
    {
        var table = screen.NewTable("Records", "Retrieval", "Count");
        foreach (var retrieval in assessment.Retrieval)
        {
            table.AddRow(
                Screen.Cell(retrieval.Key),
                Screen.Cell(retrieval.Outcome.ToCode()),
                Screen.Cell(retrieval.Count.ToString(CultureInfo.InvariantCulture)));
        }

        screen.Write(table);
    }

    private void PrintDecision(ReplayedCall call, PlanTree tree)
    {
        if (call.Row is not { } id)
        {
            screen.Strong("No card: the plan covers none of these orders.");
            return;
        }

        var row = tree.Rows.FirstOrDefault(row => string.Equals(row.ElementId, id, StringComparison.Ordinal));
        screen.Line($"Row {id}: {row?.Title}");
        if (call.Card is { } card)
        {
            PrintCard(card);
        }
        else
        {
            screen.Strong("No card.");
        }
    }

    private void PrintCard(Card card)
    {
        screen.Strong($"Card {card.Source.Topic?.Code} ({card.Indicator.ToString().ToLowerInvariant()}): {card.Summary}");
        screen.Blank();
        screen.Lines(SafeText.Lines(card.Detail ?? string.Empty), indent: 2);
        screen.Lines((card.Suggestions ?? []).Select(suggestion => $"Suggestion: {suggestion.Label}"), indent: 2);
        screen.Line($"Source: {card.Source.Label}", indent: 2);
    }
}
