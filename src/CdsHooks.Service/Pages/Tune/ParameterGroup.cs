using CdsHooks.Workbench.Explain;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>The parameters of one criterion, or those that only choose cards.</summary>
/// <param name="Id">The id of the criterion; <c>cards</c> for the others.</param>
/// <param name="Title">The title.</param>
/// <param name="Question">The question that the criterion asks; empty for the others.</param>
/// <param name="Parameters">The parameters, in the plan's order.</param>
internal sealed record ParameterGroup(string Id, string Title, string Question, IReadOnlyList<PlainParameter> Parameters)
{
    /// <summary>Groups the parameters of a plan, in the order of its criteria.</summary>
    public static IReadOnlyList<ParameterGroup> Of(PlainPlan plan)
    {
        Dictionary<string, PlainCriterion> headings = new(StringComparer.Ordinal);
        foreach (var root in plan.Criteria.Prepend(plan.Orders))
        {
            Place(root, root, headings);
        }

        var order = plan.Definitions().Select(criterion => criterion.Id).ToList();
        return
        [
            .. plan.Parameters
                .GroupBy(parameter => HeadingOf(parameter, headings)?.Id ?? "cards", StringComparer.Ordinal)
                .OrderBy(group => order.IndexOf(group.Key) is >= 0 and var place ? place : int.MaxValue)
                .Select(group => plan.FindCriterion(group.Key) is { } criterion && group.Key is not "cards"
                    ? new ParameterGroup(criterion.Id, criterion.Title, criterion.Question.ToString(), [.. group])
                    : new ParameterGroup("cards", "Which card comes, and in which words", "These change no result of a criterion.", [.. group])),
        ];
    }

    /// <summary>Puts each criterion below the nearest one that people have a name for.</summary>
    private static void Place(PlainCriterion criterion, PlainCriterion heading, Dictionary<string, PlainCriterion> headings)
    {
        var own = criterion is { Key: not null, IsReference: false } ? criterion : heading;
        if (!criterion.IsReference)
        {
            headings.TryAdd(criterion.Id, own);
        }

        foreach (var member in criterion.Members)
        {
            Place(member, own, headings);
        }
    }

    private static PlainCriterion? HeadingOf(PlainParameter parameter, Dictionary<string, PlainCriterion> headings) =>
        parameter.UsedBy.Where(use => use.Part is PlanPart.Criterion).Select(use => headings.GetValueOrDefault(use.Id)).FirstOrDefault(heading => heading is not null);
}
