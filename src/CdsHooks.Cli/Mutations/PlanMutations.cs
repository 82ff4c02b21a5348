using CdsHooks.Decision.Plan;

namespace CdsHooks.Cli.Mutations;

/// <summary>
/// Lists the changes of a plan. Titles, descriptions, citations and the texts of cards are left alone: what they say is for a person
/// to judge.
/// </summary>
internal static class PlanMutations
{
    public static IEnumerable<Mutation> Of(KnowledgeResource plan)
    {
        var root = PlacedNode.RootOf(plan);
        return ParameterMutations.Of(root).Concat(root.Items("action").SelectMany(part => CodeOf(part) switch
        {
            "orders" => OfAction(part, MutationKind.CriterionRemoved),
            "criteria" => OfActions(part, MutationKind.CriterionRemoved, MutationKind.CriterionRemoved),
            "decision-table" => OfActions(part, MutationKind.RowRemoved, MutationKind.RowRemoved).Concat(Exchanges(part)),
            "cards" => ExtensionMutations.Of(part).Concat(OfActions(part, MutationKind.CardRemoved, MutationKind.SuggestionRemoved)),
            _ => [],
        }));
    }

    private static IEnumerable<Mutation> OfActions(PlacedNode parent, MutationKind removal, MutationKind removalBelow) =>
        parent.Items("action").SelectMany(action => OfAction(action, removalBelow).Prepend(action.Remove(removal)));

    private static IEnumerable<Mutation> OfAction(PlacedNode action, MutationKind removalBelow) =>
        ExtensionMutations.Of(action)
            .Concat(action.Items("input").SelectMany(OfInput))
            .Concat(OfActions(action, removalBelow, removalBelow));

    private static IEnumerable<Mutation> OfInput(PlacedNode input) =>
    [
        input.Remove(MutationKind.InputRemoved),
        .. ExtensionMutations.Of(input),
        .. input.Items("codeFilter").Select(filter => filter.Remove(MutationKind.CodeFilterRemoved)),
    ];

    private static IEnumerable<Mutation> Exchanges(PlacedNode table)
    {
        var rows = table.Items("action");
        return rows.SkipLast(1).Zip(rows.Skip(1), (row, next) =>
            row.Mutate(MutationKind.RowsExchanged, $"exchanged with {next.Text("id")}", JsonEdit.ExchangeWithNext));
    }

    private static string? CodeOf(PlacedNode part) => part.Items("code")
        .SelectMany(code => code.Items("coding"))
        .Where(coding => coding.Text("system") is PlanExtensions.CodeSystemBase + "plan-part")
        .Select(coding => coding.Text("code"))
        .FirstOrDefault();
}
