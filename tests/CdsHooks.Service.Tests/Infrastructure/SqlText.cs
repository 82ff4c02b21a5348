using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>SQL that tests write themselves.</summary>
internal static class SqlText
{
    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Tests write it.")]
    public static async Task ExecuteSqlAsync(this DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Everything that a table holds, as text.</summary>
    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Tests write it.")]
    public static async Task<string> DumpAsync(this DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(string.Join('\t', values));
        }

        return string.Join('\n', rows);
    }
}
