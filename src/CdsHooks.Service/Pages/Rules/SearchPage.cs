using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Search;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Rules;

/// <summary>Searches a plan in force and everything that it rests on.</summary>
internal sealed class SearchPage(RuleBook book) : PageModel
{
    /// <summary>Gets the words that are looked for.</summary>
    public string Query { get; private set; } = string.Empty;

    /// <summary>Gets the plan that is searched, in plain words.</summary>
    public PlainPlan Plan { get; private set; } = null!;

    /// <summary>Gets the parts that were found.</summary>
    public SearchResult Result { get; private set; } = null!;

    /// <summary>Gets the address of the plan, to which the anchors of its parts are added.</summary>
    public string Base => $"/rules?plan={Plan.Header.Id}";

    /// <summary>Searches.</summary>
    /// <param name="q">The words.</param>
    /// <param name="plan">The id of the plan; null for the first.</param>
    public IActionResult OnGet(string? q, string? plan)
    {
        var rules = book.Current;
        if (ReadPlan.All(rules).FirstOrDefault(candidate => plan is null || string.Equals(candidate.Text.Header.Id, plan, StringComparison.Ordinal)) is not { } shown)
        {
            return NotFound();
        }

        Query = q ?? string.Empty;
        Plan = shown.Text;
        Result = new PlanSearch(shown.Text, rules.Knowledge, shown.Plan.Rules.Terminology).Find(q);
        return Page();
    }
}
