namespace CdsHooks.Service.Host.Telemetry;

/// <summary>Counts what waits to be written, and the time since anything was.</summary>
/// <param name="clock">The clock.</param>
internal sealed class Backlog(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private long _waiting;
    private long _progressAt;

    /// <summary>Gets the number that waits.</summary>
    public long Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting;
            }
        }
    }

    /// <summary>Gets the time since something was last written, or since something began to wait when that was later; zero when nothing waits.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (_lock)
            {
                return _waiting > 0 ? clock.GetElapsedTime(_progressAt) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Adds one that waits.</summary>
    public void Add()
    {
        lock (_lock)
        {
            if (_waiting++ is 0)
            {
                _progressAt = clock.GetTimestamp();
            }
        }
    }

    /// <summary>Removes those that no longer wait.</summary>
    public void Remove(int count)
    {
        lock (_lock)
        {
            _waiting = Math.Max(0, _waiting - count);
            _progressAt = clock.GetTimestamp();
        }
    }
}
