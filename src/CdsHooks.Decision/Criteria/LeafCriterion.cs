using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>A criterion that reads the record itself. Subclasses look for evidence; this class decides the result when they find none.</summary>
internal abstract class LeafCriterion(CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, bool absentIsUnknown = false)
    : Criterion(outline)
{
    private readonly EvidenceInput[] _inputs = [.. inputs];
    private readonly CriterionState _absent = new(
        absentIsUnknown
            ? new Finding(outline.Id, CriterionResult.Unknown, Reason.NotStated, [])
            : new Finding(outline.Id, CriterionResult.NotMet, Reason.NotDocumented, []),
        [])
    {
        IsAbsent = !absentIsUnknown,
    };

    public IReadOnlyList<EvidenceInput> Inputs => _inputs;

    /// <summary>Gets the look-back of the criterion itself, which applies to the inputs that have none of their own; null for no limit.</summary>
    public virtual Duration? Lookback => null;

    /// <summary>Gets the indexes of the value sets that the criterion itself reads, beside those of its inputs; -1 where it has none.</summary>
    public virtual IEnumerable<int> OwnValueSets => [];

    /// <summary>Gets a value indicating whether the result is unknown when nothing is found.</summary>
    public bool AbsentIsUnknown => !_absent.IsAbsent;

    // Most criteria find nothing in most charts; those cost one look at the header of each kind.
    public sealed override CriterionState? WithoutEvidence(AssessmentContext context)
    {
        foreach (var input in _inputs)
        {
            if (input.MayMatch(context.Record))
            {
                return null;
            }
        }

        return Missing(context, NeededRoles.AllButExplains) is { } missing ? Unknown(missing, [], []) : _absent;
    }

    public sealed override Reason? LostEvidence(AssessmentContext context) => Missing(context, NeededRoles.Counting);

    public override IEnumerable<string> DependsOn => _inputs.Where(input => input.Dates.After is not null).Select(input => input.Dates.After!);

    public sealed override IEnumerable<CriterionOutcome> Outcomes(Func<string, IReadOnlySet<CriterionOutcome>> others)
    {
        var mayBeLost = _inputs.Any(input => input.Kind is not EvidenceKind.DraftOrder && IsNeeded(input.Role, NeededRoles.AllButExplains));
        return
        [
            .. CriterionOutcome.Of(
                (true, CriterionOutcome.Met()),
                (_inputs.Any(input => input.Role is InputRole.Excepts), CriterionOutcome.Met(Reason.ByException)),
                (mayBeLost, CriterionOutcome.Unknown(Reason.NotRetrieved)),
                (mayBeLost, CriterionOutcome.Unknown(Reason.Truncated))),
            .. _inputs.Where(input => input.Role is not InputRole.Explains)
                .SelectMany(input => InputOutcomes.Doubts(input, others))
                .Select(CriterionOutcome.Unknown),
            absentIsUnknown ? CriterionOutcome.Unknown(Reason.NotStated) : CriterionOutcome.NotMet(Reason.NotDocumented),
            .. _inputs.SelectMany(ReasonsNotMet).Select(CriterionOutcome.NotMet),
            .. OwnOutcomes,
        ];
    }

    /// <summary>Gets the outcomes that the kind adds to those of its inputs.</summary>
    protected virtual IEnumerable<CriterionOutcome> OwnOutcomes => [];

    /// <summary>Lists the reasons for "not met" that records which do not count may give.</summary>
    private IEnumerable<Reason> ReasonsNotMet(EvidenceInput input) => input.Role switch
    {
        InputRole.Explains => [input.GivenReason ?? Reason.Excluded],
        InputRole.Doubts or InputRole.Excepts => [],
        _ => InputOutcomes.Drops(input).Where(reason => IsReportable(reason, input.Kind)),
    };

    // A diagnosis that was refuted or is over, or an order that was revoked, means no. A cancelled visit means nothing, and so does a value
    // of another part of the body if absence is unknown.
    private bool IsReportable(Reason reason, EvidenceKind kind) => reason switch
    {
        Reason.Excluded => kind is EvidenceKind.Condition or EvidenceKind.AllergyIntolerance or EvidenceKind.DraftOrder,
        Reason.OtherRegion => !absentIsUnknown,
        _ => true,
    };

    /// <summary>Creates the evidence item of a record.</summary>
    protected static EvidenceItem ItemOf(EvidenceRecord record, string? text = null) =>
        new(record.Reference, record.Start?.ToString(), text ?? record.Wording);

    /// <summary>Creates the evidence item of a record. An order that is read for its reason shows the reason, and that the order states it.</summary>
    protected static EvidenceItem ItemOf(EvidenceRecord record, EvidenceInput input) =>
        input is { Kind: EvidenceKind.DraftOrder, ReadsReason: true } && record is OrderRecord order ? ItemOf(order, $"{order.ReasonWording ?? order.Wording} (stated on the order)") : ItemOf(record);

    /// <summary>Adds the function that collects the numbers behind a finding.</summary>
    protected static CriterionState With(CriterionState state, Func<FindingFigures> figures) => state with { Finding = state.Finding with { Figures = figures } };

    protected CriterionState Met(Reason reason, IReadOnlyList<EvidenceRecord> counted, FindingFacts? facts = null, IReadOnlyList<EvidenceItem>? evidence = null) =>
        new(new Finding(Id, CriterionResult.Met, reason, evidence ?? Items(counted), facts), counted);

    protected CriterionState Unknown(Reason reason, IReadOnlyList<EvidenceItem> evidence, IReadOnlyList<EvidenceRecord> counted, FindingFacts? facts = null) =>
        new(new Finding(Id, CriterionResult.Unknown, reason, evidence, facts), counted);

    protected CriterionState NotMet(Reason reason, IReadOnlyList<EvidenceItem> evidence, IReadOnlyList<EvidenceRecord> counted, FindingFacts? facts = null) =>
        new(new Finding(Id, CriterionResult.NotMet, reason, evidence, facts), counted);

    /// <summary>Creates the evidence items of records, newest first.</summary>
    protected static IReadOnlyList<EvidenceItem> Items(IReadOnlyCollection<EvidenceRecord> records) => Items(records, record => record, record => ItemOf(record));

    protected static IReadOnlyList<EvidenceItem> Items<T>(IReadOnlyCollection<T> found, Func<T, EvidenceRecord> recordOf, Func<T, EvidenceItem> itemOf) =>
        found.Count == 0 ? [] : new OnDemand<EvidenceItem>(() => [.. found
            .OrderByDescending(one => recordOf(one).Start?.Latest)
            .ThenBy(one => recordOf(one).Reference, StringComparer.Ordinal)
            .Select(itemOf)
            .Distinct()]);

    /// <summary>
    /// Gets the state when nothing meets the criterion: unknown if there is doubt or an incomplete set, otherwise not met, with the most
    /// specific reason.
    /// </summary>
    /// <param name="context">The assessment.</param>
    /// <param name="matches">The matches of the inputs.</param>
    /// <param name="found">The reason why the evidence found does not suffice; null when none was found.</param>
    /// <param name="evidence">The evidence found.</param>
    /// <param name="facts">The figures of the evidence.</param>
    protected CriterionState NotMetOrUnknown(
        AssessmentContext context, InputMatches matches, Reason? found = null, IReadOnlyList<EvidenceItem>? evidence = null, FindingFacts? facts = null)
    {
        List<EvidenceRecord> counted = matches.Counts.ConvertAll(count => count.Record);
        evidence ??= Items(counted);
        if (matches.Doubts.Count > 0 && RelevantDoubts(matches, found, counted) is { Count: > 0 } doubts)
        {
            var onFile = doubts.FindAll(doubt => doubt.Reason is not Reason.NotRetrieved);
            return Unknown(ReasonOf(doubts, onFile), Items(onFile, doubt => doubt.Record, doubt => ItemOf(doubt.Record, doubt.Input)), counted, facts);
        }

        if (MissingIfUnmet(context, matches, found) is { } missing)
        {
            return Unknown(missing, evidence, counted, facts);
        }

        if (found is { } reason)
        {
            return NotMet(reason, evidence, counted, facts);
        }

        if (matches.Explains.Count > 0)
        {
            List<EvidenceRecord> explaining = matches.Explains.ConvertAll(explained => explained.Record);
            return NotMet(matches.Explains[0].Reason, Items(explaining), counted, DaysOf(explaining));
        }

        var dropped = matches.Dropped.FindAll(drop => IsReportable(drop.Reason, drop.Record.Kind));
        if (dropped.Count > 0)
        {
            // The reason why a usable record does not count is more informative than a status.
            var mostSpecific = dropped.Min(drop => (drop.Reason is Reason.Excluded, drop.Reason)).Reason;
            var alike = dropped.FindAll(drop => drop.Reason == mostSpecific).ConvertAll(drop => drop.Record);
            return NotMet(mostSpecific, Items(alike), counted, DaysOf(alike));
        }

        return absentIsUnknown ? Unknown(Reason.NotStated, [], counted) : NotMet(Reason.NotDocumented, [], counted);
    }

    /// <summary>Gets the reason that leaves the criterion open whatever its figures; null when there is none.</summary>
    /// <param name="context">The assessment.</param>
    /// <param name="matches">The matches of the inputs, with the doubts that the criterion has added.</param>
    /// <param name="found">The reason why the evidence found would not suffice; null when none was found.</param>
    protected Reason? OpenReason(AssessmentContext context, InputMatches matches, Reason? found)
    {
        // A doubt about the length or the day of a record that counts depends on the threshold: the figures hold it.
        var doubts = RelevantDoubts(matches, found, matches.Counts.ConvertAll(count => count.Record))
            .FindAll(doubt => !IsIn(matches.Spans, doubt) && !(doubt.Reason is Reason.Unusable && IsIn(matches.Counts, doubt)));
        return doubts.Count > 0
            ? ReasonOf(doubts, doubts.FindAll(doubt => doubt.Reason is not Reason.NotRetrieved))
            : MissingIfUnmet(context, matches, found) ?? (AbsentIsUnknown && Applies(DoubtScope.NotDocumented, matches, found) ? Reason.NotStated : null);
    }

    /// <summary>Gets the reason of doubt. A record on file is more informative than one that was not sent.</summary>
    private static Reason ReasonOf(
        List<(EvidenceRecord Record, Reason Reason, DoubtScope Scope, EvidenceInput Input)> doubts,
        List<(EvidenceRecord Record, Reason Reason, DoubtScope Scope, EvidenceInput Input)> onFile)
    {
        var first = (onFile.Count > 0 ? onFile : doubts)[0].Input;
        return doubts.FindAll(doubt => ReferenceEquals(doubt.Input, first)).Min(doubt => doubt.Reason);
    }

    private static bool IsIn(
        List<(EvidenceRecord Record, EvidenceInput Input)> counts, (EvidenceRecord Record, Reason Reason, DoubtScope Scope, EvidenceInput Input) doubt) =>
        counts.Exists(count => ReferenceEquals(count.Record, doubt.Record) && ReferenceEquals(count.Input, doubt.Input));

    private Reason? MissingIfUnmet(AssessmentContext context, InputMatches matches, Reason? found) =>
        Missing(context, NeededRoles.AllButExplains, input => input.Role is not InputRole.Doubts || Applies(input.DoubtScope, matches, found));

    /// <summary>Gets the reason of the first needed set that is incomplete; null when no lost record could have changed the result.</summary>
    /// <param name="context">The assessment.</param>
    /// <param name="needed">The roles whose sets are needed.</param>
    /// <param name="couldMatter">Determines whether a record of an input could have changed the result; null for always.</param>
    protected Reason? Missing(AssessmentContext context, NeededRoles needed, Predicate<EvidenceInput>? couldMatter = null)
    {
        Reason? reason = null;
        foreach (var input in _inputs)
        {
            var retrieval = context.Record.RetrievalOf(input.Kind);
            if (!retrieval.IsComplete && IsNeeded(input.Role, needed) && input.MayHaveLost(context.Record) && couldMatter?.Invoke(input) is not false)
            {
                if (retrieval.Outcome is not RetrievalOutcome.Truncated)
                {
                    return Reason.NotRetrieved;
                }

                reason = Reason.Truncated;
            }
        }

        return reason;
    }

    private static bool IsNeeded(InputRole role, NeededRoles needed) => needed switch
    {
        NeededRoles.Counting => role is not (InputRole.Explains or InputRole.Doubts or InputRole.Excepts),
        _ => role is not InputRole.Explains,
    };

    /// <summary>Lists the doubts that apply. A record that counts raises no doubt in the same leaf.</summary>
    private List<(EvidenceRecord Record, Reason Reason, DoubtScope Scope, EvidenceInput Input)> RelevantDoubts(
        InputMatches matches, Reason? found, List<EvidenceRecord> counted) =>
        matches.Doubts.FindAll(doubt =>
            Applies(doubt.Scope, matches, found) && (doubt.Input.Role is not InputRole.Doubts || !counted.Contains(doubt.Record)));

    private bool Applies(DoubtScope scope, InputMatches matches, Reason? found) => scope switch
    {
        DoubtScope.Always => true,
        DoubtScope.NothingFound => matches.Counts.Count == 0 && !matches.Spans.Exists(stated => StatesCourse(stated.Record)),
        DoubtScope.NotDocumented => found is null && matches.Explains.Count == 0 && !matches.Dropped.Exists(drop => IsReportable(drop.Reason, drop.Record.Kind)),
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };

    /// <summary>Determines whether a record states a course: an observation without a value does not.</summary>
    private static bool StatesCourse(EvidenceRecord record) =>
        record is not ObservationRecord observation || observation.Measured.Any(value => value.IsPresent);

    private static FindingFacts? DaysOf(IReadOnlyCollection<EvidenceRecord> records)
    {
        var last = records.Max(record => (record.End ?? record.Start)?.Latest);
        return last is null ? null : new FindingFacts(First: records.Min(record => record.Start?.Earliest), Last: last);
    }
}

/// <summary>The roles of the inputs whose sets must be complete for a result to hold.</summary>
internal enum NeededRoles
{
    /// <summary>For "not met": every set that could have changed it.</summary>
    AllButExplains,

    /// <summary>For "met" where the newest record wins: every set that may contain a newer one.</summary>
    Counting,
}
