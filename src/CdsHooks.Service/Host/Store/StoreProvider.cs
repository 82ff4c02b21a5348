namespace CdsHooks.Service.Host.Store;

/// <summary>The databases that the store can be.</summary>
internal enum StoreProvider
{
    /// <summary>A SQLite file, for one machine.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database, for several replicas.</summary>
    PostgreSql,
}
