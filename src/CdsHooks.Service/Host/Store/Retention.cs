using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Store;

/// <summary>Removes rows that are too old or too many, in small batches, so that a writer waits for one batch at most.</summary>
internal sealed class Retention(StoreAccess records, [FromKeyedServices(StorePart.Tokens)] StoreAccess tokens, IOptions<RetentionOptions> options, TimeProvider clock)
{
    private const int BatchSize = 500;
    private const int MaxBatches = 200;

    private readonly Table[] _tables =
    [
        new(records, "decision", "id", "decided_at", options.Value.DecisionDays, options.Value.MaxDecisions),
        new(records, "feedback", "id", "received_at", options.Value.FeedbackDays, options.Value.MaxFeedback),
        new(tokens, "token_use", "token", "expires_at", 0, options.Value.MaxTokenUses),
    ];

    /// <summary>Removes what must go now; of a great many rows, some remain for the next time.</summary>
    /// <returns>The number of removed rows by table, for age and for number; tables of which nothing was removed are left out.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public async Task<IReadOnlyList<RemovedRows>> SweepAsync(CancellationToken cancellationToken)
    {
        List<RemovedRows> removed = [];
        foreach (var table in _tables)
        {
            var old = table.Days is 0 ? 0 : await RemoveBeforeAsync(table, (clock.GetUtcNow() - TimeSpan.FromDays(table.Days)).ToUnixTimeMilliseconds(), cancellationToken);
            var beyond = table.Max is not 0 && await FirstBeyondAsync(table, cancellationToken) is { } last ? await RemoveBeforeAsync(table, last + 1, cancellationToken) : 0;
            if (old + beyond > 0)
            {
                removed.Add(new RemovedRows(table.Name, old, beyond));
                await table.Store.ReclaimAsync(cancellationToken);
            }
        }

        return removed;
    }

    private static async Task<int> RemoveBeforeAsync(Table table, long before, CancellationToken cancellationToken)
    {
        var sql = $"DELETE FROM {table.Name} WHERE {table.Key} IN (SELECT {table.Key} FROM {table.Name} WHERE {table.Time} < @before ORDER BY {table.Time} LIMIT {BatchSize})";
        var removed = 0;
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            // Each batch is a transaction of its own: writers get their turn between them.
            var changed = await table.Store.WriteAsync((connection, token) => connection.ExecuteAsync(sql, [("@before", before)], token), cancellationToken);
            removed += changed;
            if (changed < BatchSize)
            {
                break;
            }
        }

        return removed;
    }

    /// <summary>Gets the time of the newest row that is one too many; null when there are few enough.</summary>
    private static async Task<long?> FirstBeyondAsync(Table table, CancellationToken cancellationToken)
    {
        var found = await table.Store.ReadAsync(
            (connection, token) => connection.QueryAsync(
                $"SELECT {table.Time} FROM {table.Name} ORDER BY {table.Time} DESC LIMIT 1 OFFSET @max", [("@max", (long)table.Max)], row => row.GetInt64(0), token),
            cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    private sealed record Table(StoreAccess Store, string Name, string Key, string Time, int Days, int Max);
}

/// <summary>The rows that were removed from a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Old">The number that were too old.</param>
/// <param name="Beyond">The number that were too many.</param>
internal sealed record RemovedRows(string Table, int Old, int Beyond);
