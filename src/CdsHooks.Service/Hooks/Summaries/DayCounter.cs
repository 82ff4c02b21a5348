namespace CdsHooks.Service.Hooks.Summaries;

/// <summary>Counts the decisions of a day, one at a time. Not thread-safe.</summary>
internal sealed class DayCounter
{
    // An EHR may send any text as a reason, and each is kept as a digest of its own.
    private const int MaxReasons = 100;

    private readonly Dictionary<SummaryKey, (SummaryGroup Group, Dictionary<int, SummaryCount> Criteria)> _groups = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    /// <summary>Adds a decision; one that only rules in shadow were about is left out.</summary>
    public void Add(CountedDecision decision)
    {
        if (decision.Row.Length == 0)
        {
            return;
        }

        if (!_groups.TryGetValue(decision.Key, out var found))
        {
            _groups[decision.Key] = found = (new SummaryGroup { Key = decision.Key }, []);
        }

        var (group, criteria) = found;
        var outcome = OutcomeOf(decision);
        group.All.Add(outcome);
        CountOf(group.Rows, decision.Row).Add(outcome);
        foreach (var (id, result, reason, _) in decision.Criteria)
        {
            CountOf(criteria, IndexOf($"{id} {result} {reason}")).Add(outcome);
        }

        if (outcome is CardOutcome.Overridden)
        {
            Add(group.Reasons, ReasonOf(decision));
        }

        AddSuggestions(group, decision);
    }

    /// <summary>Gets the counts so far.</summary>
    public DaySummary ToSummary() => new([.. _groups.Values.Select(group => group.Group)])
    {
        Criteria = new CriteriaSummary(
            [.. _names.OrderBy(name => name.Value).Select(name => name.Key)],
            [.. _groups.Values.Select(group => group.Criteria.SelectMany(count => (long[])[count.Key, count.Value.Decisions, count.Value.Accepted, count.Value.Overridden]).ToArray())]),
    };

    private int IndexOf(string name)
    {
        if (!_names.TryGetValue(name, out var index))
        {
            _names[name] = index = _names.Count;
        }

        return index;
    }

    private static CardOutcome? OutcomeOf(CountedDecision decision) =>
        decision.Key.CardKind is null || decision.Feedback.Count == 0 ? null
        : decision.Feedback.Any(entry => entry.IsAccepted) ? CardOutcome.Accepted
        : CardOutcome.Overridden;

    /// <summary>Gets the latest reason that was given.</summary>
    private static string ReasonOf(CountedDecision decision) =>
        decision.Feedback.LastOrDefault(entry => entry.Reason is not GivenReason.None)?.Reason ?? GivenReason.None;

    private static void Add(Dictionary<string, long> reasons, string reason)
    {
        var key = reasons.Count < MaxReasons || reasons.ContainsKey(reason) ? reason : GivenReason.Other;
        reasons[key] = reasons.GetValueOrDefault(key) + 1;
    }

    private static void AddSuggestions(SummaryGroup group, CountedDecision decision)
    {
        var accepted = decision.Feedback.SelectMany(entry => entry.Suggestions).ToHashSet(StringComparer.Ordinal);
        foreach (var suggestion in decision.Suggestions)
        {
            var count = CountOf(group.Suggestions, string.Join(", ", suggestion.Codes));
            count.Offered++;
            count.Accepted += accepted.Contains(suggestion.Id) ? 1 : 0;
        }
    }

    private static T CountOf<TKey, T>(Dictionary<TKey, T> counts, TKey name)
        where TKey : notnull
        where T : new()
    {
        if (!counts.TryGetValue(name, out var count))
        {
            counts[name] = count = new T();
        }

        return count;
    }
}
