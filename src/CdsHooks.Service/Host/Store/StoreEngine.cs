using System.Data.Common;

namespace CdsHooks.Service.Host.Store;

/// <summary>What differs between the databases: how they are opened and locked. The SQL is the same.</summary>
internal abstract class StoreEngine : IDisposable
{
    /// <summary>Gets which database it is.</summary>
    public abstract StoreProvider Provider { get; }

    /// <summary>Gets how many may write at once; more only wait for each other inside the database.</summary>
    public abstract int MaxWriters { get; }

    /// <summary>Makes what must be there before the first table.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Opens a connection.</summary>
    /// <param name="use">What for.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    public abstract Task<DbConnection> OpenAsync(StoreUse use, CancellationToken cancellationToken);

    /// <summary>Keeps other processes from changing the schema until the transaction ends.</summary>
    public virtual Task LockSchemaAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Gives up connections that are kept open: the database has gone, and may come back as another one.</summary>
    public abstract void Forget();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
