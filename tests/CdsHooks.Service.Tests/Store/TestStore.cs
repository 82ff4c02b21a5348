using System.Data.Common;

namespace CdsHooks.Service.Tests.Store;

/// <summary>A database of a test's own, and what can go wrong with it.</summary>
public abstract class TestStore : IAsyncDisposable
{
    public abstract string ConnectionString { get; }

    /// <summary>Opens a connection beside the service.</summary>
    public abstract Task<DbConnection> OpenAsync();

    /// <summary>Opens a connection to where the used tokens are.</summary>
    public abstract Task<DbConnection> OpenTokensAsync();

    /// <summary>Makes those who write feedback and decisions wait until the result is disposed of.</summary>
    public abstract Task<IAsyncDisposable> LockRecordsAsync();

    /// <summary>Makes those who write used tokens wait until the result is disposed of.</summary>
    public abstract Task<IAsyncDisposable> LockTokensAsync();

    /// <summary>Makes it unusable.</summary>
    public abstract Task BreakAsync();

    /// <summary>Makes it usable again; what it held may be gone.</summary>
    public abstract Task MendAsync();

    public abstract ValueTask DisposeAsync();
}
