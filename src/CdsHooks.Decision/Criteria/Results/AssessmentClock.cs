using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Results;

/// <summary>The two days an assessment reckons with.</summary>
/// <param name="EvaluationDate">The evaluation date: look-backs, ages and durations start here. Never after <paramref name="Today"/>.</param>
/// <param name="Today">Evidence counts up to and including this day; anything later is ignored.</param>
public readonly record struct AssessmentClock(DateOnly EvaluationDate, DateOnly Today)
{
    /// <summary>The last day that counts of a record: today, and the evaluation date for what is still under way.</summary>
    internal DateOnly LastDayOf(EvidenceRecord record) => record.EvidenceStatus is EvidenceStatus.InProgress ? EvaluationDate : Today;
}
