using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Replay;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Cases;

/// <summary>Compares a decision with its expectation.</summary>
internal sealed class CaseComparison(Expectation expected, ReplayedCall call, RuleSet rules)
{
    private const string None = "no card";

    // Members of this group that are not met are the gaps of a card (tests/cases/README.md).
    private const string GapsOf = "conservative-care";

    private readonly List<Mismatch> _mismatches = [];

    public static IReadOnlyList<Mismatch> Run(Expectation expected, ReplayedCall call, RuleSet rules)
    {
        var comparison = new CaseComparison(expected, call, rules);
        comparison.CompareCriteria();
        comparison.CompareCard();
        return comparison._mismatches;
    }

    private void CompareCriteria()
    {
        foreach (var (id, result) in expected.Criteria)
        {
            if (!rules.Declares(id))
            {
                _mismatches.Add(new Mismatch(id, result.ToString(), "the plan has no such criterion"));
            }
            else if (call.Decision.Assessment.Find(id) is not { } finding)
            {
                _mismatches.Add(new Mismatch(id, result.ToString(), "switched off"));
            }
            else if (finding.Result != result.Result || (result.Reason is { } reason && finding.Reason != reason))
            {
                _mismatches.Add(new Mismatch(id, result.ToString(), ExpectedResult.Show(finding.Result, finding.Reason)));
            }
        }
    }

    private void CompareCard()
    {
        if (!expected.ComparesCard)
        {
            return;
        }

        if (expected.Card is not { } card || call.Card is not { } actual)
        {
            if ((expected.Card is null) != (call.Card is null))
            {
                _mismatches.Add(new Mismatch("card", expected.Card?.Kind ?? None, $"{KindOf(call.Card)} (row {call.Row ?? "none"})"));
            }

            return;
        }

        Compare("card.kind", card.Kind, KindOf(actual), $" (row {call.Row})");
        Compare("card.indicator", card.Indicator, actual.Indicator.ToString().ToLowerInvariant());
        CompareSets("card.gaps", card.Gaps, Gaps());
        CompareSets("card.suggestions", card.Suggestions, [.. (actual.Suggestions ?? []).Select(CodeOf)]);
        CompareSets("card.overrideReasons", card.OverrideReasons, [.. (actual.OverrideReasons ?? []).Select(reason => reason.Code)]);
        CompareTexts("card.summary", card.SummaryContains, actual.Summary);
        CompareTexts("card.detail", card.DetailContains, actual.Detail ?? string.Empty);
        foreach (var text in card.DetailLacks.Where(text => actual.Detail?.Contains(text, StringComparison.Ordinal) is true))
        {
            _mismatches.Add(new Mismatch("card.detail", $"not to contain \"{text}\"", $"\"{actual.Detail}\""));
        }
    }

    private void Compare(string what, string? must, string actual, string more = "")
    {
        if (must is not null && !string.Equals(must, actual, StringComparison.Ordinal))
        {
            _mismatches.Add(new Mismatch(what, must, actual + more));
        }
    }

    private void CompareSets(string what, IReadOnlyList<string>? must, IReadOnlyList<string> actual)
    {
        if (must is not null && !must.Order(StringComparer.Ordinal).SequenceEqual(actual.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            _mismatches.Add(new Mismatch(what, Show(must), Show(actual)));
        }
    }

    private void CompareTexts(string what, IReadOnlyList<string> must, string actual)
    {
        foreach (var text in must.Where(text => !actual.Contains(text, StringComparison.Ordinal)))
        {
            _mismatches.Add(new Mismatch(what, $"to contain \"{text}\"", $"\"{actual}\""));
        }
    }

    private List<string> Gaps() => (rules.FindCriterion(GapsOf)?.Members ?? [])
        .Where(member => call.Decision.Assessment.Find(member) is { Result: CriterionResult.NotMet })
        .ToList();

    private static string KindOf(Card? card) => card?.Source.Topic?.Code ?? None;

    /// <summary>Gets the first code of the suggested resource; the suggestion's label when there is none.</summary>
    public static string CodeOf(Suggestion suggestion) => suggestion.Actions switch
    {
        [{ Resource: ServiceRequest order }, ..] => CodeOf(order.Code),
        [{ Resource: Observation record }, ..] => CodeOf(record.Code),
        _ => null,
    } ?? suggestion.Label;

    /// <summary>Gets the first code of a concept; null when there is none.</summary>
    public static string? CodeOf(CodeableConcept? concept) => concept?.Coding.FirstOrDefault()?.Code;

    private static string Show(IReadOnlyList<string> items) => items.Count == 0 ? "none" : string.Join(", ", items);
}
