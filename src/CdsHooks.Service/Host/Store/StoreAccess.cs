using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Service.Host.Store;

/// <summary>Runs every operation on one part of the store: within a time limit, and with failures of the store separated from programming errors.</summary>
internal sealed class StoreAccess(StorePart part, StoreEngine engine, StoreSchema schema, StoreState state, StoreOptions options) : IDisposable
{
    // What is read for people must not take the connections and threads of calls.
    private const int MaxAside = 2;

    private static readonly TimeSpan AsideLimit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _writers = new(engine.MaxWriters);
    private readonly SemaphoreSlim _aside = new(MaxAside);
    private readonly TimeSpan _limit = TimeSpan.FromMilliseconds(options.CommandMilliseconds);

    /// <summary>Reads from the store.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(new StoreUse(IsWrite: false, IsDurable: false, _limit), work, cancellationToken);

    /// <summary>Reads what no call waits for and may take long: two such reads at a time, which the database stops when the caller no longer waits. Their failure says nothing about the store.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable, or the read takes too long.</exception>
    public Task<T> ReadAsideAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(new StoreUse(IsWrite: false, IsDurable: false, AsideLimit) { IsAside = true }, work, cancellationToken);

    /// <summary>Writes in one transaction. Once this returns, the data survives a power failure.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable. The transaction was applied in full or not at all.</exception>
    public Task<T> WriteAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(new StoreUse(IsWrite: true, IsDurable: true, _limit), (connection, token) => InTransactionAsync(connection, work, token), cancellationToken);

    /// <summary>Writes without waiting for the disk: a power failure may lose the last few writes, the end of this process does not.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable, or too slow: the data may have been written all the same.</exception>
    public Task<T> WriteQuicklyAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(new StoreUse(IsWrite: true, IsDurable: false, _limit), work, cancellationToken);

    /// <summary>Gives the space of removed rows back, some at a time, as far as the database does not do so by itself.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task ReclaimAsync(CancellationToken cancellationToken) => WriteQuicklyAsync(
        async (connection, token) =>
        {
            await engine.ReclaimAsync(connection, token);
            return true;
        },
        cancellationToken);

    private async Task<T> RunAsync<T>(StoreUse use, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(use.Limit);
        var token = limited.Token;
        try
        {
            // SQLite works and waits synchronously on the calling thread and cannot be cancelled: it gets its own thread, and the wait for it is bounded.
            var result = await Task.Run(() => WorkAsync(use, work, token), CancellationToken.None).WaitAsync(token);
            if (use.IsWrite)
            {
                // What can be read cannot always be written.
                state.MarkAvailable(part);
            }

            return result;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(use, StoreFaults.TooSlow, exception);
        }
        catch (ObjectDisposedException exception)
        {
            // The process ends, and nobody needs to know that its store is gone.
            throw new StoreUnavailableException("closed", exception);
        }
        catch (Exception exception) when (StoreFaults.WordsOf(exception) is { } cause)
        {
            throw Unavailable(use, cause, exception);
        }
    }

    public void Dispose()
    {
        _writers.Dispose();
        _aside.Dispose();
        schema.Dispose();
        engine.Dispose();
    }

    private static async Task<T> InTransactionAsync<T>(DbConnection connection, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        // SQLite acquires the write lock at once: acquiring it later could fail halfway.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private async Task<T> WorkAsync<T>(StoreUse use, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var turn = use.IsWrite ? _writers : use.IsAside ? _aside : null;
        if (turn is not null)
        {
            await turn.WaitAsync(cancellationToken);
        }

        try
        {
            await schema.EnsureAsync(use, cancellationToken);
            await using var connection = await engine.OpenAsync(use, cancellationToken);
            await using var stopping = use.IsAside ? cancellationToken.Register(() => engine.Stop(connection)) : default;
            return await work(connection, cancellationToken);
        }
        catch (DbException exception) when (use.IsAside && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(StoreFaults.TooSlow, exception, cancellationToken);
        }
        finally
        {
            turn?.Release();
        }
    }

    private StoreUnavailableException Unavailable(StoreUse use, string cause, Exception exception)
    {
        if (use.IsAside)
        {
            // The maintenance finds out whether calls are affected, too.
            return new StoreUnavailableException(cause, exception);
        }

        schema.Forget();
        engine.Forget();
        state.MarkUnavailable(part, cause);
        return new StoreUnavailableException(cause, exception);
    }
}

/// <summary>The requirements of one operation on the store.</summary>
/// <param name="IsWrite">True when it writes.</param>
/// <param name="IsDurable">True when the data must survive a power failure as soon as it is written.</param>
/// <param name="Limit">The time for which the caller waits.</param>
internal readonly record struct StoreUse(bool IsWrite, bool IsDurable, TimeSpan Limit)
{
    /// <summary>Gets a value indicating whether no call waits for it.</summary>
    public bool IsAside { get; init; }
}

/// <summary>The store cannot be used, or does not answer in time.</summary>
/// <param name="cause">The cause, in a few words.</param>
/// <param name="exception">The original exception.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The cause is required.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The cause is required.")]
internal sealed class StoreUnavailableException(string cause, Exception exception) : Exception($"The store is unavailable: {cause}.", exception)
{
    /// <summary>Gets the cause, in a few words.</summary>
    public string Cause { get; } = cause;
}
