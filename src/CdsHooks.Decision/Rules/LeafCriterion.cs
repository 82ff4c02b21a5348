using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Rules;

/// <summary>A criterion that reads the record itself. Subclasses find; this class says what finding nothing means.</summary>
internal abstract class LeafCriterion(CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, bool absentIsUnknown = false)
    : Criterion(outline)
{
    public IReadOnlyList<EvidenceInput> Inputs => inputs;

    public override IEnumerable<string> DependsOn => inputs.Where(input => input.After is not null).Select(input => input.After!);

    /// <summary>How a record reads in the evidence.</summary>
    protected static EvidenceItem ItemOf(EvidenceRecord record, string? text = null) =>
        new(record.Reference, record.Start?.ToString(), text ?? record.Wording);

    protected CriterionState Met(Reason reason, IReadOnlyList<EvidenceRecord> counted, FindingFacts? facts = null, IReadOnlyList<EvidenceItem>? evidence = null) =>
        new(new Finding(Id, CriterionResult.Met, reason, evidence ?? Items(counted), facts), counted);

    protected CriterionState Unknown(Reason reason, IReadOnlyList<EvidenceItem> evidence, IReadOnlyList<EvidenceRecord> counted, FindingFacts? facts = null) =>
        new(new Finding(Id, CriterionResult.Unknown, reason, evidence, facts), counted);

    protected CriterionState NotMet(Reason reason, IReadOnlyList<EvidenceItem> evidence, IReadOnlyList<EvidenceRecord> counted, FindingFacts? facts = null) =>
        new(new Finding(Id, CriterionResult.NotMet, reason, evidence, facts), counted);

    /// <summary>Newest first.</summary>
    protected static IReadOnlyList<EvidenceItem> Items(IEnumerable<EvidenceRecord> records) =>
        [.. records
            .OrderByDescending(record => record.Start?.Latest)
            .ThenBy(record => record.Reference, StringComparer.Ordinal)
            .Select(record => ItemOf(record))
            .Distinct()];

    /// <summary>
    /// Nothing meets the criterion: doubt and sets that are not in hand make it unknown; else it is not met, for the reason
    /// that tells most.
    /// </summary>
    /// <param name="context">The assessment.</param>
    /// <param name="tally">What the inputs found.</param>
    /// <param name="found">Why what was found does not suffice; null when nothing was found.</param>
    /// <param name="evidence">What was found.</param>
    /// <param name="facts">Its figures.</param>
    protected CriterionState Fallen(
        AssessmentContext context, Tally tally, Reason? found = null, IReadOnlyList<EvidenceItem>? evidence = null, FindingFacts? facts = null)
    {
        List<EvidenceRecord> counted = [.. tally.Counts.Select(count => count.Record)];
        evidence ??= Items(counted);
        var speaking = tally.Doubts.FindAll(doubt => Speaks(doubt.Scope, tally, found));
        if (speaking.Count > 0)
        {
            var first = speaking[0].Input;
            var doubted = speaking.FindAll(doubt => ReferenceEquals(doubt.Input, first)).Min(doubt => doubt.Reason);
            return Unknown(doubted, Items(speaking.Select(doubt => doubt.Record)), counted, facts);
        }

        if (Missing(context, input => input.Role is not InputRole.Explains) is { } missing)
        {
            return Unknown(missing, evidence, counted, facts);
        }

        if (found is { } reason)
        {
            return NotMet(reason, evidence, counted, facts);
        }

        if (tally.Explains.Count > 0)
        {
            return NotMet(tally.Explains[0].Reason, Items(tally.Explains.Select(explained => explained.Record)), counted, LastOf(tally.Explains.Select(e => e.Record)));
        }

        // An observation that was cancelled says nothing; a condition that was refuted or is over says no.
        var dropped = absentIsUnknown
            ? tally.Dropped.FindAll(drop => drop.Reason is not Reason.Excluded || drop.Record.Kind is EvidenceKind.Condition or EvidenceKind.AllergyIntolerance)
            : tally.Dropped;
        if (dropped.Count > 0)
        {
            // Why a usable record does not count tells more than a status.
            var telling = dropped.Min(drop => (drop.Reason is Reason.Excluded, drop.Reason)).Reason;
            var alike = dropped.FindAll(drop => drop.Reason == telling).ConvertAll(drop => drop.Record);
            return NotMet(telling, Items(alike), counted, LastOf(alike));
        }

        return absentIsUnknown ? Unknown(Reason.NotStated, [], counted) : NotMet(Reason.NotDocumented, [], counted);
    }

    /// <summary>The first needed set that is not complete, as a reason; null when all are in hand.</summary>
    protected Reason? Missing(AssessmentContext context, Func<EvidenceInput, bool> needs)
    {
        Reason? reason = null;
        foreach (var input in inputs)
        {
            var retrieval = context.Record.RetrievalOf(input.Kind);
            if (needs(input) && !retrieval.IsComplete)
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

    private static bool Speaks(DoubtScope scope, Tally tally, Reason? found) => scope switch
    {
        DoubtScope.Always => true,
        DoubtScope.NothingFound => tally.Counts.Count == 0 && tally.Spans.Count == 0,
        DoubtScope.NotDocumented => found is null && tally.Explains.Count == 0 && tally.Dropped.Count == 0,
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };

    private static FindingFacts? LastOf(IEnumerable<EvidenceRecord> records)
    {
        var last = records.Max(record => (record.End ?? record.Start)?.Latest);
        return last is null ? null : new FindingFacts(Last: last);
    }
}
