namespace CdsHooks.Service.Host.Store;

/// <summary>Whether the store is there.</summary>
internal sealed partial class StoreState(ILogger<StoreState> logger)
{
    private readonly Lock _change = new();
    private volatile string? _cause;

    /// <summary>Gets why the store is away, in a few words; null when it is there, as far as anybody knows.</summary>
    public string? Cause => _cause;

    /// <summary>The store has done what it was asked for.</summary>
    public void DeclareBack()
    {
        if (_cause is not null && Change(null))
        {
            Log.Back(logger);
        }
    }

    /// <summary>The store has not.</summary>
    /// <param name="cause">Why, in a few words.</param>
    public void DeclareAway(string cause)
    {
        if (Change(cause))
        {
            Log.Away(logger, cause);
        }
    }

    /// <summary>Sets the cause; true when the store has gone or come by that.</summary>
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
        [LoggerMessage(1700, LogLevel.Warning, "The store is away: {Cause}. Calls are answered without it, and it is tried again")]
        public static partial void Away(ILogger logger, string cause);

        [LoggerMessage(1701, LogLevel.Information, "The store is back")]
        public static partial void Back(ILogger logger);
    }
}
