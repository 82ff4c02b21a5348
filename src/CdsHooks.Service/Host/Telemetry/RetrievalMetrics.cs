using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>Counts how the sets of evidence of assessed calls were got.</summary>
/// <remarks>
/// Meter <c>CdsHooks</c>; <c>cdshooks.retrievals</c>, in sets, by <c>key</c> (design 4.2) and <c>outcome</c> (design 4.3): both from
/// closed lists, so that nothing about a patient can be in them.
/// </remarks>
internal sealed class RetrievalMetrics
{
    public const string MeterName = "CdsHooks";

    private readonly Counter<long> _retrievals;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The factory owns the meter.")]
    public RetrievalMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _retrievals = meter.CreateCounter<long>("cdshooks.retrievals", "{set}", "How the sets of evidence of assessed calls were got");
    }

    /// <summary>Counts the sets of one call.</summary>
    public void Count(IReadOnlyList<EvidenceSet> sets)
    {
        if (!_retrievals.Enabled)
        {
            return;
        }

        foreach (var (retrieval, _) in sets)
        {
            _retrievals.Add(1, new KeyValuePair<string, object?>("key", retrieval.Key), new KeyValuePair<string, object?>("outcome", retrieval.Outcome.ToCode()));
        }
    }
}
