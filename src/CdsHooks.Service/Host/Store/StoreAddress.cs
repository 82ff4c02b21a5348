using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CdsHooks.Service.Host.Store;

/// <summary>Reads a connection string, without ever repeating it: it may contain a password.</summary>
internal static class StoreAddress
{
    private static readonly string[] FileKeys = ["Data Source", "DataSource", "Filename"];

    /// <summary>Determines the database that the options select.</summary>
    /// <returns>The database; null when the connection string does not determine it.</returns>
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

    /// <summary>Parses the string with the builder of its database.</summary>
    /// <returns>The settings; null when the string is not valid.</returns>
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

    /// <summary>Describes the issue with the options.</summary>
    /// <returns>A sentence; null when there is no issue.</returns>
    public static string? IssueOf(StoreOptions options) => ProviderOf(options) switch
    {
        StoreProvider.Sqlite => TryRead<SqliteConnectionStringBuilder>(options.ConnectionString) is { } file && IsFile(file)
            ? null
            : "Store:ConnectionString is not valid for SQLite: use Data Source and the path of a file. The store cannot be in memory, and has no password.",
        StoreProvider.PostgreSql => TryRead<NpgsqlConnectionStringBuilder>(options.ConnectionString) is { Host.Length: > 0 }
            ? null
            : "Store:ConnectionString is not valid for PostgreSQL: use Host, Database, Username and so on.",
        _ => "Store:ConnectionString must be for SQLite (Data Source=data/cdshooks.db) or PostgreSQL (Host=...;Database=...;Username=...).",
    };

    private static bool IsFile(SqliteConnectionStringBuilder file) =>
        file.DataSource.Length > 0 && file.Password.Length is 0 && file.Mode is not SqliteOpenMode.Memory && !file.DataSource.Contains(':', StringComparison.Ordinal);
}
