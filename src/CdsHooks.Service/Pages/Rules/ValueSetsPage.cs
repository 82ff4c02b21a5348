using CdsHooks.Decision.Plan;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Terms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Rules;

/// <summary>The value sets that a plan reads.</summary>
internal sealed class ValueSetsPage(RuleBook book) : PageModel
{
    /// <summary>Gets the plan, in plain words.</summary>
    public PlainPlan Plan { get; private set; } = null!;

    /// <summary>Gets the words that are looked for.</summary>
    public string Query { get; private set; } = string.Empty;

    /// <summary>Gets the value sets that contain these words in their title or description, by title.</summary>
    public IReadOnlyList<ListedValueSet> Found { get; private set; } = [];

    /// <summary>Lists the value sets.</summary>
    /// <param name="q">Words to look for.</param>
    /// <param name="plan">The id of the plan; null for the first.</param>
    public IActionResult OnGet(string? q, string? plan)
    {
        var rules = book.Current;
        if (ReadPlan.All(rules).FirstOrDefault(candidate => plan is null || string.Equals(candidate.Text.Header.Id, plan, StringComparison.Ordinal)) is not { } shown)
        {
            return NotFound();
        }

        Plan = shown.Text;
        Query = q ?? string.Empty;
        var words = SearchWords.Of(q);
        Found =
        [
            .. rules.Knowledge.OfType("ValueSet")
                .Select(valueSet => Of(shown, valueSet))
                .Where(valueSet => valueSet.Uses.Count > 0 && words.AreIn(valueSet.Id, valueSet.Title, valueSet.Description))
                .OrderBy(valueSet => valueSet.Title, StringComparer.OrdinalIgnoreCase),
        ];
        return Page();
    }

    private static ListedValueSet Of(ReadPlan plan, KnowledgeResource valueSet)
    {
        var terminology = plan.Plan.Rules.Terminology;
        var index = terminology.IndexOf(valueSet.Url);
        return new ListedValueSet(
            valueSet.Id ?? string.Empty,
            valueSet.Text("title") ?? valueSet.Url,
            valueSet.Text("description"),
            index < 0 ? 0 : terminology.Members(index).Count(),
            plan.Uses.Of(valueSet.Url));
    }
}

/// <summary>A value set in a list.</summary>
/// <param name="Id">The id.</param>
/// <param name="Title">The title.</param>
/// <param name="Description">The description.</param>
/// <param name="Count">The number of codes, and of beginnings of codes.</param>
/// <param name="Uses">The uses in the plan.</param>
internal sealed record ListedValueSet(string Id, string Title, string? Description, int Count, IReadOnlyList<PlainUse> Uses);
