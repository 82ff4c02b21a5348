using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Criteria;

/// <summary>A compiled node in the tree of a plan.</summary>
internal abstract class Criterion(CriterionOutline outline)
{
    public CriterionOutline Outline => outline;

    public string Id => outline.Id;

    /// <summary>Gets the ids of the criteria that this one depends on: its members, and those whose evidence must precede its inputs.</summary>
    public virtual IEnumerable<string> DependsOn => outline.Members;

    /// <summary>Gets or sets the index in the order of the rule set.</summary>
    public int Index { get; set; }

    /// <summary>Gets the state when no record can match; null when one may.</summary>
    public virtual CriterionState? WithoutEvidence(AssessmentContext context) => null;

    /// <summary>Gets the reason why evidence may be missing even if the criterion is met: the first set it reads that is incomplete. Null when all are complete.</summary>
    public abstract Reason? LostEvidence(AssessmentContext context);

    /// <summary>Lists every possible outcome of the criterion, whatever the chart; it may list too many, but never too few.</summary>
    /// <param name="others">The possible outcomes of another criterion, by id.</param>
    public abstract IEnumerable<CriterionOutcome> Outcomes(Func<string, IReadOnlySet<CriterionOutcome>> others);

    /// <summary>Judges the numbers of an earlier finding by the thresholds of this criterion, without the chart.</summary>
    /// <param name="figures">The numbers, recorded under any thresholds.</param>
    /// <returns>The result; null when the numbers do not tell.</returns>
    public virtual RecordedResult? Judge(FindingFigures figures) => null;

    /// <summary>Assesses the criterion on the record.</summary>
    public abstract CriterionState Assess(AssessmentContext context);
}
