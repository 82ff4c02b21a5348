using DuckDB.NET.Data;

namespace CdsHooks.Cli.Pack;

/// <summary>Writes facts into the database; used by one thread at a time.</summary>
internal sealed class FactTables(PackDatabase database) : IDisposable
{
    // Rows are outside the database's memory until they are handed over.
    private const int MostRows = 20_000;

    private readonly DuckDBConnection _connection = database.Connect();
    private readonly Dictionary<string, DuckDBAppender> _appenders = new(StringComparer.Ordinal);
    private int _rows;

    /// <summary>Adds a resource.</summary>
    /// <param name="seq">Its place in the export.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="facts">What was read of it.</param>
    public void Add(long seq, int bytes, ResourceFacts facts)
    {
        _rows++;
        Row("line").AppendValue(seq).AppendValue(facts.Type).AppendValue(facts.Id).AppendValue(bytes).EndRow();
        foreach (var patient in facts.Owners)
        {
            Row("owner").AppendValue(seq).AppendValue(patient).EndRow();
        }

        foreach (var (element, key) in facts.OwnerKeys)
        {
            Row("owner_key").AppendValue(seq).AppendValue(element).AppendValue(key).EndRow();
        }

        foreach (var key in facts.PatientKeys)
        {
            Row("patient_key").AppendValue(facts.Id).AppendValue(key).EndRow();
        }

        foreach (var key in facts.Uses)
        {
            Row("used").AppendValue(seq).AppendValue(key).EndRow();
        }

        foreach (var key in facts.SharedKeys)
        {
            Row("shared_key").AppendValue(seq).AppendValue(key).EndRow();
        }

        if (_rows >= MostRows)
        {
            Flush();
        }
    }

    /// <summary>Hands all rows over.</summary>
    public void Flush()
    {
        foreach (var appender in _appenders.Values)
        {
            PackDatabase.Guarded(() =>
            {
                appender.Dispose();
                return true;
            });
        }

        _appenders.Clear();
        _rows = 0;
    }

    public void Dispose()
    {
        foreach (var appender in _appenders.Values)
        {
            appender.Dispose();
        }

        _connection.Dispose();
    }

    private IDuckDBAppenderRow Row(string table)
    {
        if (!_appenders.TryGetValue(table, out var appender))
        {
            appender = _connection.CreateAppender(table);
            _appenders.Add(table, appender);
        }

        return appender.CreateRow();
    }
}
