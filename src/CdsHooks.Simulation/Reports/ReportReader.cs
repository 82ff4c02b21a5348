using System.Globalization;
using CdsHooks.Simulation.Results;

namespace CdsHooks.Simulation.Reports;

/// <summary>Makes a report of a result.</summary>
internal static class ReportReader
{
    /// <summary>The number of unknown codes that a report lists.</summary>
    public const int MaxCodes = 100;

    /// <summary>The number of calls that a code, and its display, must have before a report lists it: what is seen less often may be text about one patient.</summary>
    public const int LeastCalls = 5;

    private static readonly string[] NothingFound = ["not-documented"];
    private static readonly string[] NotSeen = ["not-retrieved", "truncated"];

    /// <summary>Reads a result.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shown">The file's name in messages.</param>
    /// <exception cref="Workbench.InvalidInputException">The file does not exist, is no result, was cut or changed, or lacks shards.</exception>
    public static SimulationReport Read(string path, string shown)
    {
        using var reader = ResultReader.Open(path, shown);
        if (reader.Shards.Count < reader.Header.Shards)
        {
            throw new Workbench.InvalidInputException(string.Create(CultureInfo.InvariantCulture, $"{shown} has {reader.Shards.Count} of {reader.Header.Shards} shards. Merge it with the results of the others first."));
        }

        var counts = new Counts();
        reader.Finish(counts);
        return Of(reader.Header, counts);
    }

    /// <summary>Makes the report of counts.</summary>
    public static SimulationReport Of(SimulationHeader header, Counts counts) => new(
        header,
        counts.Of(CountNames.Patients),
        counts.Of(CountNames.PatientsWithCalls),
        counts.Below(CountNames.Calls).Sum(calls => calls.Count),
        Named(counts, CountNames.Calls),
        Named(counts, CountNames.NotJudged),
        [
            .. Both(counts, CountNames.Card)
                .Select(card => new CardCount(card.Key[0], card.Key[1] is { Length: > 0 } indicator ? indicator : null, card.Served, card.Candidate))
                .OrderByDescending(card => card.Served + card.Candidate).ThenBy(card => card.Card, StringComparer.Ordinal),
        ],
        [.. Both(counts, CountNames.Row).Select(row => new BothSides(row.Key[0], row.Served, row.Candidate))],
        CriteriaOf(counts),
        EvidenceOf(counts),
        [
            .. counts.Below(CountNames.Flip).Select(flip => new FlipCount(flip.Key[0], flip.Key[1], flip.Count))
                .OrderByDescending(flip => flip.Calls).ThenBy(flip => flip.From, StringComparer.Ordinal).ThenBy(flip => flip.To, StringComparer.Ordinal),
        ],
        [
            .. counts.Below(CountNames.Turn).Select(turn => new TurnCount(turn.Key[0], turn.Key[1], turn.Key[2], turn.Count))
                .OrderByDescending(turn => turn.Calls).ThenBy(turn => turn.Criterion, StringComparer.Ordinal),
        ],
        [.. header.Sweeps.Select(sweep => SweepOf(header, counts, sweep))]);

    private static List<Named> Named(Counts counts, string table) =>
        [.. counts.Below(table).Select(count => new Named(count.Key[0], count.Count)).OrderByDescending(count => count.Count)];

    private static SortedDictionary<string, (string[] Key, long Served, long Candidate)>.ValueCollection Both(Counts counts, string table)
    {
        SortedDictionary<string, (string[] Key, long Served, long Candidate)> both = new(StringComparer.Ordinal);
        foreach (var side in new[] { CountNames.Served, CountNames.Candidate })
        {
            foreach (var (key, count) in counts.Below(table, side))
            {
                var name = string.Join('\u0001', key);
                var known = both.GetValueOrDefault(name, (key, 0, 0));
                both[name] = side is CountNames.Served ? known with { Served = count } : known with { Candidate = count };
            }
        }

        return both.Values;
    }

