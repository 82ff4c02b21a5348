namespace CdsHooks.Service.Tests.Store;

public sealed class SqliteStoreTests : StoreContract
{
    protected override Task<TestStore> NewStoreAsync() => Task.FromResult<TestStore>(new SqliteTestStore());
}
