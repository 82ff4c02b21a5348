using CdsHooks.Decision.Evidence;

namespace CdsHooks.Simulation.Calls;

/// <summary>Judges a made-up order for every patient whom a filter names.</summary>
/// <param name="system">The system of the code of the order.</param>
/// <param name="code">The code of the order.</param>
/// <param name="date">The day of the order; no later evidence counts.</param>
/// <param name="filter">The filter.</param>
internal sealed class WhatIf(string system, string code, DateOnly date, ChartFilter filter) : ICallSource
{
    public bool MayHaveCalls(string patientId, IReadOnlyList<ReadOnlyMemory<byte>> resources) => filter.Names(patientId, resources);

    public FoundCalls Find(string patientId, IReadOnlyList<EvidenceSet> sets) =>
        new([new SimulatedCall(date, Signed: null, CallOrigin.WhatIf, [DraftOrders.MadeUp(patientId, system, code, date)], [])], FoundCalls.None.Left);
}
