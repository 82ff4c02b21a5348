using System.Text.Json.Nodes;

namespace CdsHooks.Cli.Mutations;

/// <summary>Lists the changes of the extensions that actions and inputs carry.</summary>
internal static class ExtensionMutations
{
    private static readonly string[] Groups = ["all", "any", "none"];
    private static readonly string[] Regions = ["stated", "neutral", "any"];

    public static IEnumerable<Mutation> Of(PlacedNode holder) => holder.Items("extension").SelectMany(OfOne);

    private static IEnumerable<Mutation> OfOne(PlacedNode extension) => extension.Url switch
    {
        "criterion-kind" when Groups.Contains(extension.Text("valueCode"), StringComparer.Ordinal) =>
            ParameterMutations.Others(extension, Groups, MutationKind.GroupKindExchanged),
        "input-role" => Role(extension),
        "criterion-setting" => Setting(extension),
        "enabled-when" => [extension.Remove(MutationKind.EnabledWhenRemoved), .. extension.Items("extension").SelectMany(part => ValueMutations.Of(part))],
        "when" => [extension.Remove(MutationKind.WhenRemoved), .. extension.Items("extension").SelectMany(OfWhen)],
        "row-card" => [extension.Mutate(MutationKind.RowCardDropped, "no card", DropCard)],
        "row-indicator" => extension.Extensions("fixed").SelectMany(Indicator),
        "row-lowered" => [extension.Remove(MutationKind.RowLoweredRemoved), .. extension.Extensions("indicator").SelectMany(Indicator), .. Of(extension)],
        "card-line" => [extension.Remove(MutationKind.CardLineRemoved), .. Of(extension)],
        "unless-ordered" => [extension.Remove(MutationKind.UnlessOrderedRemoved)],
        "reason-from" => [extension.Remove(MutationKind.ReasonFromRemoved)],
        "override-reasons" => [extension.Remove(MutationKind.OverrideReasonsRemoved)],
        _ => [],
    };

    private static IEnumerable<Mutation> Role(PlacedNode role) => role.Text("valueCode") switch
    {
        "doubts" => ParameterMutations.Others(role, ["explains"], MutationKind.InputRoleExchanged),
        "explains" or "counts" => ParameterMutations.Others(role, ["doubts"], MutationKind.InputRoleExchanged),
        _ => [],
    };

    private static IEnumerable<Mutation> Setting(PlacedNode setting)
    {
        List<PlacedNode> values = [.. setting.Extensions("value")];
        if (values is [{ Node: JsonObject only }] && only.ContainsKey("valueBoolean"))
        {
            // Without it the setting is off: taking it out would be the same change once more, or none.
            return ValueMutations.Of(values[0]);
        }

        var changes = setting.Code("name") is "region"
            ? values.SelectMany(value => ParameterMutations.Others(value, Regions, MutationKind.InputRegionExchanged))
            : values.SelectMany(value => values.Count > 1 ? [value.Remove(MutationKind.CodeTakenOut)] : ValueMutations.Of(value));
        return changes.Prepend(setting.Remove(MutationKind.SettingRemoved));
    }

    private static IEnumerable<Mutation> OfWhen(PlacedNode part) => part.Url switch
    {
        "result" or "reason" => [part.Remove(MutationKind.WhenPartRemoved)],
        "full" => ValueMutations.Of(part).Append(part.Remove(MutationKind.WhenPartRemoved)),
        _ => [],
    };

    private static IEnumerable<Mutation> Indicator(PlacedNode indicator) => indicator.Text("valueCode") switch
    {
        "info" => ParameterMutations.Others(indicator, ["warning"], MutationKind.IndicatorExchanged),
        "warning" or "critical" => ParameterMutations.Others(indicator, ["info"], MutationKind.IndicatorExchanged),
        _ => [],
    };

    /// <summary>A row without a card has no indicator either.</summary>
    private static void DropCard(JsonNode rowCard)
    {
        foreach (var extension in ((JsonArray)rowCard.Parent!).OfType<JsonObject>().Where(IsOfCard).ToList())
        {
            JsonEdit.Remove(extension);
        }
    }

    private static bool IsOfCard(JsonObject extension) =>
        ((string?)extension["url"])?.Split('/')[^1] is "row-card" or "row-indicator" or "row-lowered";
}
