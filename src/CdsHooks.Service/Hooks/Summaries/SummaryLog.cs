using System.Data.Common;
using System.Text.Json;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Host.Store;

namespace CdsHooks.Service.Hooks.Summaries;

/// <summary>The counted days in the store, and the rows from which they are counted.</summary>
internal sealed class SummaryLog(StoreAccess store)
{
    /// <summary>The number of decisions that are read at once.</summary>
    public const int BatchSize = 500;

    // The version of what is counted.
    private const int Format = 1;
    private const long DayLength = 24L * 60 * 60 * 1000;

    // Without the figures, which are most of a row.
    private const string SelectRows = $"""
        SELECT d.decided_at, d.id, d.service, d.client, d.plan, d.site_profile, d.rules_version, d.card_kind, d.matched_row, d.suggestions, d.criteria,
          f.outcome, f.suggestions, f.reason_system, f.reason_code
        FROM (
          SELECT decided_at, id, service, client, plan, site_profile, rules_version, card_kind, card, matched_row, suggestions, criteria FROM decision
          WHERE decided_at >= @at AND decided_at < @until AND (decided_at > @at OR id > @id)
          ORDER BY decided_at, id LIMIT @limit) d
        LEFT JOIN feedback f ON f.card = d.card AND f.client = d.client
        ORDER BY d.decided_at, d.id, f.outcome_at, f.received_at, f.id
        """;

    private const string SelectFeedback = """
        SELECT f.received_at, f.id, d.decided_at
        FROM (
          SELECT received_at, id, card, client FROM feedback
          WHERE received_at >= @at AND (received_at > @at OR id > @id)
          ORDER BY received_at, id LIMIT @limit) f
        LEFT JOIN decision d ON d.card = f.card AND d.client = f.client
        ORDER BY f.received_at, f.id
        """;

    private const string Upsert = """
        INSERT INTO decision_day (day, counted_at, format, decisions, content, criteria) VALUES (@day, @counted, @format, @decisions, @content, @criteria)
        ON CONFLICT (day) DO UPDATE SET counted_at = excluded.counted_at, format = excluded.format, decisions = excluded.decisions, content = excluded.content, criteria = excluded.criteria
        """;

    /// <summary>Gets the number of a day: days since 1970, in UTC.</summary>
    public static long DayOf(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds() / DayLength;

    /// <summary>Gets the day of a number.</summary>
    public static DateOnly DateOf(long day) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(day * DayLength).UtcDateTime);

