using System.Text.Json.Nodes;

namespace CdsHooks.Cli.Mutations;

/// <summary>Lists the mutations of the extensions that contain the rules of actions, inputs and input lists.</summary>
internal static class ExtensionMutations
{
    private static readonly string[] BodySites = ["stated", "neutral", "any"];

    private static readonly string[] Results = ["met", "not-met", "unknown"];

    /// <summary>Lists the mutations of a row, a card or a suggestion, and of the lines, summaries and phrases in it.</summary>
    public static IEnumerable<Mutation> Of(PlacedNode? part)
    {
        var extensions = part?.Items("extension") ?? [];
        return extensions.SelectMany(OfOne).Concat(extensions.Zip(extensions.Skip(1)).SelectMany(pair => Exchanges(pair.First, pair.Second)));
    }

    /// <summary>Lists the mutations of the settings, conditions and role of a criterion, an input or an input list.</summary>
    public static IEnumerable<Mutation> OfSettings(PlacedNode? part) => (part?.Items("extension") ?? [])
        .GroupBy(extension => extension.Url, StringComparer.Ordinal)
        .SelectMany(setting => setting.Key switch
        {
            "role" => Role(setting.First()),
            "enabledWhen" => setting.SelectMany(EnabledWhen),
            "list" or "valueSet" => [],
            _ => Setting([.. setting]),
        });

    private static IEnumerable<Mutation> OfOne(PlacedNode extension) => extension.Url switch
    {
        "enabledWhen" => EnabledWhen(extension),
        "when" => [extension.Remove(MutationKind.WhenRemoved), .. extension.Items("extension").SelectMany(OfWhen)],
        "card" => [extension.Mutate(MutationKind.RowCardDropped, "no card", DropCard)],
        "indicator" => Indicator(extension),
        "lowered" => [extension.Remove(MutationKind.RowLoweredRemoved), .. Of(extension)],
        "summary" => [extension.Remove(MutationKind.CardSummaryRemoved), .. Of(extension), .. extension.Extensions("when").SelectMany(Result)],
        "phrase" => [extension.Remove(MutationKind.CardPhraseRemoved), .. Reasons(extension), .. Of(extension)],
        "line" when extension.Code("name") is not null => Of(extension),
        "line" => [extension.Remove(MutationKind.CardLineRemoved), .. Of(extension)],
        "unlessOrdered" => [extension.Remove(MutationKind.UnlessOrderedRemoved)],
        "reasonFrom" => [extension.Remove(MutationKind.ReasonFromRemoved)],
        "overrideReasons" => [extension.Remove(MutationKind.OverrideReasonsRemoved)],
        _ => [],
    };

    private static IEnumerable<Mutation> EnabledWhen(PlacedNode condition) =>
        [condition.Remove(MutationKind.EnabledWhenRemoved), .. condition.Items("extension").SelectMany(part => ValueMutations.Of(part))];

    private static IEnumerable<Mutation> Role(PlacedNode role) => role.Text("valueCode") switch
    {
        "doubts" => ParameterMutations.Others(role, ["explains"], MutationKind.InputRoleExchanged),
        "explains" => ParameterMutations.Others(role, ["doubts"], MutationKind.InputRoleExchanged),
        _ => [],
    };

    private static IEnumerable<Mutation> Setting(List<PlacedNode> values)
    {
        if (values is [{ Node: JsonObject only }] && only.ContainsKey("valueBoolean"))
        {
            // A missing boolean means false, so removing it would repeat the flip or change nothing.
            return ValueMutations.Of(values[0]);
        }

        if (values.Count > 1)
        {
            return values.Select(value => value.Remove(MutationKind.CodeTakenOut)).Prepend(values[0].Mutate(MutationKind.SettingRemoved, "all removed", DropAll));
        }

        var changes = values[0].Url is "bodySite" ? ParameterMutations.Others(values[0], BodySites, MutationKind.InputBodySiteExchanged) : ValueMutations.Of(values[0]);
        return changes.Prepend(values[0].Remove(MutationKind.SettingRemoved));
    }

    /// <summary>
    /// Exchanges neighbours whose order matters: cards show the first summary that applies, and the first phrase for a reason whose
    /// figures are known.
    /// </summary>
    private static IEnumerable<Mutation> Exchanges(PlacedNode extension, PlacedNode next) => (extension.Url, next.Url) switch
    {
        ("summary", "summary") => [extension.Mutate(MutationKind.CardSummariesExchanged, "exchanged with the next", JsonEdit.ExchangeWithNext)],
        ("phrase", "phrase") when SharesReason(extension, next) =>
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

    /// <summary>Changes the result that a summary requires to another one; when it allows several, removing one of them is enough.</summary>
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

    /// <summary>Removes the card of a row together with its indicators.</summary>
    private static void DropCard(JsonNode card) => Drop(card, url => url is "card" or "indicator" or "lowered");

    /// <summary>Removes all values of a list.</summary>
    private static void DropAll(JsonNode setting)
    {
        var name = (string?)setting["url"];
        Drop(setting, url => string.Equals(url, name, StringComparison.Ordinal));
    }

    private static void Drop(JsonNode extension, Func<string?, bool> matches)
    {
        foreach (var match in ((JsonArray)extension.Parent!).OfType<JsonObject>().Where(other => matches((string?)other["url"])).ToList())
        {
            JsonEdit.Remove(match);
        }
    }
}
