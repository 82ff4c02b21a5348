namespace CdsHooks.Decision.Comparison;

/// <summary>
/// Compares what two sets of rules answered to the same calls: how often each fires, which calls flip, and which criteria turned in them.
/// Takes one call at a time and keeps only counts. Not thread-safe.
/// </summary>
public sealed class RulesComparison
{
    private readonly Dictionary<(RulesIdentity Served, RulesIdentity Shadow), long> _rules = [];
    private readonly SortedDictionary<string, (long Served, long Shadow)> _outcomes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (long Served, long Shadow)> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), Flips> _flips = [];
    private readonly SortedDictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _lacking = new(StringComparer.Ordinal);
    private long _compared;
    private long _turnedOnly;

    /// <summary>Adds a call that both judged.</summary>
    /// <param name="served">The answer that was given.</param>
    /// <param name="shadow">The answer of the rules in shadow.</param>
    /// <param name="lacking">The keys of the data sets that the rules in shadow needed and did not get.</param>
    public void Add(JudgedCall served, JudgedCall shadow, IEnumerable<string> lacking)
    {
        _compared++;
        var pair = (served.Rules, shadow.Rules);
        _rules[pair] = _rules.GetValueOrDefault(pair) + 1;
        Count(_outcomes, served.Outcome, shadow.Outcome);
        Count(_rows, NameOfRow(served), NameOfRow(shadow));
        foreach (var key in lacking)
        {
            _lacking[key] = _lacking.GetValueOrDefault(key) + 1;
        }

        if (!string.Equals(served.Outcome, shadow.Outcome, StringComparison.Ordinal))
        {
            if (!_flips.TryGetValue((served.Outcome, shadow.Outcome), out var flips))
            {
                _flips[(served.Outcome, shadow.Outcome)] = flips = new Flips();
            }

            flips.Add(served, shadow);
        }
        else if (Turn.Between(served, shadow).Any())
        {
            _turnedOnly++;
        }
    }

    /// <summary>Adds a call that only the served rules judged.</summary>
    /// <param name="reason">The reason why it was not judged in shadow, such as <c>dropped</c>.</param>
    public void AddSkipped(string reason) => _skipped[reason] = _skipped.GetValueOrDefault(reason) + 1;

    /// <summary>Gets the comparison of the calls so far.</summary>
    public ComparisonReport ToReport() => new(
        _compared,
        _skipped.ToDictionary(StringComparer.Ordinal),
        [.. _rules.OrderByDescending(rules => rules.Value).Select(rules => new ComparedRules(rules.Key.Served, rules.Key.Shadow, rules.Value))],
        Frequencies(_outcomes),
        Frequencies(_rows),
        [.. _flips.OrderByDescending(flip => flip.Value.Calls).ThenBy(flip => flip.Key).Select(flip => flip.Value.ToReport(flip.Key.From, flip.Key.To))],
        _turnedOnly,
        _lacking.ToDictionary(StringComparer.Ordinal));

    private static string NameOfRow(JudgedCall call) => call.Row.Length == 0 ? JudgedCall.NotCovered : call.Row;

    private static void Count(SortedDictionary<string, (long Served, long Shadow)> counts, string served, string shadow)
    {
        var one = counts.GetValueOrDefault(served);
        counts[served] = one with { Served = one.Served + 1 };
        var other = counts.GetValueOrDefault(shadow);
        counts[shadow] = other with { Shadow = other.Shadow + 1 };
    }

    private static List<Frequency> Frequencies(SortedDictionary<string, (long Served, long Shadow)> counts) =>
        [.. counts.Select(count => new Frequency(count.Key, count.Value.Served, count.Value.Shadow))];

    /// <summary>The calls that turn from one outcome to another.</summary>
    private sealed class Flips
    {
        private readonly Dictionary<Turn, (long Calls, ValueTally Values)> _turns = [];

        public long Calls { get; private set; }

        public void Add(JudgedCall served, JudgedCall shadow)
        {
            Calls++;
            foreach (var turn in Turn.Between(served, shadow))
            {
                if (!_turns.TryGetValue(turn, out var known))
                {
                    known = (0, new ValueTally());
                }

                known.Values.Add(served.Criteria.GetValueOrDefault(turn.Criterion) ?? shadow.Criteria[turn.Criterion]);
                _turns[turn] = known with { Calls = known.Calls + 1 };
            }
        }

        public FlipReport ToReport(string from, string to) => new(
            from,
            to,
            Calls,
            [
                .. _turns.OrderByDescending(turn => turn.Value.Calls).ThenBy(turn => turn.Key.Criterion, StringComparer.Ordinal).ThenBy(turn => turn.Key.From, StringComparer.Ordinal)
                    .Select(turn => new TurnReport(turn.Key.Criterion, turn.Key.From, turn.Key.To, turn.Value.Calls, turn.Value.Values.ToReport())),
            ]);
    }

    /// <summary>A criterion that has another outcome.</summary>
    private sealed record Turn(string Criterion, string From, string To)
    {
        private const string Absent = "not judged";

        // Where one plan is about none of the orders, that is the reason, and not each of the other's criteria.
        public static IEnumerable<Turn> Between(JudgedCall served, JudgedCall shadow) => served.Row.Length == 0 || shadow.Row.Length == 0
            ? []
            : served.Criteria.Keys.Union(shadow.Criteria.Keys, StringComparer.Ordinal)
                .Select(id => new Turn(id, OutcomeOf(served, id), OutcomeOf(shadow, id)))
                .Where(turn => !string.Equals(turn.From, turn.To, StringComparison.Ordinal));

        private static string OutcomeOf(JudgedCall call, string id) => call.Criteria.GetValueOrDefault(id)?.Outcome ?? Absent;
    }
}
