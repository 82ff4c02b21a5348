namespace CdsHooks.Service.Pages.Analytics;

/// <summary>Lists the figures of an analysis for an export: those that the page shows.</summary>
internal static class Figures
{
    private const string Orders = "orders";
    private const string Cards = "cards";

    /// <summary>Lists them.</summary>
    public static IReadOnlyList<Figure> Of(Analysis analysis, PlanNames names) =>
    [
        .. OfCount("total", string.Empty, "All", analysis.Total, analysis.Total.Decisions),
        .. analysis.Kinds.SelectMany(kind => OfCount("kind", kind.Key, names.Kind(kind.Key), kind.Value, analysis.Total.Decisions)),
        .. analysis.Weeks.SelectMany(week => OfCount("week", AnalyticsFilter.Text(week.Key), AnalyticsFilter.Text(week.Key), week.Value, week.Value.Decisions)),
        .. analysis.Clients.SelectMany(client => OfCount("client", client.Key, client.Key, client.Value, client.Value.Decisions)),
        .. analysis.Rules.SelectMany(rules => OfCount("rules", rules.Key.Version ?? AnalyticsFilter.NoVersion, $"{rules.Key.ShortPlan}, {rules.Key.SiteParameters}", rules.Value, rules.Value.Decisions)),
        .. analysis.Rows.Select(row => new Figure("row", row.Key, names.Row(row.Key) ?? row.Key, Orders, row.Value.Decisions, analysis.Total.Decisions, Orders)),
        .. analysis.ReasonsByKind.SelectMany(kind => kind.Value.OrderByDescending(reason => reason.Value).Select(reason => new Figure("reason", $"{kind.Key} {reason.Key}", $"{names.Kind(kind.Key)}: {names.Reason(reason.Key)}", "overridden", reason.Value, analysis.Kinds[kind.Key].Overridden, "overridden cards"))),
        .. analysis.Suggestions.Select(suggestion => new Figure("suggestion", suggestion.Key, names.Suggestion(suggestion.Key), "accepted", suggestion.Value.Accepted, suggestion.Value.Offered, "cards with it")),
        .. names.InOrder(analysis.Criteria, criterion => criterion.Key).SelectMany(criterion => OfCriterion(criterion.Key, criterion.Value, names)),
    ];

    private static IEnumerable<Figure> OfCount(string section, string group, string name, OutcomeCount count, long decisions) =>
        OfCards(section, group, name, count).Prepend(new Figure(section, group, name, Cards, count.Cards, decisions, Orders));

    private static IEnumerable<Figure> OfCards(string section, string group, string name, OutcomeCount count) =>
    [
        new(section, group, name, "shown for certain", count.Answered, count.Cards, Cards),
        new(section, group, name, "accepted", count.Accepted, count.Cards, Cards),
        new(section, group, name, "overridden", count.Overridden, count.Cards, Cards),
        new(section, group, name, "ignored", count.Ignored, count.Cards, Cards),
        new(section, group, name, "still open", count.Open, count.Cards, Cards),
    ];

    private static IEnumerable<Figure> OfCriterion(string id, Counts<OutcomeCount> outcomes, PlanNames names)
    {
        var decisions = outcomes.Values.Sum(outcome => outcome.Decisions);
        var title = names.Criterion(id)?.Title ?? id;
        return outcomes.SelectMany(outcome => OfCards("criterion", $"{id} {outcome.Key}", $"{title}: {outcome.Key}", outcome.Value)
            .Prepend(new Figure("criterion", $"{id} {outcome.Key}", $"{title}: {outcome.Key}", Orders, outcome.Value.Decisions, decisions, Orders)));
    }
}
