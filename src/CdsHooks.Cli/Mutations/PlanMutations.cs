using System.Text.Json.Nodes;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Cli.Mutations;

/// <summary>
/// Lists the mutations of a plan. Titles, descriptions, citations and the texts of cards are not mutated: only a person can judge
/// them.
/// </summary>
internal static class PlanMutations
{
    private static readonly string[] Groups = ["all", "any", "none"];

    public static IEnumerable<Mutation> Of(KnowledgeResource plan)
    {
        var root = PlacedNode.RootOf(plan);
        return ParameterMutations.Of(root).Concat(root.Items("contained").SelectMany(OfList)).Concat(root.Items("action").SelectMany(part => CodeOf(part, "plan-part") switch
        {
            "orders" => OfAction(part, MutationKind.CriterionRemoved),
            "criteria" => OfActions(part, MutationKind.CriterionRemoved, MutationKind.CriterionRemoved),
            "decision-table" => OfActions(part, MutationKind.RowRemoved, MutationKind.RowRemoved).Concat(Exchanges(part)),
            "cards" => ExtensionMutations.Of(part.Part()).Concat(OfActions(part, MutationKind.CardRemoved, MutationKind.SuggestionRemoved)),
            _ => [],
        }));
    }

    private static IEnumerable<Mutation> OfActions(PlacedNode parent, MutationKind removal, MutationKind removalBelow) =>
        parent.Items("action").SelectMany(action => OfAction(action, removalBelow).Prepend(action.Remove(removal)));

    private static IEnumerable<Mutation> OfAction(PlacedNode action, MutationKind removalBelow) =>
        Kind(action)
            .Concat(CodeOf(action, "criterion-kind") is null ? ExtensionMutations.Of(action.Part()) : ExtensionMutations.OfSettings(action.Part()))
            .Concat(action.Extensions("inputs").SelectMany(OfUse))
            .Concat(action.Items("input").SelectMany(OfInput))
            .Concat(OfActions(action, removalBelow, removalBelow));

    private static IEnumerable<Mutation> Kind(PlacedNode action) => action.Items("code")
        .SelectMany(code => code.Items("coding"))
        .Where(coding => Groups.Contains(coding.Text("code"), StringComparer.Ordinal))
        .SelectMany(coding => Groups.Where(kind => !string.Equals(kind, coding.Text("code"), StringComparison.Ordinal))
            .Select(kind => coding.Mutate(MutationKind.GroupKindExchanged, ValueMutations.Words(coding.Text("code")!, kind), JsonEdit.Set("code", JsonValue.Create(kind)))));

    private static IEnumerable<Mutation> OfList(PlacedNode list) => list.Extensions("inputs").SelectMany(OfUse).Concat(list.Items("dataRequirement").SelectMany(OfInput));

    private static IEnumerable<Mutation> OfUse(PlacedNode use) => ExtensionMutations.OfSettings(use).Prepend(use.Remove(MutationKind.InputRemoved));

    private static IEnumerable<Mutation> OfInput(PlacedNode input) =>
    [
        input.Remove(MutationKind.InputRemoved),
        .. input.Part()?.Extensions("role").Any() is true ? Array.Empty<Mutation>() : [input.Mutate(MutationKind.InputRoleExchanged, ValueMutations.Words("counts", "doubts"), Doubt)],
        .. ExtensionMutations.OfSettings(input.Part()),
        .. input.Items("codeFilter").Select(filter => filter.Remove(MutationKind.CodeFilterRemoved)),
    ];

    private static void Doubt(JsonNode input)
    {
        var role = new JsonObject { ["url"] = "role", ["valueCode"] = "doubts" };
        if (input["extension"]?[0]?["extension"] is JsonArray settings)
        {
            settings.Add((JsonNode)role);
        }
        else
        {
            input["extension"] = new JsonArray(new JsonObject { ["url"] = PlanExtensions.ExtensionBase + "input", ["extension"] = new JsonArray(role) });
        }
    }

    private static IEnumerable<Mutation> Exchanges(PlacedNode table)
    {
        var rows = table.Items("action");
        return rows.SkipLast(1).Zip(rows.Skip(1), (row, next) =>
            row.Mutate(MutationKind.RowsExchanged, $"exchanged with {next.Text("id")}", JsonEdit.ExchangeWithNext));
    }

    private static string? CodeOf(PlacedNode action, string system) => action.Items("code")
        .SelectMany(code => code.Items("coding"))
        .Where(coding => string.Equals(coding.Text("system"), PlanExtensions.CodeSystemBase + system, StringComparison.Ordinal))
        .Select(coding => coding.Text("code"))
        .FirstOrDefault();
}