    /// <summary>Gets the number of a day.</summary>
    public static long DayOf(DateOnly day) => DayOf(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));

    /// <summary>Reads the number of recorded decisions by day, from an index alone.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<Dictionary<long, long>> ReadRowsByDayAsync(CancellationToken cancellationToken) => store.ReadAsideAsync(
        async (connection, token) => (await connection.QueryAsync(
            "SELECT decided_at / @length, COUNT(*) FROM decision GROUP BY decided_at / @length", [("@length", DayLength)], row => (Day: row.GetInt64(0), Rows: row.GetInt64(1)), token)).ToDictionary(day => day.Day, day => day.Rows),
        cancellationToken);

    /// <summary>Reads which days are counted.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<List<CountedDay>> ReadDaysAsync(CancellationToken cancellationToken) => store.ReadAsideAsync(
        (connection, token) => connection.QueryAsync(
            "SELECT day, counted_at, decisions FROM decision_day WHERE format = @format", [("@format", (long)Format)], row => new CountedDay(row.GetInt64(0), row.Instant(1), row.GetInt64(2)), token),
        cancellationToken);

    /// <summary>Reads counted days.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="until">The last day.</param>
    /// <param name="withCriteria">True to read the counts of criteria, too.</param>
    /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
    /// <returns>The days that are counted, oldest first.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<List<(long Day, DaySummary Summary)>> ReadAsync(long from, long until, bool withCriteria, CancellationToken cancellationToken) => store.ReadAsideAsync(
        (connection, token) => connection.QueryAsync(
            $"SELECT day, content{(withCriteria ? ", criteria" : string.Empty)} FROM decision_day WHERE day >= @from AND day <= @until AND format = @format ORDER BY day",
            [("@from", from), ("@until", until), ("@format", (long)Format)],
            row => (row.GetInt64(0), JsonSerializer.Deserialize(row.GetString(1), SummaryJson.Default.DaySummary)! with
            {
                Criteria = withCriteria ? JsonSerializer.Deserialize(row.GetString(2), SummaryJson.Default.CriteriaSummary) : null,
            }),
            token),
        cancellationToken);

    /// <summary>Counts the decisions of a day, some hundred rows at a time, so that no single read takes long.</summary>
    /// <returns>The number of rows, and the counts.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public async Task<(long Rows, DaySummary Summary)> CountAsync(long day, CancellationToken cancellationToken)
    {
        DayCounter counter = new();
        var (at, id, rows) = (day * DayLength, string.Empty, 0L);
        while (true)
        {
            var batch = await store.ReadAsideAsync(
                (connection, token) => ReadBatchAsync(connection, at, (day + 1) * DayLength, id, token), cancellationToken);
            batch.ForEach(row => counter.Add(row.Decision));
            rows += batch.Count;
            if (batch.Count < BatchSize)
            {
                return (rows, counter.ToSummary());
            }

            (at, id, _) = batch[^1];
        }
    }

    /// <summary>Reads of when the decisions are whose cards got feedback since a time.</summary>
    /// <returns>By day, the time of the latest feedback.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public async Task<Dictionary<long, DateTimeOffset>> ReadDaysWithFeedbackAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        Dictionary<long, DateTimeOffset> days = [];
        var (at, id) = (since.ToUnixTimeMilliseconds(), string.Empty);
        while (true)
        {
            var batch = await store.ReadAsideAsync(
                (connection, token) => connection.QueryAsync(
                    SelectFeedback,
                    [("@at", at), ("@id", id), ("@limit", (long)BatchSize)],
                    row => (At: row.GetInt64(0), Id: row.GetString(1), DecidedAt: row.IsDBNull(2) ? (long?)null : row.GetInt64(2)),
                    token),
                cancellationToken);
            foreach (var (received, _, decidedAt) in batch)
            {
                if (decidedAt is { } decided)
                {
                    days[decided / DayLength] = DateTimeOffset.FromUnixTimeMilliseconds(received);
                }
            }

            if (batch.Count < BatchSize)
            {
                return days;
            }

            (at, id, _) = batch[^1];
        }
    }

    /// <summary>Writes the counts of a day in the place of earlier ones.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<int> WriteAsync(CountedDay day, DaySummary summary, CancellationToken cancellationToken) => store.WriteQuicklyAsync(
        (connection, token) => connection.ExecuteAsync(
            Upsert,
            [
                ("@day", day.Day),
                ("@counted", day.CountedAt.ToUnixTimeMilliseconds()),
                ("@format", (long)Format),
                ("@decisions", day.Rows),
                ("@content", JsonSerializer.Serialize(summary, SummaryJson.Default.DaySummary)),
                ("@criteria", JsonSerializer.Serialize(summary.Criteria, SummaryJson.Default.CriteriaSummary)),
            ],
            token),
        cancellationToken);

    /// <summary>Notes that days must be counted again. Until then, their former counts are there.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<int> MarkStaleAsync(IReadOnlyCollection<long> days, CancellationToken cancellationToken) => ForEachAsync("UPDATE decision_day SET counted_at = 0 WHERE day = @day", days, cancellationToken);

    /// <summary>Removes the counts of days.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<int> RemoveAsync(IReadOnlyCollection<long> days, CancellationToken cancellationToken) => ForEachAsync("DELETE FROM decision_day WHERE day = @day", days, cancellationToken);

    /// <summary>Reads how much is counted.</summary>
    /// <returns>The number of decisions, those that only rules in shadow were about among them, with the first and the last day; null when no day is counted.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public async Task<CountedExtent?> ReadExtentAsync(CancellationToken cancellationToken)
    {
        var days = await ReadDaysAsync(cancellationToken);
        return days.Count == 0 ? null : new CountedExtent(days.Sum(day => day.Rows), days.Min(day => day.Day), days.Max(day => day.Day));
    }

    private Task<int> ForEachAsync(string sql, IReadOnlyCollection<long> days, CancellationToken cancellationToken) => days.Count == 0 ? Task.FromResult(0) : store.WriteQuicklyAsync(
        (connection, token) => connection.ExecuteEachAsync(sql, days.Select(day => (IReadOnlyList<(string, object?)>)[("@day", day)]), token), cancellationToken);

    private static async Task<List<(long At, string Id, CountedDecision Decision)>> ReadBatchAsync(DbConnection connection, long at, long until, string id, CancellationToken cancellationToken)
    {
        List<(long At, string Id, CountedDecision Decision)> batch = [];
        List<CountedFeedback> feedback = [];
        await connection.QueryAsync(
            SelectRows,
            [("@at", at), ("@until", until), ("@id", id), ("@limit", (long)BatchSize)],
            row =>
            {
                // One line for each feedback on the card; those of a decision follow each other.
                if (batch.Count == 0 || !string.Equals(batch[^1].Id, row.GetString(1), StringComparison.Ordinal))
                {
                    batch.Add((row.GetInt64(0), row.GetString(1), ReadDecision(row, feedback = [])));
                }

                if (!row.IsDBNull(11))
                {
                    feedback.Add(new CountedFeedback(row.GetString(11) is "accepted", DecisionJson.Read<string>(row.GetString(12)), GivenReason.Of(row.TextOrNull(13), row.TextOrNull(14))));
                }

                return true;
            },
            cancellationToken);
        return batch;
    }

    private static CountedDecision ReadDecision(DbDataReader row, IReadOnlyList<CountedFeedback> feedback) => new(
        new SummaryKey(row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.TextOrNull(6), row.TextOrNull(7)),
        row.GetString(8),
        DecisionJson.Read<SuggestionRecord>(row.GetString(9)),
        DecisionJson.ReadCriteria(row.GetString(10), figures: null),
        feedback);
}

/// <summary>A day that is counted.</summary>
/// <param name="Day">The number of the day.</param>
/// <param name="CountedAt">The start of the counting; 1970 when it must be counted again.</param>
/// <param name="Rows">The number of rows that were counted.</param>
internal sealed record CountedDay(long Day, DateTimeOffset CountedAt, long Rows);

/// <summary>The days that are counted.</summary>
/// <param name="Rows">The number of rows that were counted.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day.</param>
internal sealed record CountedExtent(long Rows, long First, long Last);
