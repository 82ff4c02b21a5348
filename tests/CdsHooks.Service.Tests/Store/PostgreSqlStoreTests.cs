using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Store;

/// <summary>Its server is its own, since tests kill it.</summary>
public sealed class PostgreSqlStoreTests(PostgreSqlServer server) : StoreContract, IClassFixture<PostgreSqlServer>
{
    protected override async Task<TestStore> NewStoreAsync()
    {
        await server.StartAsync();
        return new PostgreSqlTestStore(server, await server.NewDatabaseAsync());
    }
}
