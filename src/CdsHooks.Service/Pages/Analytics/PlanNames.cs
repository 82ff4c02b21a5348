using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Hooks.Summaries;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Rules;
using CdsHooks.Workbench.Explain;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>The names that the plans in force give to what decisions record as codes. A code that they do not know, as one of an earlier version, stands for itself.</summary>
internal sealed class PlanNames(RulesSnapshot rules)
{
    private const int DigestShown = 8;
    private const string DigestStart = "sha256:";

    private readonly IReadOnlyList<ReadPlan> _plans = ReadPlan.All(rules);

    /// <summary>Gets the name of a kind of card.</summary>
    public string Kind(string kind) => _plans.Select(plan => plan.Text.FindCard(kind)?.Display).FirstOrDefault(name => name is not null) ?? kind;

    /// <summary>Determines whether a plan in force has a kind of card.</summary>
    public bool HasKind(string kind) => _plans.Any(plan => plan.Text.FindCard(kind) is not null);

    /// <summary>Gets the title of a row of the decision table; null when no plan in force has it.</summary>
    public string? Row(string row) => FindRow(row) is { } found ? found.Title ?? found.Id : null;

    /// <summary>Finds a criterion; null when no plan in force has it.</summary>
    public PlainCriterion? Criterion(string id) => _plans.Select(plan => plan.Text.FindCriterion(id)).FirstOrDefault(criterion => criterion is not null);

    /// <summary>Determines whether a criterion says that an order is one of a plan: it is met in every decision.</summary>
    public bool IsAboutOrders(string id) => _plans.Any(plan => string.Equals(plan.Text.Orders.Id, id, StringComparison.Ordinal));

    /// <summary>Gets the criteria in the order of the plans, and those that no plan in force has at the end.</summary>
    public IEnumerable<T> InOrder<T>(IEnumerable<T> items, Func<T, string> idOf)
    {
        var order = _plans.SelectMany(plan => plan.Text.Definitions()).Select(criterion => criterion.Id).Distinct(StringComparer.Ordinal).Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        return items.OrderBy(item => order.GetValueOrDefault(idOf(item), int.MaxValue));
    }

    /// <summary>Gets the criteria that a row asks for, itself or through a group; empty for a row that no plan in force has.</summary>
    public IReadOnlySet<string> CriteriaOf(string row)
    {
        HashSet<string> asked = new(StringComparer.Ordinal);
        foreach (var (plan, condition) in _plans.SelectMany(plan => plan.Text.Rows.Where(one => string.Equals(one.Id, row, StringComparison.Ordinal)).SelectMany(one => one.When).Select(condition => (plan, condition))))
        {
            AddWithMembers(plan.Text, condition.Criterion, asked);
        }

        return asked;
    }

    /// <summary>Gets the words for a reason for dismissing a card: those that the card offered, else the code.</summary>
    public string Reason(string reason)
    {
        if (reason is GivenReason.None)
        {
            return "No reason given";
        }

        if (reason is GivenReason.Other)
        {
            return "Other reasons";
        }

        var (system, code) = GivenReason.Read(reason);
        return OfferedReasons.FirstOrDefault(offered => string.Equals(offered.Code, code, StringComparison.Ordinal) && (system is null || string.Equals(offered.System?.ToString(), system, StringComparison.Ordinal)))?.Display
            ?? (code?.StartsWith(DigestStart, StringComparison.Ordinal) is true
                ? $"A reason of the EHR's own ({code.Substring(DigestStart.Length, Math.Min(DigestShown, code.Length - DigestStart.Length))})"
                : code ?? reason);
    }

    /// <summary>Gets the code system of a reason; null for none.</summary>
    public static string? SystemOf(string reason) => GivenReason.Read(reason).System;

    /// <summary>Gets the words for a suggestion.</summary>
    /// <param name="codes">The codes of what it would order.</param>
    public string Suggestion(string codes) => _plans
        .SelectMany(plan => plan.Plan.Cards.Cards)
        .SelectMany(card => card.Suggestions)
        .Select(suggestion => suggestion.Code)
        .FirstOrDefault(code => code.Coding.Exists(coding => codes.Contains($"{coding.System}|{coding.Code}", StringComparison.Ordinal)))?.Text ?? codes;

    private IEnumerable<OverrideReason> OfferedReasons => _plans.SelectMany(plan => plan.Plan.Cards.Cards).SelectMany(card => card.OverrideReasons);

    private PlainRow? FindRow(string row) => _plans.SelectMany(plan => plan.Text.Rows).FirstOrDefault(one => string.Equals(one.Id, row, StringComparison.Ordinal));

    private static void AddWithMembers(PlainPlan plan, string id, HashSet<string> asked)
    {
        if (asked.Add(id))
        {
            foreach (var member in plan.FindCriterion(id)?.Members ?? [])
            {
                AddWithMembers(plan, member.Id, asked);
            }
        }
    }
}
