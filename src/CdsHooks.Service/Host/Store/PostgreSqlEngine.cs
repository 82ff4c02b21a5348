using System.Data.Common;
using Npgsql;

namespace CdsHooks.Service.Host.Store;

/// <summary>A PostgreSQL database, which several replicas share.</summary>
/// <param name="connectionString">A connection string that <see cref="StoreAddress"/> has checked.</param>
internal sealed class PostgreSqlEngine(string connectionString) : StoreEngine
{
    // Any number will do that nobody else locks in this database.
    private const string TakeSchemaLock = "SELECT pg_advisory_xact_lock(4127006821)";

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        // A server's words about a fault may hold values of rows.
        IncludeErrorDetail = false,
    });

    public override StoreProvider Provider => StoreProvider.PostgreSql;

    public override int MaxWriters => 32;

    public override async Task<DbConnection> OpenAsync(StoreUse use, CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);

    public override Task LockSchemaAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(TakeSchemaLock, [], cancellationToken);

    public override void Forget() => _source.Clear();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }
    }
}
