using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Workbench.Explain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Rules;

/// <summary>A plan in force as people read it.</summary>
internal sealed class RulesPage(RuleBook book) : PageModel
{
    /// <summary>Gets the version of the rules in force.</summary>
    public string Version { get; } = book.Current.Version;

    /// <summary>Gets the plans of the rules in force.</summary>
    public IReadOnlyList<ReadPlan> Plans { get; } = ReadPlan.All(book.Current);

    /// <summary>Gets the plan that is shown.</summary>
    public ReadPlan Shown { get; private set; } = null!;

    /// <summary>Gets the plan that is shown, in plain words.</summary>
    public PlainPlan Text => Shown.Text;

    /// <summary>Gets the criteria by which the plan decides that it stays silent, whatever else is on file.</summary>
    public IReadOnlyList<PlainCriterion> Exclusions { get; private set; } = [];

    /// <summary>Gets the other criteria that decide.</summary>
    public IReadOnlyList<PlainCriterion> Deciding { get; private set; } = [];

    /// <summary>Gets the criteria that only choose words, or a lower indicator.</summary>
    public IReadOnlyList<PlainCriterion> Supporting { get; private set; } = [];

    /// <summary>Gets the number of parameters that a site has set otherwise.</summary>
    public int ChangedCount => Text.Parameters.Count(parameter => parameter.IsChanged);

    /// <summary>Gets the number of value sets that the plan reads.</summary>
    public int ValueSetCount => Shown.Uses.Count;

    /// <summary>Shows a plan.</summary>
    /// <param name="plan">Its id; null for the first.</param>
    public IActionResult OnGet(string? plan)
    {
        if (Plans.FirstOrDefault(candidate => plan is null || string.Equals(candidate.Text.Header.Id, plan, StringComparison.Ordinal)) is not { } shown)
        {
            return NotFound();
        }

        Shown = shown;
        Sort();
        return Page();
    }

    /// <summary>Gets the indicators that rows give a card, the highest first.</summary>
    public IEnumerable<string> IndicatorsOf(PlainCard card) =>
        Text.RowsThatShow(card).Where(row => row.IsOn).Select(row => row.Indicator?.Code).OfType<string>().Distinct(StringComparer.Ordinal).OrderBy(code => code is "critical" ? 0 : code is "warning" ? 1 : 2);

    /// <summary>Gets the first sentence of a text.</summary>
    public static string FirstSentence(string text)
    {
        var end = text.AsSpan().IndexOfAny(Ends);
        return end < 0 ? text : text[..(end + 1)];
    }

    private static readonly System.Buffers.SearchValues<string> Ends = System.Buffers.SearchValues.Create([". ", "? "], StringComparison.Ordinal);

    private void Sort()
    {
        var rows = Text.Rows.Where(row => row.IsOn).ToList();
        var alone = rows.Where(row => row is { Card: null, When.Count: 1 }).Select(row => row.When[0].Criterion).ToHashSet(StringComparer.Ordinal);
        var asked = rows.SelectMany(row => row.When).Select(condition => condition.Criterion).ToHashSet(StringComparer.Ordinal);
        Exclusions = [.. Text.Criteria.Where(criterion => alone.Contains(criterion.Id))];
        Deciding = [.. Text.Criteria.Where(criterion => !alone.Contains(criterion.Id) && criterion.WithDescendants().Any(below => !below.IsReference && asked.Contains(below.Id)))];
        Supporting = [.. Text.Criteria.Except(Exclusions).Except(Deciding)];
    }
}
