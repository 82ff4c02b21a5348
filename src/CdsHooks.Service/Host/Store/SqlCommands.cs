using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Service.Host.Store;

/// <summary>Runs SQL that both databases understand.</summary>
internal static class SqlCommands
{
    /// <summary>Runs a statement.</summary>
    /// <returns>The number of changed rows.</returns>
    public static async Task<int> ExecuteAsync(
        this DbConnection connection, string sql, IReadOnlyList<(string Name, object? Value)> parameters, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a statement once for each set of parameters; all sets have the same names in the same order.</summary>
    /// <returns>The number of changed rows.</returns>
    public static async Task<int> ExecuteEachAsync(
        this DbConnection connection, string sql, IEnumerable<IReadOnlyList<(string Name, object? Value)>> rows, CancellationToken cancellationToken)
    {
        // One command for all: SQLite compiles the statement once.
        await using var command = Command(connection, sql, []);
        var changed = 0;
        foreach (var row in rows)
        {
            for (var index = 0; index < row.Count; index++)
            {
                if (index == command.Parameters.Count)
                {
                    Add(command, row[index].Name);
                }

                command.Parameters[index].Value = row[index].Value ?? DBNull.Value;
            }

            changed += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return changed;
    }

    /// <summary>Runs a query.</summary>
    /// <returns>The converted rows.</returns>
    public static async Task<List<T>> QueryAsync<T>(
        this DbConnection connection, string sql, IReadOnlyList<(string Name, object? Value)> parameters, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Gets a text; null for NULL.</summary>
    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Gets an instant from milliseconds since 1970.</summary>
    public static DateTimeOffset Instant(this DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Every statement is a constant of this project; external values are parameters.")]
    private static DbCommand Command(DbConnection connection, string sql, IReadOnlyList<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            Add(command, name).Value = value ?? DBNull.Value;
        }

        return command;
    }

    private static DbParameter Add(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }
}
