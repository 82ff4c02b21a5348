using System.Data.Common;
using Npgsql;

namespace CdsHooks.Service.Host.Store;

/// <summary>A PostgreSQL database, which several replicas share.</summary>
/// <param name="connectionString">A connection string that <see cref="StoreAddress"/> has checked.</param>
internal sealed class PostgreSqlEngine(string connectionString) : StoreEngine
{
    // Any number that no other application locks in this database.
    private const string TakeSchemaLock = "SELECT pg_advisory_xact_lock(4127006821)";

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        // Error details of the server may contain values from rows.
        IncludeErrorDetail = false,
    });

    public override StoreProvider Provider => StoreProvider.PostgreSql;

    public override int MaxWriters => 32;

    public override async Task<DbConnection> OpenAsync(StoreUse use, CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);

    public override Task LockSchemaAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(TakeSchemaLock, [], cancellationToken);

    public override void Forget() => _source.Clear();

    public override void Dispose() => _source.Dispose();
}
