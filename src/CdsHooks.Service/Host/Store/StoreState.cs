using CdsHooks.Service.Host.Status;

namespace CdsHooks.Service.Host.Store;

/// <summary>The availability of the store.</summary>
internal sealed partial class StoreState(ILogger<StoreState> logger) : IReadinessCause
{
    private const string Behind = "uses of tokens are still to be written";

    private readonly Lock _change = new();
    private readonly string?[] _causes = new string?[Enum.GetValues<StorePart>().Length];
    private volatile bool _isBehind;
    private volatile string? _cause;

    /// <summary>Gets the reason why the store is unavailable, in a few words; null when it is available as far as is known.</summary>
    public string? Cause => _cause;

    string? IReadinessCause.Cause => _cause is { } cause ? $"The store is unavailable: {cause}." : null;

    /// <summary>Gets the reason why one part is unavailable; null when it is available as far as is known.</summary>
    public string? CauseOf(StorePart part) => Volatile.Read(ref _causes[(int)part]);

    /// <summary>Records that a write succeeded.</summary>
    public void MarkAvailable(StorePart part)
    {
        if (CauseOf(part) is not null)
        {
            Change(() => _causes[(int)part] = null);
        }
    }

    /// <summary>Records that an operation failed.</summary>
    /// <param name="part">The part that it was for.</param>
    /// <param name="cause">The cause, in a few words.</param>
    public void MarkUnavailable(StorePart part, string cause) => Change(() => _causes[(int)part] = cause);

    /// <summary>Records whether there are uses of tokens that were accepted unchecked and that the store does not have yet.</summary>
    public void MarkBehind(bool isBehind)
    {
        if (_isBehind != isBehind)
        {
            Change(() => _isBehind = isBehind);
        }
    }

    private void Change(Action change)
    {
        lock (_change)
        {
            var wasAvailable = _cause is null;
            change();
            _cause = Array.Find(_causes, cause => cause is not null) ?? (_isBehind ? Behind : null);
            if (wasAvailable && _cause is { } cause)
            {
                Log.Unavailable(logger, cause);
            }
            else if (!wasAvailable && _cause is null)
            {
                Log.AvailableAgain(logger);
            }
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

/// <summary>The parts of the store. Neither ever waits for the other.</summary>
internal enum StorePart
{
    /// <summary>Decisions and feedback.</summary>
    Records,

    /// <summary>Used tokens: with SQLite in a file of their own, with PostgreSQL over connections of their own.</summary>
    Tokens,
}
