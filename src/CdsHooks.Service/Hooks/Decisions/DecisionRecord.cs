namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>What was answered about one call, as it is kept. Nothing in it says who the patient is: no ids of the call, no evidence, no dates of it.</summary>
/// <param name="Id">An id of its own.</param>
/// <param name="DecidedAt">When, to the millisecond.</param>
/// <param name="Service">The service that was called.</param>
/// <param name="Client">Who called.</param>
/// <param name="Plan">Canonical of the plan with its version.</param>
/// <param name="SiteParameters">Id of the site parameters in force, or <c>seed</c>.</param>
/// <param name="Row">The row of the decision table that matched.</param>
/// <param name="CardKind">The kind of the card; null when there was none.</param>
/// <param name="Card">The card's id, by which feedback names it; null when there was none.</param>
/// <param name="Suggestions">The card's suggestions.</param>
/// <param name="Criteria">Every enabled criterion, in the plan's order.</param>
/// <param name="Retrieval">How each set of evidence was got.</param>
/// <param name="Elapsed">From the call's arrival to the end of its answer.</param>
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
    TimeSpan Elapsed);
