using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>Counts what became of decisions on their way to the store.</summary>
/// <remarks>Meter <c>CdsHooks</c>; <c>cdshooks.decisions</c>, by <c>outcome</c>: <c>recorded</c>, or <c>dropped</c> since the store was away or too slow.</remarks>
internal sealed class DecisionMetrics
{
    private static readonly KeyValuePair<string, object?> IsRecorded = new("outcome", "recorded");
    private static readonly KeyValuePair<string, object?> IsDropped = new("outcome", "dropped");

    private readonly Counter<long> _decisions;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The factory owns the meter.")]
    public DecisionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(RetrievalMetrics.MeterName);
        _decisions = meter.CreateCounter<long>("cdshooks.decisions", "{decision}", "What became of decisions on their way to the store");
    }

    public void Recorded(int count) => _decisions.Add(count, IsRecorded);

    public void Dropped(int count) => _decisions.Add(count, IsDropped);
}
