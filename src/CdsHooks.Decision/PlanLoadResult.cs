using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision;

/// <summary>A plan as loaded, or what forbids its use.</summary>
/// <param name="Plan">The plan; null when any issue is an error.</param>
/// <param name="Issues">Every issue found, warnings included.</param>
public sealed record PlanLoadResult(CompiledPlan? Plan, IReadOnlyList<KnowledgeIssue> Issues);
