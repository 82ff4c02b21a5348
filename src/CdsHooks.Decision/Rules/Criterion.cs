namespace CdsHooks.Decision.Rules;

/// <summary>One compiled node of the plan's tree.</summary>
internal abstract class Criterion(CriterionOutline outline)
{
    public CriterionOutline Outline => outline;

    public string Id => outline.Id;

    /// <summary>Gets the ids of the criteria this one asks for: members, and those its inputs come after.</summary>
    public virtual IEnumerable<string> DependsOn => outline.Members;

    public abstract CriterionState Assess(AssessmentContext context);
}
