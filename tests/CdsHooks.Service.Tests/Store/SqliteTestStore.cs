using System.Data.Common;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Data.Sqlite;

namespace CdsHooks.Service.Tests.Store;

/// <summary>A SQLite file in a folder of its own.</summary>
internal sealed class SqliteTestStore : TestStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-sqlite-");

    public override string ConnectionString => $"Data Source={DataFile}";

    private string DataFolder => Path.Combine(_folder.FullName, "data");

    private string DataFile => Path.Combine(DataFolder, "cdshooks.db");

    public override async Task<DbConnection> OpenAsync()
    {
        SqliteConnection connection = new($"{ConnectionString};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public override async Task<IAsyncDisposable> LockAsync()
    {
        var connection = await OpenAsync();
        await connection.ExecuteSqlAsync("BEGIN IMMEDIATE");
        return connection;
    }

    /// <summary>A file stands where the folder should be, which stops root as well.</summary>
    public override Task BreakAsync()
    {
        if (Directory.Exists(DataFolder))
        {
            Directory.Move(DataFolder, $"{DataFolder}-away");
        }

        return File.WriteAllTextAsync(DataFolder, "in the way");
    }

    public override Task MendAsync()
    {
        File.Delete(DataFolder);
        if (Directory.Exists($"{DataFolder}-away"))
        {
            Directory.Move($"{DataFolder}-away", DataFolder);
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
