using System.Globalization;
using CdsHooks.Service.Hooks.Decisions;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Measures the parts of one call, one after the other.</summary>
/// <param name="clock">The clock.</param>
internal sealed class CallLaps(TimeProvider clock)
{
    private long _lastAt;

    /// <summary>Gets the clock's timestamp of the start of the processing.</summary>
    public long StartedAt { get; } = clock.GetTimestamp();

    public TimeSpan Authentication { get; set; }

    public TimeSpan Waiting { get; set; }

    public TimeSpan Reading { get; set; }

    public TimeSpan Retrieval { get; set; }

    public TimeSpan Judging { get; set; }

    public TimeSpan Writing { get; set; }

    /// <summary>Gets the parts for the record of the decision.</summary>
    public DecisionTimings Timings => new(
        Milliseconds(Waiting), Milliseconds(Authentication), Milliseconds(Reading), Milliseconds(Retrieval), Milliseconds(Judging), Milliseconds(Writing));

    /// <summary>Gets the parts up to the decision as the value of a Server-Timing header.</summary>
    public string Described => string.Create(
        CultureInfo.InvariantCulture,
        $"waiting;dur={Milliseconds(Waiting)}, authentication;dur={Milliseconds(Authentication)}, reading;dur={Milliseconds(Reading)}, retrieval;dur={Milliseconds(Retrieval)}, judging;dur={Milliseconds(Judging)}");

    /// <summary>Ends the present part.</summary>
    /// <returns>Its time.</returns>
    public TimeSpan Next()
    {
        var now = clock.GetTimestamp();
        var lap = clock.GetElapsedTime(_lastAt is 0 ? StartedAt : _lastAt, now);
        _lastAt = now;
        return lap;
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
