using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace CdsHooks.Service.Host.Store;

/// <summary>A SQLite file. Several processes of one machine may share it.</summary>
internal sealed class SqliteEngine : StoreEngine
{
    private const int PreparationSeconds = 5;

    private readonly string _file;
    private readonly string _connectionString;

    /// <summary>Initializes a new instance of the <see cref="SqliteEngine"/> class.</summary>
    /// <param name="connectionString">A connection string that <see cref="StoreAddress"/> has checked.</param>
    /// <param name="root">The folder that a relative path starts from.</param>
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

        // With a log of its own, readers and the writer do not wait for each other. The setting stays with the file.
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL", [], cancellationToken);
    }

    public override async Task<DbConnection> OpenAsync(StoreUse use, CancellationToken cancellationToken)
    {
        if (!File.Exists(_file))
        {
            // A connection that is kept open would go on writing into a file that nobody can find any more.
            throw new FileNotFoundException("The store's file is gone.");
        }

        SqliteConnection connection = new(_connectionString);
        try
        {
            connection.DefaultTimeout = Math.Max(1, (int)use.Limit.TotalSeconds);
            await connection.OpenAsync(cancellationToken);

            // The database's own waiting is finer than the provider's, which sleeps 150 ms at a time.
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

    public override void Forget()
    {
        using SqliteConnection connection = new(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    protected override void Dispose(bool disposing) => Forget();

    /// <summary>What is kept here is for the service alone.</summary>
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

    /// <summary>SQLite would let everybody read it where the folder was there before; its other files have the rights of this one.</summary>
    /// <remarks>One that is there is left alone: closing it would release the locks that this process has on it.</remarks>
    private static void CreateFile(string file)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            new FileStream(file, options).Dispose();
        }
    }
}
