using System.Data.Common;
using CdsHooks.Service.Tests.Infrastructure;
using Npgsql;

namespace CdsHooks.Service.Tests.Store;

/// <summary>A database of a PostgreSQL server.</summary>
/// <param name="server">The server, which breaking this breaks as a whole.</param>
/// <param name="connectionString">Its connection string.</param>
internal sealed class PostgreSqlTestStore(PostgreSqlServer server, string connectionString) : TestStore
{
    public override string ConnectionString => connectionString;

    public override async Task<DbConnection> OpenAsync()
    {
        NpgsqlConnection connection = new($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public override async Task<IAsyncDisposable> LockAsync()
    {
        var connection = await OpenAsync();
        await connection.ExecuteSqlAsync("BEGIN; LOCK TABLE token_use, decision, feedback IN EXCLUSIVE MODE");
        return connection;
    }

    public override Task BreakAsync() => server.KillAsync();

    public override Task MendAsync() => server.StartAsync();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
