using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CdsHooks.Service.Host.Store;

/// <summary>What is wrong with the store, in words that anyone may read: no host, no path, no text of an exception.</summary>
internal static class StoreFaults
{
    public const string TooSlow = "it does not answer in time";

    private const string Unreachable = "it cannot be reached";
    private const string Unwritable = "its file cannot be opened or written";

    /// <summary>Gets the words for a fault.</summary>
    /// <returns>A few words, or null when it is no fault of the store.</returns>
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

    /// <summary>By the result codes of SQLite.</summary>
    private static string WordsOf(int code) => code switch
    {
        5 or 6 => "it is locked by another process",
        8 or 10 or 13 or 14 => Unwritable,
        11 or 26 => "its file is damaged or no database",
        _ => "it failed",
    };

    /// <summary>By the classes of error codes of PostgreSQL.</summary>
    private static string WordsOf(string state) => state switch
    {
        ['2', '8', ..] => "it refuses the user",
        ['3', 'D', ..] => "the database does not exist",
        ['4', '2', '5', '0', '1'] => "the user lacks a right",
        ['5', '3', ..] => "it has no room or no connections left",
        ['5', '7', ..] => "it is starting or stopping",
        ['2', '5', '0', '0', '6'] => "it takes no changes",
        _ => "it failed",
    };
}
