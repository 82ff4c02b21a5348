using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CdsHooks.Service.Host.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>Keeps what one instrument of one app counts: value and tags.</summary>
internal sealed class MetricSink : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly MeterListener _listener = new();

    public MetricSink(ServiceApp app, string instrumentName)
    {
        var meters = app.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name is ServiceMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters)
                && string.Equals(instrument.Name, instrumentName, StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            _lines.Enqueue($"{value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        _listener.Start();
    }

    public IReadOnlyCollection<string> Lines => _lines;

    public void Dispose() => _listener.Dispose();
}
