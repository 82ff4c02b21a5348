using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Terms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Rules;

/// <summary>A value set with its codes, and who says so.</summary>
internal sealed class ValueSetPage(RuleBook book) : PageModel
{
    private const int PageSize = 200;

    /// <summary>Gets the plan from which the reader comes, in plain words.</summary>
    public PlainPlan Plan { get; private set; } = null!;

    /// <summary>Gets the content.</summary>
    public CodeList List { get; private set; } = null!;

    /// <summary>Gets the uses in all plans.</summary>
    public IReadOnlyList<(PlainPlan Plan, PlainUse Use)> Uses { get; private set; } = [];

    /// <summary>Gets the words that are looked for.</summary>
    public string Query { get; private set; } = string.Empty;

    /// <summary>Gets the codes that contain these words.</summary>
    public IReadOnlyList<ListedCode> Found { get; private set; } = [];

    /// <summary>Gets the codes that are shown.</summary>
    public IEnumerable<ListedCode> Shown => Found.Take(PageSize);

    /// <summary>Gets the title.</summary>
    public string Title => List.Resource.Title ?? List.Resource.Url ?? string.Empty;

    /// <summary>Gets a value indicating whether the codes come from several files.</summary>
    public bool IsMixed => List.Contributions.Count > 1;

    /// <summary>Shows a value set.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="q">Words to look for in it.</param>
    /// <param name="plan">The plan from which the reader comes; null for the first that reads it.</param>
    public IActionResult OnGet(string id, string? q, string? plan)
    {
        var rules = book.Current;
        var plans = ReadPlan.All(rules);
        var resource = rules.Knowledge.OfType("ValueSet").FirstOrDefault(valueSet => string.Equals(valueSet.Id, id, StringComparison.Ordinal));
        if (resource is null || PlanOf(plans, resource.Url, plan) is not { } shown)
        {
            return NotFound();
        }

        Plan = shown.Text;
        List = CodeList.Of(rules.Knowledge, shown.Plan.Rules.Terminology, resource);
        Uses = [.. plans.SelectMany(candidate => candidate.Uses.Of(resource.Url).Select(use => (candidate.Text, use)))];
        Query = q ?? string.Empty;
        Found = List.Find(Query);
        return Page();
    }

    /// <summary>Finds the plan that is asked for, else the first that reads the value set, else the first.</summary>
    private static ReadPlan? PlanOf(IReadOnlyList<ReadPlan> plans, string url, string? asked) => asked is null
        ? plans.FirstOrDefault(plan => plan.Uses.Of(url).Count > 0) ?? plans[0]
        : plans.FirstOrDefault(plan => string.Equals(plan.Text.Header.Id, asked, StringComparison.Ordinal));

    /// <summary>Gets the words for the manner in which a file contributes.</summary>
    public static string Words(ContributionManner manner) => manner switch
    {
        ContributionManner.Own => "this value set",
        ContributionManner.Included => "included",
        ContributionManner.Extending => "added by an extension",
        _ => "mapped from other codes",
    };
}
