using CdsHooks.Decision.Cards;

namespace CdsHooks.Decision;

/// <summary>What a decision needs beside the chart: the time, the client's taste, and a source of ids.</summary>
/// <param name="Now">The present, in the site's time zone.</param>
/// <param name="EvaluationDate">A day that replaces both the evaluation date and today (replays, tests); null to take the evaluation date from the orders.</param>
/// <param name="Options">How the client wants its card.</param>
/// <param name="NextUuid">Draws the ids of cards and suggestions.</param>
public sealed record PlanQuestion(DateTimeOffset Now, DateOnly? EvaluationDate, CardOptions Options, Func<Guid> NextUuid);
