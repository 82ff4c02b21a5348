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

    public override Task<DbConnection> OpenTokensAsync() => OpenAsync();

    public override Task<IAsyncDisposable> LockRecordsAsync() => LockAsync("decision, feedback");

    public override Task<IAsyncDisposable> LockTokensAsync() => LockAsync("token_use");

    public override Task BreakAsync() => server.CrashAsync();

    public override Task MendAsync() => server.StartAsync();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<IAsyncDisposable> LockAsync(string tables)
    {
        var connection = await OpenAsync();
        await connection.ExecuteSqlAsync($"BEGIN; LOCK TABLE {tables} IN EXCLUSIVE MODE");
        return connection;
    }
}
