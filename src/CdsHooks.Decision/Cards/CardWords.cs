using System.Globalization;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Cards;

/// <summary>The texts of inserts, and their greatest lengths on one plain line.</summary>
internal static class CardWords
{
    public const string None = "none";
    public const string UnknownDate = "date unknown";
    public const string UnknownCount = "an unknown number of";
    public const string NoValue = "no value";
    public const string NotSettled = "not settled";
    public const string UnresolvedRecord = "a record that the order points to";
    public const string Record = "a record";
    public const string Separator = "; ";
    public const int MaxItems = 3;
    public const int DateLength = 10;
    private const int LongestMore = 22;
    private const int LongestDates = 60;

    public static int LongestOrders => (MaxItems * (ChartText.PlainLimit + Separator.Length)) + LongestMore;

    public static int LongestEvidence => (MaxItems * (ChartText.PlainLimit + LongestDates + (2 * Separator.Length))) + LongestMore;

    public static int LongestEvaluationDate => DateLength + " (today )".Length + DateLength;

    public static int LongestLeftOut => Of(new LeftOut(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)).Length;

    public static int LongestUnread => PrefetchKeys.All.Sum(key => Of(key.Key).Length + " (not requested); ".Length);

    public static int LongestFirstUnread => PrefetchKeys.All.Max(key => Of(key.Key).Length) + " (request failed)".Length + LongestMore;

    public static string More(int count) => string.Create(CultureInfo.InvariantCulture, $" and {count} more");

    /// <summary>Writes a number with its noun.</summary>
    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}");

    /// <summary>Writes a count: zero where nothing was found, but not where the records could not be read.</summary>
    public static string Count(int? count, CriterionResult? result) => (count, result) switch
    {
        ({ } known, _) => known.ToString(CultureInfo.InvariantCulture),
        (null, CriterionResult.NotMet) => "0",
        _ => UnknownCount,
    };

    public static string Of(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Of(AssessmentClock clock) =>
        clock.EvaluationDate == clock.Today ? Of(clock.EvaluationDate) : $"{Of(clock.EvaluationDate)} (today {Of(clock.Today)})";

    /// <summary>Gets a clinician's name for a data set: <c>medicationRequests</c> are prescriptions.</summary>
    public static string Of(string key) => key switch
    {
        "conditions" => "diagnoses",
        "encounters" => "visits",
        "medicationRequests" => "prescriptions",
        "serviceRequests" => "orders",
        "diagnosticReports" => "reports",
        "questionnaireResponses" => "questionnaires",
        _ => string.Concat(key.Select(letter => char.IsAsciiLetterUpper(letter) ? " " + char.ToLowerInvariant(letter) : letter.ToString())),
    };

    /// <summary>Writes the data sets that could not be read, by outcome: <c>diagnoses, visits (timed out); reports (failed)</c>.</summary>
    public static string Unread(IEnumerable<Retrieval> retrieval) => string.Join(Separator, retrieval
        .Where(set => !set.IsComplete)
        .GroupBy(set => set.Outcome)
        .Select(alike => $"{string.Join(", ", alike.Select(set => Of(set.Key)))} ({Of(alike.Key)})"));

    /// <summary>Writes the first data set that could not be read, and the number of others.</summary>
    public static string FirstUnread(IEnumerable<Retrieval> retrieval)
    {
        var unread = retrieval.Where(set => !set.IsComplete).ToList();
        return unread.Count switch
        {
            0 => string.Empty,
            1 => $"{Of(unread[0].Key)} ({Of(unread[0].Outcome)})",
            _ => $"{Of(unread[0].Key)} ({Of(unread[0].Outcome)}){More(unread.Count - 1)}",
        };
    }

    public static string Of(LeftOut leftOut)
    {
        var uncoded = string.Join(", ", new[]
        {
            Counted(leftOut.Diagnoses, "diagnosis", "diagnoses"),
            Counted(leftOut.Observations, "observation", "observations"),
            Counted(leftOut.Procedures, "procedure", "procedures"),
        }.Where(words => words.Length > 0));
        return string.Join(Separator, new[]
        {
            Records(leftOut.Future, "dated after today"),
            Records(leftOut.OtherPatient, "about another patient"),
            uncoded.Length == 0 ? uncoded : uncoded + " without a code that this rule reads",
        }.Where(words => words.Length > 0));
    }

    private static string Records(int count, string which) => count switch
    {
        0 => string.Empty,
        1 => $"1 record {which}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} records {which}"),
    };

    private static string Counted(int count, string one, string many) => count switch
    {
        0 => string.Empty,
        1 => $"1 {one}",
        _ => Count(count, many),
    };

    private static string Of(RetrievalOutcome outcome) => outcome switch
    {
        RetrievalOutcome.NotRequested => "not requested",
        RetrievalOutcome.Truncated => "only in part",
        RetrievalOutcome.Forbidden => "not permitted",
        RetrievalOutcome.TimedOut => "timed out",
        RetrievalOutcome.Failed => "request failed",
        RetrievalOutcome.Unparseable => "not readable",
        RetrievalOutcome.Prefetched or RetrievalOutcome.Fetched or RetrievalOutcome.Empty => "read",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
