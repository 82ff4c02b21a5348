using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CdsHooks.Service.Host.Store;

/// <summary>Describes failures of the store without any host, path or exception message.</summary>
internal static class StoreFaults
{
    public const string TooSlow = "it does not answer in time";

    private const string Unreachable = "it cannot be reached";
    private const string Unwritable = "its file cannot be opened or written";

    /// <summary>Describes a failure.</summary>
    /// <returns>A few words; null when the exception is not a failure of the store.</returns>
    public static string? WordsOf(Exception exception) => exception switch
    {
        SqliteException sqlite => WordsOf(sqlite.SqliteErrorCode),
        PostgresException postgres => WordsOf(postgres.SqlState),
        TimeoutException or NpgsqlException { InnerException: TimeoutException } => TooSlow,
        NpgsqlException or SocketException => Unreachable,
        DbException => "it failed",
        IOException or UnauthorizedAccessException => Unwritable,
        _ => null,
    };

    /// <summary>Describes a result code of SQLite.</summary>
    private static string WordsOf(int code) => code switch
    {
        5 or 6 => "it is locked by another process",
        8 or 10 or 13 or 14 => Unwritable,
        11 or 26 => "its file is damaged or not a database",
        _ => "it failed",
    };

    /// <summary>Describes an error code of PostgreSQL by its class.</summary>
    private static string WordsOf(string state) => state switch
    {
        ['2', '8', ..] => "it rejects the user",
        ['3', 'D', ..] => "the database does not exist",
        ['4', '2', '5', '0', '1'] => "the user lacks a right",
        ['4', '2', ..] => "its tables are not those of this version",
        ['5', '3', ..] => "it has no space or no connections left",
        ['5', '7', ..] => "it is starting or stopping",
        ['2', '5', '0', '0', '6'] => "it is read-only",
        _ => "it failed",
    };
}
