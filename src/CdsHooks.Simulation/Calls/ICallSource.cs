using CdsHooks.Decision.Evidence;

namespace CdsHooks.Simulation.Calls;

/// <summary>Finds the calls that are judged about a chart.</summary>
internal interface ICallSource
{
    /// <summary>Determines, from the bytes alone and quickly, that a chart gives no call.</summary>
    /// <param name="patientId">The patient.</param>
    /// <param name="resources">The chart.</param>
    /// <returns>False when there is none; true when there may be one.</returns>
    bool MayHaveCalls(string patientId, IReadOnlyList<ReadOnlyMemory<byte>> resources);

    /// <summary>Finds the calls.</summary>
    /// <param name="patientId">The patient.</param>
    /// <param name="sets">The chart, read with the codes of the rules.</param>
    FoundCalls Find(string patientId, IReadOnlyList<EvidenceSet> sets);
}
