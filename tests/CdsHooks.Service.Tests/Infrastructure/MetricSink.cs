using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CdsHooks.Service.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>Keeps what one service counts: <c>name value tag=value ...</c>.</summary>
internal sealed class MetricSink : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _counted = new();

    public MetricSink(ServiceApp app)
    {
        var meters = app.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name is RetrievalMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _counted.Enqueue(string.Join(' ', [instrument.Name, $"{value}", .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")])));
        _listener.Start();
    }

    public IReadOnlyCollection<string> Counted => _counted;

    public void Dispose() => _listener.Dispose();
}
