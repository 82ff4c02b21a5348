using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>Listens to every trace and every metric of the process, and keeps what the sentinel stands in.</summary>
public sealed class Eavesdropper : IDisposable
{
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();
    private int _spans;
    private int _measurements;

    public Eavesdropper()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            SampleUsingParentId = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<byte>(Note);
        _meters.SetMeasurementEventCallback<short>(Note);
        _meters.SetMeasurementEventCallback<int>(Note);
        _meters.SetMeasurementEventCallback<long>(Note);
        _meters.SetMeasurementEventCallback<float>(Note);
        _meters.SetMeasurementEventCallback<double>(Note);
        _meters.SetMeasurementEventCallback<decimal>(Note);
        _meters.Start();
    }

    /// <summary>What the sentinel stood in.</summary>
    public IReadOnlyCollection<string> Heard => _heard;

    /// <summary>Whether anything was there to be heard at all.</summary>
    public bool HasListened => _spans > 0 && _measurements > 0;

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Note(Activity activity)
    {
        Interlocked.Increment(ref _spans);
        var name = activity.Source.Name;
        Note($"{name}: {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString} {activity.ParentId}");
        Note(name, activity.TagObjects);
        foreach (var (key, value) in activity.Baggage)
        {
            Note($"{name}: baggage {key}={value}");
        }

        foreach (var happening in activity.Events)
        {
            Note($"{name}: {happening.Name}");
            Note(name, happening.Tags);
        }
    }

    private void Note<T>(Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        Interlocked.Increment(ref _measurements);
        Note(instrument.Name, tags.ToArray());
    }

    private void Note(string source, IEnumerable<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags)
        {
            Note($"{source}: {key}={value}");
        }
    }

    private void Note(string text)
    {
        if (Sentinel.IsIn(text))
        {
            _heard.Enqueue(text);
        }
    }
}
