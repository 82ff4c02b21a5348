using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>A criterion that reads the record itself. Subclasses find; this class says what finding nothing means.</summary>
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

    /// <summary>Gets a value indicating whether finding nothing leaves it unknown.</summary>
    public bool AbsentIsUnknown => !_absent.IsAbsent;

    /// <summary>Most criteria find nothing in most charts: those cost one look at what is there at all.</summary>
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
        yield return CriterionOutcome.Met();
        if (_inputs.Any(input => input.Role is InputRole.Excepts))
        {
            yield return CriterionOutcome.Met(Reason.ByException);
        }

        if (_inputs.Any(input => input.Kind is not EvidenceKind.DraftOrder && IsNeeded(input.Role, NeededRoles.AllButExplains)))
        {
            yield return CriterionOutcome.Unknown(Reason.NotRetrieved);
            yield return CriterionOutcome.Unknown(Reason.Truncated);
        }

        foreach (var doubt in _inputs.Where(input => input.Role is not InputRole.Explains).SelectMany(input => InputOutcomes.Doubts(input, others)))
        {
            yield return CriterionOutcome.Unknown(doubt);
        }

        yield return absentIsUnknown ? CriterionOutcome.Unknown(Reason.NotStated) : CriterionOutcome.NotMet(Reason.NotDocumented);
        foreach (var outcome in ReasonsNotMet().Select(CriterionOutcome.NotMet).Concat(OwnOutcomes))
        {
            yield return outcome;
        }
    }

    /// <summary>Gets what the kind itself adds to what its inputs can say.</summary>
    protected virtual IEnumerable<CriterionOutcome> OwnOutcomes => [];

    /// <summary>Why records that do not count may be told of; a kind that judges what its inputs found tells that instead.</summary>
    private IEnumerable<Reason> ReasonsNotMet()
    {
        foreach (var input in _inputs)
        {
            if (input.Role is InputRole.Explains)
            {
                yield return input.GivenReason ?? Reason.Excluded;
            }
            else if (input.Role is not (InputRole.Doubts or InputRole.Excepts))
            {
                foreach (var reason in InputOutcomes.Drops(input).Where(reason => TellsDropped(reason, input.Kind)))
                {
                    yield return reason;
                }
            }
        }
    }

    // A diagnosis that was refuted or is over and an order that was revoked say no; a visit that was cancelled says nothing, and so
    // does a value of another part of the body where absence is unknown.
    private bool TellsDropped(Reason reason, EvidenceKind kind) => reason switch
    {
        Reason.Excluded => kind is EvidenceKind.Condition or EvidenceKind.AllergyIntolerance or EvidenceKind.DraftOrder,
        Reason.OtherRegion => !absentIsUnknown,
        _ => true,
    };

    /// <summary>How a record reads in the evidence.</summary>
    protected static EvidenceItem ItemOf(EvidenceRecord record, string? text = null) =>
        new(record.Reference, record.Start?.ToString(), text ?? record.Wording);

    /// <summary>An order that is read for its reason shows the reason, and that it is the order that says so.</summary>
    protected static EvidenceItem ItemOf(EvidenceRecord record, EvidenceInput input) =>
        input is { Kind: EvidenceKind.DraftOrder, ReadsReason: true } && record is OrderRecord order ? ItemOf(order, $"{order.ReasonWording ?? order.Wording} (stated on the order)") : ItemOf(record);

    protected CriterionState Met(Reason reason, IReadOnlyList<EvidenceRecord> counted, FindingFacts? facts = null, IReadOnlyList<EvidenceItem>? evidence = null) =>
        new(new Finding(Id, CriterionResult.Met, reason, evidence ?? Items(counted), facts), counted);

    protected CriterionState Unknown(Reason reason, IReadOnlyList<EvidenceItem> evidence, IReadOnlyList<EvidenceRecord> counted, FindingFacts? facts = null) =>
        new(new Finding(Id, CriterionResult.Unknown, reason, evidence, facts), counted);

    protected CriterionState NotMet(Reason reason, IReadOnlyList<EvidenceItem> evidence, IReadOnlyList<EvidenceRecord> counted, FindingFacts? facts = null) =>
        new(new Finding(Id, CriterionResult.NotMet, reason, evidence, facts), counted);

    /// <summary>Newest first.</summary>
    protected static IReadOnlyList<EvidenceItem> Items(IReadOnlyCollection<EvidenceRecord> records) => Items(records, record => record, record => ItemOf(record));

    protected static IReadOnlyList<EvidenceItem> Items<T>(IReadOnlyCollection<T> found, Func<T, EvidenceRecord> recordOf, Func<T, EvidenceItem> itemOf) =>
        found.Count == 0 ? [] : new OnDemand<EvidenceItem>(() => [.. found
            .OrderByDescending(one => recordOf(one).Start?.Latest)
            .ThenBy(one => recordOf(one).Reference, StringComparer.Ordinal)
            .Select(itemOf)
            .Distinct()]);

    /// <summary>
    /// Nothing meets the criterion: doubt and sets that are not in hand make it unknown; else it is not met, for the reason
    /// that tells most.
    /// </summary>
    /// <param name="context">The assessment.</param>
    /// <param name="matches">What the inputs found.</param>
    /// <param name="found">Why what was found does not suffice; null when nothing was found.</param>
    /// <param name="evidence">What was found.</param>
    /// <param name="facts">Its figures.</param>
    protected CriterionState Fallen(
        AssessmentContext context, InputMatches matches, Reason? found = null, IReadOnlyList<EvidenceItem>? evidence = null, FindingFacts? facts = null)
    {
        List<EvidenceRecord> counted = matches.Counts.ConvertAll(count => count.Record);
        evidence ??= Items(counted);
        if (matches.Doubts.Count > 0 && Speaking(matches, found, counted) is { Count: > 0 } speaking)
        {
            // What a record on file says tells more than one that was not sent.
            var told = speaking.FindAll(doubt => doubt.Reason is not Reason.NotRetrieved);
            var first = (told.Count > 0 ? told : speaking)[0].Input;
            var doubted = speaking.FindAll(doubt => ReferenceEquals(doubt.Input, first)).Min(doubt => doubt.Reason);
            return Unknown(doubted, Items(told, doubt => doubt.Record, doubt => ItemOf(doubt.Record, doubt.Input)), counted, facts);
        }

        if (Missing(context, NeededRoles.AllButExplains, input => input.Role is not InputRole.Doubts || Speaks(input.DoubtScope, matches, found)) is { } missing)
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

        var dropped = matches.Dropped.FindAll(drop => TellsDropped(drop.Reason, drop.Record.Kind));
        if (dropped.Count > 0)
        {
            // Why a usable record does not count tells more than a status.
            var telling = dropped.Min(drop => (drop.Reason is Reason.Excluded, drop.Reason)).Reason;
            var alike = dropped.FindAll(drop => drop.Reason == telling).ConvertAll(drop => drop.Record);
            return NotMet(telling, Items(alike), counted, DaysOf(alike));
        }

        return absentIsUnknown ? Unknown(Reason.NotStated, [], counted) : NotMet(Reason.NotDocumented, [], counted);
    }

    /// <summary>The first needed set that is not complete, as a reason; null when what was lost could have changed nothing.</summary>
    /// <param name="context">The assessment.</param>
    /// <param name="needed">Whose sets are needed.</param>
    /// <param name="couldSpeak">Whether a record of an input, had there been one, would have been heard; null for always.</param>
    protected Reason? Missing(AssessmentContext context, NeededRoles needed, Predicate<EvidenceInput>? couldSpeak = null)
    {
        Reason? reason = null;
        foreach (var input in _inputs)
        {
            var retrieval = context.Record.RetrievalOf(input.Kind);
            if (!retrieval.IsComplete && IsNeeded(input.Role, needed) && input.MayHaveLost(context.Record) && couldSpeak?.Invoke(input) is not false)
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

    /// <summary>The doubts that speak; a record that counts does not doubt in the same leaf.</summary>
    private List<(EvidenceRecord Record, Reason Reason, DoubtScope Scope, EvidenceInput Input)> Speaking(
        InputMatches matches, Reason? found, List<EvidenceRecord> counted) =>
        matches.Doubts.FindAll(doubt =>
            Speaks(doubt.Scope, matches, found) && (doubt.Input.Role is not InputRole.Doubts || !counted.Contains(doubt.Record)));

    private bool Speaks(DoubtScope scope, InputMatches matches, Reason? found) => scope switch
    {
        DoubtScope.Always => true,
        DoubtScope.NothingFound => matches.Counts.Count == 0 && !matches.Spans.Exists(stated => StatesSomething(stated.Record)),
        DoubtScope.NotDocumented => found is null && matches.Explains.Count == 0 && !matches.Dropped.Exists(drop => TellsDropped(drop.Reason, drop.Record.Kind)),
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };

    /// <summary>An observation without a value states no course.</summary>
    private static bool StatesSomething(EvidenceRecord record) =>
        record is not ObservationRecord observation || observation.Measured.Any(value => value.IsPresent);

    private static FindingFacts? DaysOf(IReadOnlyCollection<EvidenceRecord> records)
    {
        var last = records.Max(record => (record.End ?? record.Start)?.Latest);
        return last is null ? null : new FindingFacts(First: records.Min(record => record.Start?.Earliest), Last: last);
    }
}
