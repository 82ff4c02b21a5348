using System.Text.Json.Serialization;

namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>The stored record of one decision. Nothing in it identifies the patient: no ids of the call, no texts and no dates of the evidence.</summary>
/// <param name="Id">The id of the record.</param>
/// <param name="DecidedAt">The time of the decision, to the millisecond.</param>
/// <param name="Service">The service that was called.</param>
/// <param name="Client">The name of the client that called.</param>
/// <param name="Plan">The canonical of the plan, with its version.</param>
/// <param name="SiteParameters">The id of the site parameters in force, or <c>seed</c>.</param>
/// <param name="Row">The row of the decision table that matched.</param>
/// <param name="CardKind">The kind of the card; null when there was none.</param>
/// <param name="Card">The card's id, by which feedback names it; null when there was none.</param>
/// <param name="Suggestions">The card's suggestions.</param>
/// <param name="Criteria">Every enabled criterion, in the plan's order.</param>
/// <param name="Retrieval">The retrieval outcome of each data set.</param>
/// <param name="Elapsed">The time from the arrival of the call to the end of its response.</param>
internal sealed record DecisionRecord(
    Guid Id,
    DateTimeOffset DecidedAt,
    string Service,
    string Client,
    string Plan,
    string SiteParameters,
    string Row,
    string? CardKind,
    string? Card,
    IReadOnlyList<SuggestionRecord> Suggestions,
    IReadOnlyList<CriterionRecord> Criteria,
    IReadOnlyList<RetrievalRecord> Retrieval,
    TimeSpan Elapsed)
{
    /// <summary>Gets the keyed hash of the patient's id; null unless a key is configured.</summary>
    public string? Patient { get; init; }

    /// <summary>Gets the number of days from the evaluation date to the day of the call, after which no evidence counts; null in a record of an earlier version.</summary>
    public int? Today { get; init; }

    /// <summary>Gets the parts of <see cref="Elapsed"/>; null in a record of an earlier version.</summary>
    public DecisionTimings? Timings { get; init; }

    /// <summary>Gets the hash of the rules in force; null where it is not known.</summary>
    public string? RulesVersion { get; init; }

    /// <summary>Gets what candidate rules would have answered, as JSON; null when there are none.</summary>
    public string? Shadow { get; init; }
}

/// <summary>The result of one criterion, without its evidence.</summary>
/// <param name="Id">The criterion's id.</param>
/// <param name="Result"><c>met</c>, <c>not-met</c> or <c>unknown</c>.</param>
/// <param name="Reason">The reason's code.</param>
/// <param name="Basis">The numbers behind it; null when there are none.</param>
internal readonly record struct CriterionRecord(string Id, string Result, string Reason, CriterionBasis? Basis = null);

/// <summary>The retrieval outcome of one data set.</summary>
/// <param name="Key">The prefetch key.</param>
/// <param name="Outcome">The outcome's code.</param>
/// <param name="Count">The number of resources received; null in a record of an earlier version.</param>
internal readonly record struct RetrievalRecord(string Key, string Outcome, int? Count = null);

/// <summary>One suggestion of a card.</summary>
/// <param name="Id">The suggestion's id, by which feedback names it.</param>
/// <param name="Codes">The codes of the suggested orders, as <c>system|code</c>.</param>
internal sealed record SuggestionRecord(string Id, IReadOnlyList<string> Codes);

/// <summary>The parts of the time of a call, in milliseconds.</summary>
/// <param name="Waiting">Waiting for a place among the calls at a time.</param>
/// <param name="Authentication">Authentication.</param>
/// <param name="Reading">Receiving and reading the body.</param>
/// <param name="Retrieval">Fetching the evidence that was not prefetched.</param>
/// <param name="Judging">Deciding.</param>
/// <param name="Writing">Writing the response.</param>
internal sealed record DecisionTimings(double Waiting, double Authentication, double Reading, double Retrieval, double Judging, double Writing)
{
    /// <summary>Gets the sum of the parts.</summary>
    [JsonIgnore]
    public TimeSpan Total => TimeSpan.FromMilliseconds(Waiting + Authentication + Reading + Retrieval + Judging + Writing);
}
