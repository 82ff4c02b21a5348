using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Store;

public sealed class SqliteStoreTests : StoreContract
{
    [Fact]
    public async Task Nobody_else_reads_its_files_even_where_the_folder_is_open()
    {
        await using var store = new SqliteTestStore();
        await using var app = new ServiceApp { Store = store.ConnectionString };

        await Kept.FeedbackIn(app);

        var files = store.Files;
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
    }

    protected override Task<TestStore> NewStoreAsync() => Task.FromResult<TestStore>(new SqliteTestStore());
}
