using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CdsHooks.Service.Host.Store;

/// <summary>Reads a connection string, without ever repeating it: it may hold a password.</summary>
internal static class StoreAddress
{
    private static readonly string[] FileKeys = ["Data Source", "DataSource", "Filename"];

    /// <summary>Tells which database the options mean.</summary>
    /// <returns>The database, or null when the connection string does not say.</returns>
    public static StoreProvider? ProviderOf(StoreOptions options)
    {
        if (options.Provider is { } provider)
        {
            return provider;
        }

        var keys = TryRead<DbConnectionStringBuilder>(options.ConnectionString);
        if (keys is null)
        {
            return null;
        }

        if (keys.ContainsKey("Host") || keys.ContainsKey("Server"))
        {
            return StoreProvider.PostgreSql;
        }

        return Array.Exists(FileKeys, keys.ContainsKey) ? StoreProvider.Sqlite : null;
    }

    /// <summary>Reads the string as its database does.</summary>
    /// <returns>The settings, or null when the database would not take the string.</returns>
    public static T? TryRead<T>(string connectionString)
        where T : DbConnectionStringBuilder, new()
    {
        try
        {
            return new T { ConnectionString = connectionString };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidCastException or KeyNotFoundException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Tells what is wrong with the options.</summary>
    /// <returns>A sentence, or null when nothing is.</returns>
    public static string? IssueOf(StoreOptions options) => ProviderOf(options) switch
    {
        StoreProvider.Sqlite => TryRead<SqliteConnectionStringBuilder>(options.ConnectionString) is { } file && IsFile(file)
            ? null
            : "Store:ConnectionString is none that SQLite takes: use Data Source and the path of a file. The store cannot be in memory.",
        StoreProvider.PostgreSql => TryRead<NpgsqlConnectionStringBuilder>(options.ConnectionString) is { Host.Length: > 0 }
            ? null
            : "Store:ConnectionString is none that PostgreSQL takes: use Host, Database, Username and so on.",
        _ => "Store:ConnectionString must be one of SQLite (Data Source=data/cdshooks.db) or PostgreSQL (Host=...;Database=...;Username=...).",
    };

    private static bool IsFile(SqliteConnectionStringBuilder file) =>
        file.DataSource.Length > 0 && file.Mode is not SqliteOpenMode.Memory && !file.DataSource.Contains(':', StringComparison.Ordinal);
}
