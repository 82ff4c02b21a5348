using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>Counts who was let in, and why others were not.</summary>
/// <remarks>
/// Meter <c>CdsHooks</c>; <c>cdshooks.authentications</c>, in calls, by <c>client</c> (a configured name, or <c>none</c>) and
/// <c>outcome</c>: <c>accepted</c>, <c>anonymous</c> or why not; <c>cdshooks.authentications.unguarded</c>, calls let in while the
/// store could not tell whether their token had been used elsewhere.
/// </remarks>
internal sealed class CallMetrics
{
    private readonly Counter<long> _authentications;
    private readonly Counter<long> _unguarded;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The factory owns the meter.")]
    public CallMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(RetrievalMetrics.MeterName);
        _authentications = meter.CreateCounter<long>("cdshooks.authentications", "{call}", "Who was let in, and why others were not");
        _unguarded = meter.CreateCounter<long>("cdshooks.authentications.unguarded", "{call}", "Calls let in while the store could not tell whether their token had been used");
    }

    /// <summary>Counts one call.</summary>
    /// <param name="client">The client's configured name, or null.</param>
    /// <param name="outcome">What came of it, from a closed list.</param>
    public void CountAuthentication(string? client, string outcome) =>
        _authentications.Add(1, new KeyValuePair<string, object?>("client", client ?? "none"), new KeyValuePair<string, object?>("outcome", outcome));

    public void CountUnguarded() => _unguarded.Add(1);
}
