using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Criteria;

/// <summary>One compiled node of the plan's tree.</summary>
internal abstract class Criterion(CriterionOutline outline)
{
    public CriterionOutline Outline => outline;

    public string Id => outline.Id;

    /// <summary>Gets the ids of the criteria this one asks for: members, and those its inputs come after.</summary>
    public virtual IEnumerable<string> DependsOn => outline.Members;

    /// <summary>Gets or sets the place in the rule set's order.</summary>
    public int Index { get; set; }

    /// <summary>The state when nothing in the record can bear on the criterion; null when something may.</summary>
    public virtual CriterionState? WithoutEvidence(AssessmentContext context) => null;

    /// <summary>Why evidence of the criterion may be missing although it is met: the first set it reads that is not in hand, or null.</summary>
    public abstract Reason? LostEvidence(AssessmentContext context);

    /// <summary>Lists everything the criterion can come to, whatever the chart; perhaps a little more, never less.</summary>
    /// <param name="others">The same of another criterion, by id.</param>
    public abstract IEnumerable<CriterionOutcome> Outcomes(Func<string, IReadOnlySet<CriterionOutcome>> others);

    /// <summary>Judges the criterion on what the record holds.</summary>
    public abstract CriterionState Assess(AssessmentContext context);
}
