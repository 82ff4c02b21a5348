using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CdsHooks.Simulation.Runs;
using CdsHooks.Simulation.Views;
using CdsHooks.Tests.Cli;
using DuckDB.NET.Data;

namespace CdsHooks.Tests.Simulation.Views;

/// <summary>A database with the tables that the views make of charts, and the generated SQL over them.</summary>
internal sealed class Lake : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public Lake(SimulatedSide rules, IEnumerable<LakeChart> charts)
    {
        ViewsFolder.Write(PlanViews.Of(rules), Folder, "views");
        _connection.Open();
        var runners = Directory.GetFiles(Path.Combine(Folder, PlanViews.Folder)).Order(StringComparer.Ordinal).Select(file => new ViewRunner(File.ReadAllText(file))).ToList();
        foreach (var runner in runners)
        {
            Execute($"CREATE TABLE {runner.Name} ({string.Join(", ", runner.Columns.Select(column => $"{column.Name} {SqlTypeOf(column.Type)}"))})");
        }

        List<LakeChart> all = [.. charts];
        runners.ForEach(runner => Insert(runner, all));
        Execute($"SET file_search_path = '{Folder}'");
        Execute(File.ReadAllText(Path.Combine(Folder, RecordSql.File)));
    }

    private string Folder => Path.Combine(_folder.Path, "views");

    /// <summary>Gets the key of a resource of a chart.</summary>
    public static string KeyOf(string chart, string reference) => $"{chart}|{reference}";

    /// <summary>Reads the rows of a query as texts.</summary>
    public List<string?[]> Rows(string sql)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        List<string?[]> rows = [];
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))]);
        }

        return rows;
    }

    /// <summary>Adds rows of texts to a table.</summary>
    public void Append(string table, IEnumerable<IReadOnlyList<string?>> rows)
    {
        using var appender = _connection.CreateAppender(table);
        foreach (var values in rows)
        {
            var row = appender.CreateRow();
            foreach (var value in values)
            {
                _ = value is null ? row.AppendNullValue() : row.AppendValue(value);
            }

            row.EndRow();
        }
    }

    /// <summary>Runs statements.</summary>
    public void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    /// <summary>Gets the type of a column, by the default mapping of SQL on FHIR; an instant is a text, as its tag asks.</summary>
    private static string SqlTypeOf(string type) => type switch
    {
        "boolean" => "BOOLEAN",
        "integer" or "positiveInt" or "unsignedInt" => "INTEGER",
        _ => "VARCHAR",
    };

    private void Insert(ViewRunner runner, List<LakeChart> charts)
    {
        var columns = runner.Columns.Select(column => (SqlType: SqlTypeOf(column.Type), IsKey: column.Name.EndsWith("_key", StringComparison.Ordinal))).ToList();
        using var appender = _connection.CreateAppender(runner.Name);
        foreach (var chart in charts)
        {
            foreach (var values in runner.Run(chart))
            {
                var row = appender.CreateRow();
                for (var column = 0; column < values.Length; column++)
                {
                    Append(row, chart.Name, values[column], columns[column]);
                }

                row.EndRow();
            }
        }
    }

    private static void Append(IDuckDBAppenderRow row, string chart, object? value, (string SqlType, bool IsKey) column) => _ = (value, column) switch
    {
        (null, _) => row.AppendNullValue(),
        (string key, { IsKey: true }) => row.AppendValue(KeyOf(chart, key)),
        (bool flag, { SqlType: "BOOLEAN" }) => row.AppendValue(flag),
        (_, { SqlType: "INTEGER" }) => row.AppendValue(Convert.ToInt32(value, CultureInfo.InvariantCulture)),
        _ => row.AppendValue(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The SQL is generated from the rules, or written in a test.")]
    private DuckDBCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
