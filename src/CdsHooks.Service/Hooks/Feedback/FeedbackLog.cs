using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Host.Store;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>The feedback in the store.</summary>
internal sealed class FeedbackLog(StoreAccess store, IOptions<FeedbackOptions> options, TimeProvider clock)
{
    private const int ShortComment = 80;
    private const int MediumComment = 400;
    private const int LongestComment = 4000;

    private const string Insert = """
        INSERT INTO feedback (id, received_at, service, client, card, outcome, outcome_at, suggestions, reason_system, reason_code, comment_length, comment)
        VALUES (@id, @received, @service, @client, @card, @outcome, @at, @suggestions, @system, @code, @length, @comment)
        ON CONFLICT DO NOTHING
        """;

    private const string Select = $"""
        SELECT f.received_at, f.service, f.client, f.card, f.outcome, f.outcome_at, f.suggestions, f.reason_system, f.reason_code, f.comment_length, f.comment,
          {DecisionLog.Columns}
        FROM feedback f LEFT JOIN decision d ON d.card = f.card AND d.client = f.client
        WHERE f.received_at >= @since
        ORDER BY f.received_at, f.id
        LIMIT @limit
        """;

    private const int DecisionColumn = 11;

    /// <summary>Writes feedback in one transaction; entries that are already stored stay unchanged.</summary>
    /// <param name="service">The service that received it.</param>
    /// <param name="client">The client that sent it.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    /// <returns>The number of new entries.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<int> WriteAsync(string service, string client, IReadOnlyList<FeedbackEntry> entries, CancellationToken cancellationToken) => store.WriteAsync(
        (connection, token) => connection.ExecuteEachAsync(Insert, entries.Select(entry => ParametersOf(service, client, entry)), token),
        cancellationToken);

    /// <summary>Reads feedback, each entry with the decision that produced its card.</summary>
    /// <param name="since">The earliest instant, inclusive.</param>
    /// <param name="limit">The largest number to return.</param>
    /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
    /// <returns>The feedback, oldest first.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<List<RecordedFeedback>> ReadAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) => store.ReadAsync(
        (connection, token) => connection.QueryAsync(Select, [("@since", since.ToUnixTimeMilliseconds()), ("@limit", limit)], Read, token),
        cancellationToken);

    /// <summary>Reads the stored feedback that follows another entry.</summary>
    /// <param name="at">The time of receipt of that entry, or the earliest time.</param>
    /// <param name="id">The id of that entry; empty for all from that time on.</param>
    /// <param name="limit">The largest number to return.</param>
    /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
    /// <returns>The feedback, oldest first.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<List<FeedbackRecord>> ReadAfterAsync(DateTimeOffset at, string id, int limit, CancellationToken cancellationToken) => store.ReadAsync(
        (connection, token) => connection.QueryAsync(
            """
            SELECT id, received_at, service, client, card, outcome, outcome_at, suggestions, reason_system, reason_code, comment_length, comment FROM feedback
            WHERE received_at > @at OR (received_at = @at AND id > @id) ORDER BY received_at, id LIMIT @limit
            """,
            [("@at", at.ToUnixTimeMilliseconds()), ("@id", id), ("@limit", limit)],
            ReadRecord,
            token),
        cancellationToken);

    /// <summary>Writes feedback as it was stored elsewhere, in one transaction; entries that are already stored stay unchanged.</summary>
    /// <returns>The number of new entries.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<int> WriteAsync(IReadOnlyList<FeedbackRecord> records, CancellationToken cancellationToken) => store.WriteAsync(
        (connection, token) => connection.ExecuteEachAsync(Insert, records.Select(ParametersOf), token),
        cancellationToken);

    private static FeedbackRecord ReadRecord(DbDataReader row) => new(
        row.GetString(0),
        row.Instant(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.Instant(6),
        DecisionJson.Read<string>(row.GetString(7)),
        row.TextOrNull(8),
        row.TextOrNull(9),
        row.GetString(10),
        row.TextOrNull(11));

    private static IReadOnlyList<(string Name, object? Value)> ParametersOf(FeedbackRecord record) =>
    [
        ("@id", record.Id),
        ("@received", record.ReceivedAt.ToUnixTimeMilliseconds()),
        ("@service", record.Service),
        ("@client", record.Client),
        ("@card", record.Card),
        ("@outcome", record.Outcome),
        ("@at", record.OutcomeAt.ToUnixTimeMilliseconds()),
        ("@suggestions", DecisionJson.Write(record.Suggestions)),
        ("@system", record.ReasonSystem),
        ("@code", record.ReasonCode),
        ("@length", record.CommentLength),
        ("@comment", record.Comment),
    ];

    private static RecordedFeedback Read(DbDataReader row) => new(
        row.Instant(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        Enum.Parse<FeedbackOutcome>(row.GetString(4), ignoreCase: true),
        row.Instant(5),
        DecisionJson.Read<string>(row.GetString(6)),
        row.TextOrNull(7),
        row.TextOrNull(8),
        Enum.Parse<CommentLength>(row.GetString(9), ignoreCase: true),
        row.TextOrNull(10),
        row.IsDBNull(DecisionColumn) ? null : DecisionLog.Read(row, DecisionColumn));

    private IReadOnlyList<(string Name, object? Value)> ParametersOf(string service, string client, FeedbackEntry entry) =>
    [
        ("@id", IdOf(client, entry)),
        ("@received", clock.GetUtcNow().ToUnixTimeMilliseconds()),
        ("@service", service),
        ("@client", client),
        ("@card", entry.Card),
        ("@outcome", CodeOf(entry.Outcome)),
        ("@at", entry.OutcomeAt.ToUnixTimeMilliseconds()),
        ("@suggestions", DecisionJson.Write(entry.AcceptedSuggestions)),
        ("@system", entry.Override.System),
        ("@code", entry.Override.Code),
        ("@length", CodeOf(LengthOf(entry.Override.Comment))),
        ("@comment", options.Value.KeepComments ? Storable(entry.Override.Comment) : null),
    ];

    /// <summary>Computes an id that is the same for the same feedback, so that sending it again changes nothing. None of the parts contains a line break.</summary>
    private static string IdOf(string client, FeedbackEntry entry)
    {
        string?[] parts =
        [
            client, entry.Card, CodeOf(entry.Outcome), entry.OutcomeAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
            entry.Override.System, entry.Override.Code, .. entry.AcceptedSuggestions.Order(StringComparer.Ordinal),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }

    private static string CodeOf(FeedbackOutcome outcome) => outcome is FeedbackOutcome.Accepted ? "accepted" : "overridden";

    private static string CodeOf(CommentLength length) => length switch
    {
        CommentLength.None => "none",
        CommentLength.Short => "short",
        CommentLength.Medium => "medium",
        _ => "long",
    };

    private static CommentLength LengthOf(string? comment) => comment?.Length switch
    {
        null => CommentLength.None,
        <= ShortComment => CommentLength.Short,
        <= MediumComment => CommentLength.Medium,
        _ => CommentLength.Long,
    };

    /// <summary>Shortens a comment and replaces control characters: PostgreSQL rejects NUL, and both databases reject an unpaired surrogate.</summary>
    private static string? Storable(string? comment)
    {
        if (comment is null)
        {
            return null;
        }

        var length = Math.Min(comment.Length, char.IsHighSurrogate(comment[Math.Min(comment.Length, LongestComment) - 1]) ? LongestComment - 1 : LongestComment);
        return string.Create(length, comment, (stored, whole) =>
        {
            for (var index = 0; index < stored.Length; index++)
            {
                stored[index] = char.IsControl(whole[index]) && whole[index] is not '\n' ? ' ' : whole[index];
            }
        });
    }
}
