namespace CdsHooks.Decision.Criteria.Results;

/// <summary>The description of a criterion for readers, on cards, explanations and pages.</summary>
/// <param name="Id">Its id, e.g. <c>physical-therapy</c>.</param>
/// <param name="Prefix">Its key in the clinical document, e.g. <c>C1</c>; null when it has none.</param>
/// <param name="Title">Its name.</param>
/// <param name="Description">The requirement in plain words; may contain parameter inserts.</param>
/// <param name="ShortForm">Its name in summaries; may contain inserts; null when it has none.</param>
/// <param name="Kind">Its kind, e.g. <c>events</c> or <c>all</c>.</param>
/// <param name="Members">Ids of a group's members in order, references resolved; empty for leaves.</param>
/// <param name="Citations">Citations of its sources; empty when it has none.</param>
public sealed record CriterionOutline(
    string Id,
    string? Prefix,
    string Title,
    string Description,
    string? ShortForm,
    string Kind,
    IReadOnlyList<string> Members,
    IReadOnlyList<string> Citations)
{
    /// <summary>Gets the names of the parameters that its settings and those of its inputs take their values from.</summary>
    public IReadOnlyCollection<string> Parameters { get; init; } = [];

    /// <summary>
    /// Gets the names of the parameters that are more than a limit for a number, such as look-backs, lists and switches of inputs: the numbers behind a
    /// finding do not tell what another value would do.
    /// </summary>
    public IReadOnlyCollection<string> OtherParameters { get; init; } = [];
}
