using CdsHooks.Cli.Assess;
using CdsHooks.Decision;

namespace CdsHooks.Cli.Cases;

/// <summary>What came of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Plan">The plan that decided.</param>
/// <param name="Call">What was decided.</param>
/// <param name="Mismatches">What is not as it must be; empty when all is.</param>
internal sealed record CaseOutcome(CaseRun Run, CompiledPlan Plan, ReplayedCall Call, IReadOnlyList<Mismatch> Mismatches)
{
    public bool IsPassed => Mismatches.Count == 0;

    public override string ToString() => string.Join(Environment.NewLine, Mismatches.Prepend<object>(Run.Name));
}
