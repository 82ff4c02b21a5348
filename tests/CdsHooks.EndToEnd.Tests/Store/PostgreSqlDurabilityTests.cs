using System.Data.Common;
using CdsHooks.Service.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Store;

/// <summary>Its server is its own, since tests do everything to it.</summary>
public sealed class PostgreSqlDurabilityTests(PostgreSqlServer server) : DurabilityContract, IClassFixture<PostgreSqlServer>
{
    [Theory]
    [InlineData("stopped")]
    [InlineData("killed")]
    [InlineData("frozen")]
    [InlineData("too slow")]
    [InlineData("read-only")]
    [InlineData("locked")]
    [InlineData("out of disk space")]
    public Task Nothing_acknowledged_is_lost_and_calls_go_on_while_the_server_is(string fault) => AssertSurvivedAsync(fault);

    private protected override async Task<FragileStore> NewStoreAsync()
    {
        await server.StartAsync();
        return new Database(server, await server.NewDatabaseAsync());
    }

    private sealed class Database(PostgreSqlServer server, string connectionString) : FragileStore
    {
        private readonly SlowRelay _relay = new(server.Port);
        private DbConnection? _lock;

        public override string ConnectionString => new NpgsqlConnectionStringBuilder(connectionString) { Port = _relay.Port }.ConnectionString;

        public override async Task BreakAsync(string fault, ServiceProcess service)
        {
            switch (fault)
            {
                case "stopped":
                    await server.StopAsync();
                    break;
                case "killed":
                    await server.KillAsync();
                    break;
                case "frozen":
                    await server.FreezeAsync();
                    break;
                case "too slow":
                    _relay.Delay = TimeSpan.FromSeconds(3);
                    break;
                case "read-only":
                    await ConfigureAsync("default_transaction_read_only = on");
                    break;
                case "locked":
                    _lock = await OpenAsync();
                    await _lock.ExecuteSqlAsync("BEGIN; LOCK TABLE token_use, decision, feedback IN EXCLUSIVE MODE");
                    break;
                case "out of disk space":
                    await server.FillAsync();
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no such fault.");
            }
        }

        public override async Task MendAsync(string fault, ServiceProcess service)
        {
            switch (fault)
            {
                case "frozen":
                    await server.ThawAsync();
                    break;
                case "too slow":
                    _relay.Delay = TimeSpan.Zero;
                    break;
                case "read-only":
                    await ConfigureAsync("default_transaction_read_only = off");
                    break;
                case "locked":
                    await _lock!.DisposeAsync();
                    break;
                case "out of disk space":
                    await server.KillAsync();
                    await server.StartAsync();
                    break;
                default:
                    await server.StartAsync();
                    break;
            }
        }

        public override ValueTask DisposeAsync() => _relay.DisposeAsync();

        protected override async Task<DbConnection> OpenAsync()
        {
            NpgsqlConnection connection = new($"{connectionString};Pooling=false;Options=-c default_transaction_read_only=off");
            await connection.OpenAsync();
            return connection;
        }

        private async Task ConfigureAsync(string setting)
        {
            await using var connection = await OpenAsync();
            await connection.ExecuteSqlAsync($"ALTER SYSTEM SET {setting}");
            await connection.ExecuteSqlAsync("SELECT pg_reload_conf()");
        }
    }
}
