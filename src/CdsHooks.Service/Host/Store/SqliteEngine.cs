using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CdsHooks.Service.Host.Store;

/// <summary>A SQLite file, which several processes on one machine may share. A file has one writer at a time, so each part of the store has its own.</summary>
internal sealed class SqliteEngine : StoreEngine
{
    private const int PreparationSeconds = 5;
    private const int PagesBeforeCheckpoint = 1000;

    // 16 MB at a time, so that no writer waits long.
    private const int ReclaimedPages = 4096;

    private readonly string _file;
    private readonly string _connectionString;
    private readonly string? _earlierConnectionString;

    /// <summary>Initializes a new instance of the <see cref="SqliteEngine"/> class.</summary>
    /// <param name="connectionString">A connection string that <see cref="StoreAddress"/> has checked.</param>
    /// <param name="root">The folder at which a relative path starts.</param>
    /// <param name="part">The part of the store that it is for.</param>
    public SqliteEngine(string connectionString, string root, StorePart part)
    {
        SqliteConnectionStringBuilder settings = new(connectionString);
        _file = Path.GetFullPath(settings.DataSource, root);
        if (part is StorePart.Tokens)
        {
            _earlierConnectionString = new SqliteConnectionStringBuilder(connectionString) { DataSource = _file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString;
            _file = Path.ChangeExtension(_file, $".tokens{Path.GetExtension(_file)}");
        }

        settings.DataSource = _file;
        _connectionString = settings.ConnectionString;
    }

    public override StoreProvider Provider => StoreProvider.Sqlite;

    public override int MaxWriters => 1;

    public override string Scripts => _earlierConnectionString is null ? base.Scripts : "tokens";

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
            var wait = (int)use.Limit.TotalMilliseconds;
            var (synchronous, checkpoint) = use.IsDurable ? ("FULL", PagesBeforeCheckpoint) : ("NORMAL", 0);

            // A checkpoint flushes, too. What need not be durable leaves it to the next durable write.
            await connection.ExecuteAsync(
                string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {wait}; PRAGMA synchronous = {synchronous}; PRAGMA wal_autocheckpoint = {checkpoint}"), [], cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Copies the used tokens from the file of the records, where versions before 2026-12 kept them.</summary>
    public override async Task TakeOverAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using SqliteConnection earlier = new(_earlierConnectionString);
        if (!File.Exists(earlier.DataSource))
        {
            return;
        }

        await earlier.OpenAsync(cancellationToken);
        var tables = await earlier.QueryAsync("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'token_use'", [], row => row.GetString(0), cancellationToken);
        if (tables.Count == 0)
        {
            return;
        }

        var uses = await earlier.QueryAsync("SELECT token, expires_at FROM token_use", [], row => (Token: row.GetString(0), Until: row.GetInt64(1)), cancellationToken);
        await connection.ExecuteEachAsync(
            "INSERT INTO token_use (token, expires_at) VALUES (@token, @expires) ON CONFLICT DO NOTHING",
            uses.Select(use => (IReadOnlyList<(string, object?)>)[("@token", use.Token), ("@expires", use.Until)]),
            cancellationToken);
    }

    public override Task ReclaimAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync($"PRAGMA incremental_vacuum({ReclaimedPages})", [], cancellationToken);

    public override void Stop(DbConnection connection) => SQLitePCL.raw.sqlite3_interrupt(((SqliteConnection)connection).Handle);

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
