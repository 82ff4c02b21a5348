using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>The requirements of an input on the date of a record: look-back, age, before the evaluation date, after the evidence of another criterion.</summary>
internal sealed class DateFilter
{
    public Duration? Lookback { get; init; }

    public bool UndatedCounts { get; init; }

    public Duration? MinAge { get; init; }

    /// <summary>Gets the criterion whose evidence must come before, or null.</summary>
    public string? After { get; init; }

    public int AfterDays { get; init; }

    /// <summary>Gets a value indicating whether only records from before the evaluation date count.</summary>
    public bool OnlyBeforeEvaluationDate { get; init; }

    /// <summary>Gets a value indicating whether there is any requirement.</summary>
    public bool IsAsked => Lookback is not null || MinAge is not null || After is not null || OnlyBeforeEvaluationDate;

    public Match Judge(EvidenceRecord record, IAssessmentState context) => ByDate(record, context).And(ByOrder(record, context));

    private Match ByDate(EvidenceRecord record, IAssessmentState context)
    {
        if (OnlyBeforeEvaluationDate && record.Start is { } started && started.IsPossiblyOnOrAfter(context.Clock.EvaluationDate))
        {
            return started.IsCertainlyOnOrAfter(context.Clock.EvaluationDate) ? Match.None : Match.Doubt(Reason.Unusable);
        }

        if (Lookback is null && MinAge is null)
        {
            return Match.Counts;
        }

        if (record.Start is not { } start)
        {
            return UndatedCounts ? Match.Counts : Match.Doubt(Reason.Unusable);
        }

        var recent = Lookback is { } lookback ? ByLookback(record, start, lookback.Before(context.Clock.EvaluationDate)) : Match.Counts;
        return recent.Kind is MatchKind.Counts && MinAge is { } minAge ? ByAge(start, minAge.Before(context.Clock.EvaluationDate)) : recent;
    }

    /// <summary>Judges a record by its last day: a course or a supply that extends into the look-back counts, as does a drug stated to be taken then.</summary>
    private static Match ByLookback(EvidenceRecord record, FhirDateTime start, DateOnly from)
    {
        var asserted = (record as DrugRecord)?.Supply.AssertedOn is { } stated && stated.Earliest > start.Earliest ? stated : start;
        var last = record.End ?? asserted;
        var since = record is DrugRecord { End: null, Supply.Days: { } supplied } ? from.Plus(1 - Math.Max(1, supplied)) : from;
        return last.IsCertainlyBefore(since) ? Match.Dropped(Reason.TooOld)
            : last.IsPossiblyBefore(since) ? Match.Doubt(Reason.Unusable)
            : Match.Counts;
    }

    private static Match ByAge(FhirDateTime start, DateOnly latest) =>
        start.IsCertainlyAfter(latest) ? Match.Dropped(Reason.TooShort)
        : start.IsPossiblyAfter(latest) ? Match.Doubt(Reason.Unusable)
        : Match.Counts;

    /// <summary>Judges whether the record is dated after the evidence of another criterion.</summary>
    private Match ByOrder(EvidenceRecord record, IAssessmentState context)
    {
        if (After is null)
        {
            return Match.Counts;
        }

        var state = context.StateOf(After);
        var (finding, counted) = state;
        if (finding.Result is CriterionResult.NotMet)
        {
            return Match.None;
        }

        var isPossible = false;
        foreach (var earlier in counted)
        {
            if (earlier.Start is not { } before || record.Start is not { } after)
            {
                isPossible = true;
            }
            else if (finding.Result is CriterionResult.Met && after.IsCertainlyOnOrAfter(before.Latest.Plus(AfterDays)))
            {
                return Match.Counts;
            }
            else
            {
                isPossible |= after.IsPossiblyOnOrAfter(before.Earliest.Plus(AfterDays));
            }
        }

        // An earlier record may be among those lost or unreadable.
        return finding.Result is CriterionResult.Unknown ? Match.Doubt(finding.Reason)
            : isPossible ? Match.Doubt(Reason.Unusable)
            : (context.LostEvidenceOf(After) ?? state.Unread) is { } lost ? Match.Doubt(lost)
            : Match.None;
    }
}