    private static List<CriterionCount> CriteriaOf(Counts counts) =>
    [
        .. Both(counts, CountNames.Criterion)
            .GroupBy(count => count.Key[0], StringComparer.Ordinal)
            .Select(criterion => new CriterionCount(criterion.Key, [.. criterion.Select(count => new OutcomeCount(count.Key[1], count.Key[2], count.Served, count.Candidate))])),
    ];

    private static EvidenceReport EvidenceOf(Counts counts) => new(
        [.. counts.Below(CountNames.Set).Select(set => new SetCount(set.Key[0], set.Key[1], set.Count))],
        [
            .. CriteriaOf(counts).Select(criterion =>
            {
                long CountOf(string[] reasons) => criterion.Outcomes.Where(outcome => reasons.Contains(outcome.Reason, StringComparer.Ordinal)).Sum(outcome => outcome.Served);
                var (none, notSeen) = (CountOf(NothingFound), CountOf(NotSeen));
                return new FoundCount(criterion.Id, criterion.Outcomes.Sum(outcome => outcome.Served) - none - notSeen, none, notSeen);
            }),
        ],
        [.. UnknownCodesOf(counts).Where(code => code.Calls >= LeastCalls).Take(MaxCodes)],
        UnknownCodesOf(counts).Count(code => code.Calls < LeastCalls),
        Named(counts, CountNames.Uncoded));

    private static IEnumerable<CodeCount> UnknownCodesOf(Counts counts) => counts.Below(CountNames.UnknownCode)
        .GroupBy(code => (Type: code.Key[0], System: code.Key[1], Code: code.Key[2]))
        .Select(code => new CodeCount(code.Key.Type, code.Key.System, code.Key.Code, DisplayOf(code), code.Sum(display => display.Count)))
        .OrderByDescending(code => code.Calls).ThenBy(code => code.Type, StringComparer.Ordinal).ThenBy(code => code.System, StringComparer.Ordinal).ThenBy(code => code.Code, StringComparer.Ordinal);

    private static string DisplayOf(IEnumerable<(string[] Key, long Count)> displays)
    {
        var (key, count) = displays.MaxBy(display => display.Count);
        return count < LeastCalls ? string.Empty : key[3];
    }

    private static SweepReport SweepOf(SimulationHeader header, Counts counts, SweepIdentity sweep)
    {
        var points = sweep.Values.Select(value =>
        {
            var cards = counts.Below(CountNames.Sweep, sweep.Parameter, value).Select(card => new SweptCard(card.Key[0], card.Key[1] is { Length: > 0 } indicator ? indicator : null, card.Count)).ToList();
            return new SweepPointReport(value, cards.Where(card => card.Indicator is not null).Sum(card => card.Calls), cards, SweptCriteria(counts, sweep.Parameter, value));
        }).ToList();
        var criteria = points.SelectMany(point => point.Criteria).Select(criterion => criterion.Criterion).Distinct(StringComparer.Ordinal);
        return new SweepReport(sweep, points, [.. criteria.SelectMany(criterion => ValuesOf(counts, criterion))]);
    }

    private static List<SweepCriterion> SweptCriteria(Counts counts, string parameter, string value) =>
    [
        .. counts.Below(CountNames.SweepCriterion, parameter, value)
            .GroupBy(count => count.Key[0], StringComparer.Ordinal)
            .Select(criterion =>
            {
                long CountOf(string result) => criterion.Where(count => string.Equals(count.Key[1], result, StringComparison.Ordinal)).Sum(count => count.Count);
                return new SweepCriterion(criterion.Key, CountOf("met"), CountOf("not-met"), CountOf("unknown"));
            }),
    ];

    private static IEnumerable<ValueDistribution> ValuesOf(Counts counts, string criterion) => counts.Below(CountNames.Value, criterion)
        .GroupBy(value => (Kind: value.Key[0], Unit: value.Key[1]))
        .Select(kind => new ValueDistribution(
            criterion,
            kind.Key.Kind,
            kind.Key.Unit,
            [.. kind.Select(value => new ValueCount(decimal.Parse(value.Key[2], CultureInfo.InvariantCulture), value.Count)).OrderBy(value => value.Value)]));
}
