using System.Globalization;
using CdsHooks.Cli.Output;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace CdsHooks.Cli.Pack;

/// <summary>The database in which resources find their patients: in memory, and in a folder where that does not suffice.</summary>
internal sealed class PackDatabase : IDisposable
{
    // With less for each thread, sorts run out of memory instead of going to the folder.
    private const long MemoryForThread = 128 << 20;

    private readonly DuckDBConnection _connection;

    private PackDatabase(DuckDBConnection connection) => _connection = connection;

    /// <summary>Opens an empty database.</summary>
    /// <param name="folder">The folder for what does not fit into the memory.</param>
    /// <param name="memory">The most memory in bytes.</param>
    /// <param name="threads">The most threads.</param>
    public static PackDatabase Open(string folder, long memory, int threads)
    {
        var settings = new DuckDBConnectionStringBuilder
        {
            DataSource = ":memory:",
            TempDirectory = folder,
            MemoryLimit = string.Create(CultureInfo.InvariantCulture, $"{memory >> 20}MiB"),
            Threads = (int)Math.Clamp(memory / MemoryForThread, 1, threads),
            PreserveInsertionOrder = false,
            AutoinstallKnownExtensions = false,
            AutoloadKnownExtensions = false,
        };
        var connection = new DuckDBConnection(settings.ConnectionString);
        connection.Open();
        var database = new PackDatabase(connection);
        database.Execute(PackSql.Tables);
        return database;
    }

    /// <summary>Opens another connection to the same database.</summary>
    public DuckDBConnection Connect()
    {
        var connection = _connection.Duplicate();
        connection.Open();
        return connection;
    }

    /// <summary>Runs statements.</summary>
    /// <exception cref="CommandException">The memory does not suffice, or the disk is full.</exception>
    public void Execute(string sql) => Guarded(() =>
    {
        using var command = Command(sql);
        return command.ExecuteNonQuery();
    });

    /// <summary>Reads the only number of a query; 0 for null.</summary>
    public long Number(string sql) => Rows(sql, reader => reader.IsDBNull(0) ? 0 : reader.GetInt64(0)).Single();

    /// <summary>Reads the rows of a query one by one.</summary>
    /// <exception cref="CommandException">The memory does not suffice, or the disk is full.</exception>
    public IEnumerable<T> Rows<T>(string sql, Func<DuckDBDataReader, T> read)
    {
        using var command = Command(sql);
        command.UseStreamingMode = true;
        using var reader = Guarded(command.ExecuteReader);
        while (Guarded(reader.Read))
        {
            yield return read(reader);
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Runs what uses the database, whose messages may contain values.</summary>
    /// <exception cref="CommandException">The memory does not suffice, or the disk is full.</exception>
    public static T Guarded<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (DuckDBException exception)
        {
            throw new CommandException(exception.ErrorType switch
            {
                DuckDBErrorType.OutOfMemory => "The memory does not suffice for so many resources: give more with --memory, or fewer threads with --threads.",
                DuckDBErrorType.Io => "The folder for temporary files cannot be written: the disk may be full. The export takes its own size twice while it is packed.",
                _ => $"The export could not be sorted ({exception.ErrorType}). Please report it with the command that caused it.",
            });
        }
    }

    private DuckDBCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this program, with numbers in it.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
