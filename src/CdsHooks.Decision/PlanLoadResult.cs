using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision;

/// <summary>A plan as loaded, or what forbids its use.</summary>
/// <param name="Plan">The plan; null when any fault is an error.</param>
/// <param name="Faults">Every fault found, warnings included.</param>
public sealed record PlanLoadResult(CompiledPlan? Plan, IReadOnlyList<KnowledgeFault> Faults);
