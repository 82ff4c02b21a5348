using System.Data.Common;

namespace CdsHooks.Service.Host.Store;

/// <summary>A database: how it is opened and locked. The SQL is the same for all.</summary>
internal abstract class StoreEngine : IDisposable
{
    /// <summary>Gets the kind of database.</summary>
    public abstract StoreProvider Provider { get; }

    /// <summary>Gets the number of concurrent writers; more would only wait for each other inside the database.</summary>
    public abstract int MaxWriters { get; }

    /// <summary>Gets the folder of the scripts that make its tables.</summary>
    public virtual string Scripts => "store";

    /// <summary>Prepares the database before the first table is created.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Opens a connection.</summary>
    /// <param name="use">The operation that needs it.</param>
    /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
    public abstract Task<DbConnection> OpenAsync(StoreUse use, CancellationToken cancellationToken);

    /// <summary>Keeps other processes from changing the schema until the transaction ends.</summary>
    public virtual Task LockSchemaAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Copies into tables that were just created what earlier versions kept elsewhere.</summary>
    public virtual Task TakeOverAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Gives the space of removed rows back, as far as the database does not do so by itself.</summary>
    public virtual Task ReclaimAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops what a connection is doing, where that is not done by cancelling it.</summary>
    public virtual void Stop(DbConnection connection)
    {
    }

    /// <summary>Discards pooled connections: an unavailable database may come back as another one.</summary>
    public abstract void Forget();

    public abstract void Dispose();
}
