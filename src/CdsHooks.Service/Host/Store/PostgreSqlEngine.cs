using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace CdsHooks.Service.Host.Store;

/// <summary>A PostgreSQL database, which several replicas share. Each part of the store has connections of its own to it.</summary>
internal sealed class PostgreSqlEngine : StoreEngine
{
    // Any number that no other application locks in this database.
    private const string TakeSchemaLock = "SELECT pg_advisory_xact_lock(4127006821)";

    // One writer, one sweep, and two that may still hang in a server that does not answer.
    private const int TokenConnections = 4;

    private readonly NpgsqlDataSource _source;

    /// <summary>Initializes a new instance of the <see cref="PostgreSqlEngine"/> class.</summary>
    /// <param name="connectionString">A connection string that <see cref="StoreAddress"/> has checked.</param>
    /// <param name="part">The part of the store that it is for.</param>
    public PostgreSqlEngine(string connectionString, StorePart part)
    {
        NpgsqlConnectionStringBuilder settings = new(connectionString)
        {
            // Error details of the server may contain values from rows.
            IncludeErrorDetail = false,
        };
        if (part is StorePart.Tokens)
        {
            settings.MinPoolSize = 0;
            settings.MaxPoolSize = TokenConnections;
        }

        _source = NpgsqlDataSource.Create(settings);
    }

    public override StoreProvider Provider => StoreProvider.PostgreSql;

    public override int MaxWriters => 32;

    public override async Task<DbConnection> OpenAsync(StoreUse use, CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken);
        if (!use.IsAside)
        {
            return connection;
        }

        try
        {
            // In case a cancellation does not reach the server. The pool resets it.
            await connection.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"SET statement_timeout = {(long)use.Limit.TotalMilliseconds}"), [], cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task LockSchemaAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(TakeSchemaLock, [], cancellationToken);

    public override void Forget() => _source.Clear();

    public override void Dispose() => _source.Dispose();
}
