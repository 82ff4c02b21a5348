using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace CdsHooks.Service.Host.Store;

/// <summary>A SQLite file, which several processes on one machine may share.</summary>
internal sealed class SqliteEngine : StoreEngine
{
    private const int PreparationSeconds = 5;

    // 16 MB at a time, so that no writer waits long.
    private const int ReclaimedPages = 4096;

    private readonly string _file;
    private readonly string _connectionString;

    /// <summary>Initializes a new instance of the <see cref="SqliteEngine"/> class.</summary>
    /// <param name="connectionString">A connection string that <see cref="StoreAddress"/> has checked.</param>
    /// <param name="root">The folder at which a relative path starts.</param>
    public SqliteEngine(string connectionString, string root)
    {
        SqliteConnectionStringBuilder settings = new(connectionString);
        _file = Path.GetFullPath(settings.DataSource, root);
        settings.DataSource = _file;
        _connectionString = settings.ConnectionString;
    }

    public override StoreProvider Provider => StoreProvider.Sqlite;

    public override int MaxWriters => 1;

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        CreateFolder(Path.GetDirectoryName(_file)!);
        CreateFile(_file);
        await using SqliteConnection connection = new(_connectionString);
        connection.DefaultTimeout = PreparationSeconds;
        await connection.OpenAsync(cancellationToken);

        // Only a new file takes this setting: the pages of removed rows can then be given back.
        await connection.ExecuteAsync("PRAGMA auto_vacuum = INCREMENTAL", [], cancellationToken);

        // With a write-ahead log, readers and the writer do not wait for each other. The setting persists in the file.
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL", [], cancellationToken);
    }

    public override async Task<DbConnection> OpenAsync(StoreUse use, CancellationToken cancellationToken)
    {
        if (!File.Exists(_file))
        {
            // A pooled connection would keep writing to a deleted file.
            throw new FileNotFoundException("The store's file no longer exists.");
        }

        SqliteConnection connection = new(_connectionString);
        try
        {
            connection.DefaultTimeout = Math.Max(1, (int)use.Limit.TotalSeconds);
            await connection.OpenAsync(cancellationToken);

            // SQLite's own busy timeout polls more often than the provider, which sleeps 150 ms at a time.
            var wait = ((int)use.Limit.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            await connection.ExecuteAsync($"PRAGMA busy_timeout = {wait}; PRAGMA synchronous = {(use.IsDurable ? "FULL" : "NORMAL")}", [], cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task ReclaimAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync($"PRAGMA incremental_vacuum({ReclaimedPages})", [], cancellationToken);

    public override void Forget()
    {
        using SqliteConnection connection = new(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    public override void Dispose() => Forget();

    /// <summary>Creates the folder with access for the service's user only.</summary>
    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Creates the file with access for the service's user only, which SQLite does not do; its other files get the same rights.</summary>
    /// <remarks>An existing file is not opened: closing it would release the locks that this process holds on it.</remarks>
    private static void CreateFile(string file)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            new FileStream(file, options).Dispose();
        }
    }
}
