using CdsHooks.Service.Hooks.Summaries;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>The counts of the decisions that a filter asks for, added up day by day. Holds counts only, whatever their number.</summary>
/// <param name="filter">The filter.</param>
/// <param name="today">The day of the reading.</param>
internal sealed class Analysis(AnalyticsFilter filter, DateOnly today)
{
    /// <summary>The number of days for which feedback on a card is waited for; without any, the card then counts as ignored.</summary>
    public const int FeedbackDays = 7;

    /// <summary>The number of decisions or cards under which a group is marked as small: patients and clinicians might be recognized in it.</summary>
    public const long SmallGroup = 11;

    /// <summary>Gets the filter.</summary>
    public AnalyticsFilter Filter => filter;

    /// <summary>Gets the day of the reading.</summary>
    public DateOnly Today => today;

    /// <summary>Gets the counts of all of them.</summary>
    public OutcomeCount Total { get; } = new();

    /// <summary>Gets the counts by kind of card. The orders of a kind are those with its card.</summary>
    public Counts<OutcomeCount> Kinds { get; } = [];

    public Counts<OutcomeCount> Clients { get; } = [];

    /// <summary>Gets the counts by rules.</summary>
    public SortedDictionary<RulesName, OutcomeCount> Rules { get; } = new(RulesName.Order);

    /// <summary>Gets the counts by week, which begins on the day of the key, a Monday.</summary>
    public SortedDictionary<DateOnly, OutcomeCount> Weeks { get; } = [];

    /// <summary>Gets the counts by row of the decision table.</summary>
    public Counts<OutcomeCount> Rows { get; } = [];

    /// <summary>Gets the counts by criterion and outcome, such as <c>not-met too-short</c>.</summary>
    public Counts<Counts<OutcomeCount>> Criteria { get; } = [];

    /// <summary>Gets a value indicating whether the counts of criteria are wanted.</summary>
    public bool WithCriteria { get; init; } = true;

    /// <summary>Gets the number of overridden cards by kind and reason (<see cref="GivenReason"/>).</summary>
    public SortedDictionary<string, Dictionary<string, long>> ReasonsByKind { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the number of overridden cards by reason, most frequent first.</summary>
    public IReadOnlyList<ReasonCount> Reasons => ReasonCount.Of(ReasonsByKind.Values);

    /// <summary>Gets the suggestions by the codes of what they would order.</summary>
    public Counts<SuggestionCount> Suggestions { get; } = [];

    /// <summary>Gets the rows and kinds of each day.</summary>
    public SortedDictionary<long, FiredDay> Days { get; } = [];

    /// <summary>Gets the values that the decisions of the period have, whatever the filter says beyond that.</summary>
    public FilterChoices Choices { get; } = new();

    /// <summary>Gets the number of decisions of the sandbox in the period.</summary>
    public long OfSandbox { get; private set; }

    /// <summary>Gets the number of decisions in the period, whatever the filter says beyond that.</summary>
    public long OfPeriod { get; private set; }

    /// <summary>Gets or sets the days that the store has decisions of; null for none.</summary>
    public CountedExtent? Kept { get; set; }

    /// <summary>Gets or sets the number of days that are still to be counted.</summary>
    public int DaysLeft { get; set; }

    /// <summary>Adds the counts of a day.</summary>
    public void Add(long day, DaySummary summary)
    {
        var date = SummaryLog.DateOf(day);
        var isOpen = date.AddDays(FeedbackDays) > today;
        var criteria = WithCriteria && summary.Criteria is { } counted ? new CriteriaOfDay(counted, Criteria) : null;
        foreach (var (index, group) in summary.Groups.Index())
        {
            Choices.Add(group.Key);
            OfPeriod += group.All.Decisions;
            OfSandbox += AnalyticsFilter.IsSandbox(group.Key) ? group.All.Decisions : 0;
            if (filter.Covers(group.Key))
            {
                Add(day, date, group, isOpen);
                if (filter.CoversKind(group.Key.CardKind))
                {
                    criteria?.Add(index, group.Key.CardKind is not null, isOpen);
                }
            }
        }
    }

    private void Add(long day, DateOnly date, SummaryGroup group, bool isOpen)
    {
        var rules = RulesName.Of(group.Key);
        if (!Days.TryGetValue(day, out var fired))
        {
            Days[day] = fired = new FiredDay();
        }

        fired.Add(group, rules, filter);
        var kind = group.Key.CardKind;
        OutcomeCount[] totals = [Total, Clients.Of(group.Key.Client), Of(Rules, rules), Of(Weeks, MondayOf(date))];
        foreach (var count in totals)
        {
            count.AddDecisions(group.All.Decisions);
            if (kind is not null && filter.CoversKind(kind))
            {
                count.AddCards(group.All.Decisions, group.All.Accepted, group.All.Overridden, isOpen);
            }
        }

        if (!filter.CoversKind(kind))
        {
            return;
        }

        if (kind is not null)
        {
            AddCards(kind, group, isOpen);
        }

        foreach (var (row, count) in group.Rows)
        {
            var known = Rows.Of(row);
            known.AddDecisions(count.Decisions);
            if (kind is not null)
            {
                known.AddCards(count.Decisions, count.Accepted, count.Overridden, isOpen);
            }
        }
    }

    private void AddCards(string kind, SummaryGroup group, bool isOpen)
    {
        var count = Kinds.Of(kind);
        count.AddDecisions(group.All.Decisions);
        count.AddCards(group.All.Decisions, group.All.Accepted, group.All.Overridden, isOpen);
        if (!ReasonsByKind.TryGetValue(kind, out var reasons))
        {
            ReasonsByKind[kind] = reasons = new Dictionary<string, long>(StringComparer.Ordinal);
        }

        foreach (var (reason, cards) in group.Reasons)
        {
            reasons[reason] = reasons.GetValueOrDefault(reason) + cards;
        }

        foreach (var (codes, suggestion) in group.Suggestions)
        {
            var known = Suggestions.Of(codes);
            known.Offered += suggestion.Offered;
            known.Accepted += suggestion.Accepted;
        }
    }

    private static OutcomeCount Of<T>(SortedDictionary<T, OutcomeCount> counts, T key)
        where T : notnull
    {
        if (!counts.TryGetValue(key, out var count))
        {
            counts[key] = count = new OutcomeCount();
        }

        return count;
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
