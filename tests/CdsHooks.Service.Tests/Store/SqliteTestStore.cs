using System.Data.Common;
using System.Diagnostics;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Data.Sqlite;

namespace CdsHooks.Service.Tests.Store;

/// <summary>A SQLite file behind a link that leads to a folder, or to where no folder can be: that stops root as well.</summary>
internal sealed class SqliteTestStore : TestStore
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cdshooks-sqlite-");

    public SqliteTestStore()
    {
        _home.CreateSubdirectory("folder");
        File.WriteAllText(Path.Combine(_home.FullName, "file"), "in the way");
        PointTo("folder");
    }

    public override string ConnectionString => AddressOf("cdshooks.db");

    public IReadOnlyList<FileInfo> Files => new DirectoryInfo(Path.Combine(_home.FullName, "folder")).GetFiles();

    public override Task<DbConnection> OpenAsync() => OpenAsync("cdshooks.db");

    public override Task<DbConnection> OpenTokensAsync() => OpenAsync("cdshooks.tokens.db");

    public override Task<IAsyncDisposable> LockRecordsAsync() => LockAsync("cdshooks.db");

    public override Task<IAsyncDisposable> LockTokensAsync() => LockAsync("cdshooks.tokens.db");

    public override Task BreakAsync()
    {
        PointTo("file");
        return Task.CompletedTask;
    }

    public override Task MendAsync()
    {
        PointTo("folder");
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _home.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private string AddressOf(string file) => $"Data Source={Path.Combine(_home.FullName, "data", file)}";

    private async Task<DbConnection> OpenAsync(string file)
    {
        SqliteConnection connection = new($"{AddressOf(file)};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private async Task<IAsyncDisposable> LockAsync(string file)
    {
        var connection = await OpenAsync(file);
        await connection.ExecuteSqlAsync("BEGIN IMMEDIATE");
        return connection;
    }

    /// <summary>In one step, so that the service never sees nothing there and makes a folder.</summary>
    private void PointTo(string target)
    {
        var next = Path.Combine(_home.FullName, "next");
        File.CreateSymbolicLink(next, Path.Combine(_home.FullName, target));
        using var move = Process.Start("mv", ["-T", "-f", next, Path.Combine(_home.FullName, "data")]);
        move.WaitForExit();
    }
}
