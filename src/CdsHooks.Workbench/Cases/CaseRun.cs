using CdsHooks.Decision;
using CdsHooks.Workbench.Replay;

namespace CdsHooks.Workbench.Cases;

/// <summary>One call to test: a case or one of its variants.</summary>
/// <param name="Name">The case's folder name; for a variant, followed by <c>/</c> and the variant's name.</param>
/// <param name="Shown">The name of the request's file in messages.</param>
/// <param name="Request">The request, UTF-8 JSON.</param>
/// <param name="Expected">The expected decision.</param>
/// <param name="SiteParameters">The parameters of the run.</param>
/// <param name="Response">The path of the recorded response; null for a variant, which has none.</param>
internal sealed record CaseRun(
    string Name, string Shown, ReadOnlyMemory<byte> Request, Expectation Expected, CaseParameters SiteParameters, string? Response);

/// <summary>The outcome of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Plan">The plan that decided.</param>
/// <param name="Call">The decision.</param>
/// <param name="Mismatches">The differences from the expectation; empty when the run passed.</param>
internal sealed record CaseOutcome(CaseRun Run, CompiledPlan Plan, ReplayedCall Call, IReadOnlyList<Mismatch> Mismatches)
{
    public bool IsPassed => Mismatches.Count == 0;

    public override string ToString() => string.Join(Environment.NewLine, Mismatches.Prepend<object>(Run.Name));
}

/// <summary>One difference from the expectation.</summary>
/// <param name="What">The criterion, or the part of the card or the response.</param>
/// <param name="Expected">The expected value.</param>
/// <param name="Actual">The actual value.</param>
internal sealed record Mismatch(string What, string Expected, string Actual)
{
    public override string ToString() => $"{What}: expected {Expected}, actual {Actual}";
}
