using CdsHooks.Service.Host.Status;

namespace CdsHooks.Service.Host.Store;

/// <summary>The availability of the store.</summary>
internal sealed partial class StoreState(ILogger<StoreState> logger) : IReadinessCause
{
    private readonly Lock _change = new();
    private volatile string? _cause;

    /// <summary>Gets the reason why the store is unavailable, in a few words; null when it is available as far as is known.</summary>
    public string? Cause => _cause;

    string? IReadinessCause.Cause => _cause is { } cause ? $"The store is unavailable: {cause}." : null;

    /// <summary>Records that an operation succeeded.</summary>
    public void MarkAvailable()
    {
        if (_cause is not null && Change(null))
        {
            Log.AvailableAgain(logger);
        }
    }

    /// <summary>Records that an operation failed.</summary>
    /// <param name="cause">The cause, in a few words.</param>
    public void MarkUnavailable(string cause)
    {
        if (Change(cause))
        {
            Log.Unavailable(logger, cause);
        }
    }

    /// <summary>Sets the cause; true when that changes the availability.</summary>
    private bool Change(string? cause)
    {
        lock (_change)
        {
            var isChange = _cause is null != cause is null;
            _cause = cause;
            return isChange;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1700, LogLevel.Warning, "The store is unavailable: {Cause}. Calls are answered without it, and it is retried")]
        public static partial void Unavailable(ILogger logger, string cause);

        [LoggerMessage(1701, LogLevel.Information, "The store is available again")]
        public static partial void AvailableAgain(ILogger logger);
    }
}
