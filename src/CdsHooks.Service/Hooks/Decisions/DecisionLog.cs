using System.Data.Common;
using CdsHooks.Service.Host.Store;

namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>The decisions in the store.</summary>
internal sealed class DecisionLog(StoreAccess store)
{
    /// <summary>The columns that <see cref="Read(DbDataReader, int)"/> reads, of a table with the alias <c>d</c>.</summary>
    public const string Columns =
        "d.id, d.decided_at, d.service, d.client, d.plan, d.site_profile, d.matched_row, d.card_kind, d.card, d.suggestions, d.criteria, d.retrieval, d.elapsed_ms, d.figures, d.today, d.timings, d.rules_version, d.shadow, d.patient";

    private const string Insert = """
        INSERT INTO decision (id, decided_at, service, client, plan, site_profile, matched_row, card_kind, card, suggestions, criteria, retrieval, elapsed_ms, figures, today, timings, rules_version, shadow, patient)
        VALUES (@id, @decided, @service, @client, @plan, @profile, @row, @kind, @card, @suggestions, @criteria, @retrieval, @elapsed, @figures, @today, @timings, @rules, @shadow, @patient)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Writes decisions in one transaction; those that are already stored stay unchanged.</summary>
    /// <returns>The number of new decisions.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<int> WriteAsync(IReadOnlyList<DecisionRecord> decisions, CancellationToken cancellationToken) => store.WriteAsync(
        (connection, token) => connection.ExecuteEachAsync(Insert, decisions.Select(ParametersOf), token),
        cancellationToken);

    /// <summary>Reads decisions.</summary>
    /// <param name="since">The earliest instant, inclusive.</param>
    /// <param name="limit">The largest number to return.</param>
    /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
    /// <returns>The decisions, oldest first.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<List<DecisionRecord>> ReadAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) => store.ReadAsync(
        (connection, token) => connection.QueryAsync(
            $"SELECT {Columns} FROM decision d WHERE d.decided_at >= @since ORDER BY d.decided_at, d.id LIMIT @limit",
            [("@since", since.ToUnixTimeMilliseconds()), ("@limit", limit)],
            row => Read(row, 0),
            token),
        cancellationToken);

    /// <summary>Reads the latest decisions.</summary>
    /// <param name="limit">The largest number to return.</param>
    /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
    /// <returns>The decisions, newest first.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<List<DecisionRecord>> ReadLatestAsync(int limit, CancellationToken cancellationToken) => store.ReadAsync(
        (connection, token) => connection.QueryAsync(
            $"SELECT {Columns} FROM decision d ORDER BY d.decided_at DESC, d.id DESC LIMIT @limit",
            [("@limit", limit)],
            row => Read(row, 0),
            token),
        cancellationToken);

    /// <summary>Reads the decisions that follow another one.</summary>
    /// <param name="at">The instant of that decision, or the earliest instant.</param>
    /// <param name="id">The id of that decision; the empty one for all from that instant on.</param>
    /// <param name="limit">The largest number to return.</param>
    /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
    /// <returns>The decisions, oldest first.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<List<DecisionRecord>> ReadAfterAsync(DateTimeOffset at, Guid id, int limit, CancellationToken cancellationToken) => store.ReadAsync(
        (connection, token) => connection.QueryAsync(
            $"SELECT {Columns} FROM decision d WHERE d.decided_at > @at OR (d.decided_at = @at AND d.id > @id) ORDER BY d.decided_at, d.id LIMIT @limit",
            [("@at", at.ToUnixTimeMilliseconds()), ("@id", id.ToString("D")), ("@limit", limit)],
            row => Read(row, 0),
            token),
        cancellationToken);

    /// <summary>Reads one decision.</summary>
    /// <param name="row">A row that has <see cref="Columns"/>.</param>
    /// <param name="first">The index of the first of these columns.</param>
    public static DecisionRecord Read(DbDataReader row, int first) => new(
        Guid.Parse(row.GetString(first)),
        row.Instant(first + 1),
        row.GetString(first + 2),
        row.GetString(first + 3),
        row.GetString(first + 4),
        row.GetString(first + 5),
        row.GetString(first + 6),
        row.TextOrNull(first + 7),
        row.TextOrNull(first + 8),
        DecisionJson.Read<SuggestionRecord>(row.GetString(first + 9)),
        DecisionJson.ReadCriteria(row.GetString(first + 10), row.TextOrNull(first + 13)),
        DecisionJson.Read<RetrievalRecord>(row.GetString(first + 11)),
        MillisecondsConverter.OfNumber(row.GetDouble(first + 12)))
    {
        Today = row.IsDBNull(first + 14) ? null : (int)row.GetInt64(first + 14),
        Timings = DecisionJson.ReadTimings(row.TextOrNull(first + 15)),
        RulesVersion = row.TextOrNull(first + 16),
        Shadow = row.TextOrNull(first + 17),
        Patient = row.TextOrNull(first + 18),
    };

    private static IReadOnlyList<(string Name, object? Value)> ParametersOf(DecisionRecord decision) =>
    [
        ("@id", decision.Id.ToString("D")),
        ("@decided", decision.DecidedAt.ToUnixTimeMilliseconds()),
        ("@service", decision.Service),
        ("@client", decision.Client),
        ("@plan", decision.Plan),
        ("@profile", decision.SiteParameters),
        ("@row", decision.Row),
        ("@kind", decision.CardKind),
        ("@card", decision.Card),
        ("@suggestions", DecisionJson.Write(decision.Suggestions)),
        ("@criteria", DecisionJson.WriteCriteria(decision.Criteria)),
        ("@retrieval", DecisionJson.Write(decision.Retrieval)),
        ("@elapsed", decision.Elapsed.TotalMilliseconds),
        ("@figures", DecisionJson.WriteFigures(decision.Criteria)),
        ("@today", decision.Today),
        ("@timings", DecisionJson.WriteTimings(decision.Timings)),
        ("@rules", decision.RulesVersion),
        ("@shadow", decision.Shadow),
        ("@patient", decision.Patient),
    ];
}
