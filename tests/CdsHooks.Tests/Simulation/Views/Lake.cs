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

        foreach (var chart in charts)
        {
            runners.ForEach(runner => Insert(runner, chart));
        }

        Execute($"SET file_search_path = '{Folder}'");
        Execute(File.ReadAllText(Path.Combine(Folder, RecordSql.File)));
    }

    /// <summary>Gets the folder of the generated files.</summary>
    public string Folder => Path.Combine(_folder.Path, "views");

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

    private void Insert(ViewRunner runner, LakeChart chart)
    {
        using var appender = _connection.CreateAppender(runner.Name);
        foreach (var values in runner.Run(chart))
        {
            var row = appender.CreateRow();
            foreach (var (value, column) in values.Zip(runner.Columns))
            {
                _ = (value, SqlTypeOf(column.Type)) switch
                {
                    (null, _) => row.AppendNullValue(),
                    (string key, _) when column.Name.EndsWith("_key", StringComparison.Ordinal) => row.AppendValue(KeyOf(chart.Name, key)),
                    (bool flag, "BOOLEAN") => row.AppendValue(flag),
                    (_, "INTEGER") => row.AppendValue(Convert.ToInt32(value, CultureInfo.InvariantCulture)),
                    _ => row.AppendValue(Convert.ToString(value, CultureInfo.InvariantCulture)),
                };
            }

            row.EndRow();
        }
    }

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The SQL is generated from the rules, or written in a test.")]
    private DuckDBCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
