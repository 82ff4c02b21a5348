using System.Data.Common;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Store;

/// <summary>The one way to the store: within a time limit, and with a fault of the store told from a fault of ours.</summary>
internal sealed class StoreAccess(StoreEngine engine, StoreSchema schema, StoreState state, IOptions<StoreOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _writers = new(engine.MaxWriters);
    private readonly TimeSpan _limit = TimeSpan.FromMilliseconds(options.Value.CommandMilliseconds);

    /// <summary>Reads.</summary>
    /// <exception cref="StoreAwayException">The store is away.</exception>
    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(new StoreUse(IsWrite: false, IsDurable: false, _limit), work, cancellationToken);

    /// <summary>Writes in one transaction: once this returns, it outlasts a power cut.</summary>
    /// <exception cref="StoreAwayException">The store is away. What was written is there in whole or not at all.</exception>
    public Task<T> WriteAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(new StoreUse(IsWrite: true, IsDurable: true, _limit), (connection, token) => InTransactionAsync(connection, work, token), cancellationToken);

    /// <summary>Does one thing with the store.</summary>
    /// <exception cref="StoreAwayException">The store is away.</exception>
    public async Task<T> RunAsync<T>(StoreUse use, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(use.Limit);
        var token = limited.Token;
        try
        {
            // SQLite works and waits on the thread that calls it, and cannot be hurried: it gets a thread that nobody waits for too long.
            var result = await Task.Run(() => WorkAsync(use, work, token), CancellationToken.None).WaitAsync(token);
            state.DeclareBack();
            return result;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Away(StoreFaults.TooSlow, exception);
        }
        catch (Exception exception) when (StoreFaults.WordsOf(exception) is { } cause)
        {
            throw Away(cause, exception);
        }
    }

    public void Dispose() => _writers.Dispose();

    private static async Task<T> InTransactionAsync<T>(DbConnection connection, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        // SQLite takes the right to write at once: taking it later could fail halfway.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private async Task<T> WorkAsync<T>(StoreUse use, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (use.IsWrite)
        {
            await _writers.WaitAsync(cancellationToken);
        }

        try
        {
            await schema.EnsureAsync(use, cancellationToken);
            await using var connection = await engine.OpenAsync(use, cancellationToken);
            return await work(connection, cancellationToken);
        }
        finally
        {
            if (use.IsWrite)
            {
                _writers.Release();
            }
        }
    }

    private StoreAwayException Away(string cause, Exception exception)
    {
        schema.Forget();
        engine.Forget();
        state.DeclareAway(cause);
        return new StoreAwayException(cause, exception);
    }
}
