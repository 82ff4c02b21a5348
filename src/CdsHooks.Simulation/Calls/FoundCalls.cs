namespace CdsHooks.Simulation.Calls;

/// <summary>The calls that a chart gives.</summary>
/// <param name="Calls">The calls, by day.</param>
/// <param name="Left">The orders that are not judged, by reason.</param>
internal sealed record FoundCalls(IReadOnlyList<SimulatedCall> Calls, IReadOnlyDictionary<NotJudged, int> Left)
{
    /// <summary>Gets the outcome for a chart without a relevant order.</summary>
    public static FoundCalls None { get; } = new([], new Dictionary<NotJudged, int>());
}
