using System.Text.Json.Nodes;

namespace CdsHooks.Cli.Mutations;

/// <summary>Lists the changes of the extensions that actions and inputs carry.</summary>
internal static class ExtensionMutations
{
    private static readonly string[] Groups = ["all", "any", "none"];
    private static readonly string[] Regions = ["stated", "neutral", "any"];

    private static readonly string[] Results = ["met", "not-met", "unknown"];

    public static IEnumerable<Mutation> Of(PlacedNode holder)
    {
        var extensions = holder.Items("extension");
        return extensions.SelectMany(OfOne).Concat(extensions.Zip(extensions.Skip(1)).SelectMany(pair => Exchanges(pair.First, pair.Second)));
    }

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
        "card-summary" => [extension.Remove(MutationKind.CardSummaryRemoved), .. Of(extension), .. extension.Extensions("when").SelectMany(Result)],
        "card-phrase" => [extension.Remove(MutationKind.CardPhraseRemoved), .. Reasons(extension), .. Of(extension)],
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

    /// <summary>
    /// The first summary that holds is shown, and the first phrase of a reason whose figures are known: which comes first tells where
    /// both may.
    /// </summary>
    private static IEnumerable<Mutation> Exchanges(PlacedNode extension, PlacedNode next) => (extension.Url, next.Url) switch
    {
        ("card-summary", "card-summary") => [extension.Mutate(MutationKind.CardSummariesExchanged, "exchanged with the next", JsonEdit.ExchangeWithNext)],
        ("card-phrase", "card-phrase") when SharesReason(extension, next) =>
            [extension.Mutate(MutationKind.CardPhrasesExchanged, "exchanged with the next", JsonEdit.ExchangeWithNext)],
        _ => [],
    };

    private static bool SharesReason(PlacedNode phrase, PlacedNode next) =>
        string.Equals(phrase.Code("criterion"), next.Code("criterion"), StringComparison.Ordinal)
        && ReasonsOf(phrase).Intersect(ReasonsOf(next), StringComparer.Ordinal).Any();

    private static IEnumerable<string?> ReasonsOf(PlacedNode phrase) => phrase.Extensions("reason").Select(reason => reason.Text("valueCode"));

    private static IEnumerable<Mutation> Reasons(PlacedNode phrase)
    {
        List<PlacedNode> reasons = [.. phrase.Extensions("reason")];
        return reasons.Count > 1 ? reasons.Select(reason => reason.Remove(MutationKind.CodeTakenOut)) : [];
    }

    /// <summary>Where a summary asks for one result, another; where it asks for several, one less is change enough.</summary>
    private static IEnumerable<Mutation> Result(PlacedNode when)
    {
        List<PlacedNode> results = [.. when.Extensions("result")];
        return results.Count == 1 ? ParameterMutations.Others(results[0], Results, MutationKind.CardSummaryResultExchanged) : [];
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
