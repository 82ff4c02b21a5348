using CdsHooks.Decision.Plan;

namespace CdsHooks.Workbench.Explain;

/// <summary>A plan in plain words, as people read it, with the values in force. Contains what is switched off, too, and says so.</summary>
/// <param name="Header">The plan's own description.</param>
/// <param name="Orders">The criterion that determines the orders that the plan covers.</param>
/// <param name="Criteria">The criteria, in the order of the file.</param>
/// <param name="Rows">The rows of the decision table: the first that matches decides.</param>
/// <param name="Cards">The cards.</param>
/// <param name="Parameters">The values that a site may set.</param>
/// <param name="Limits">The limits between two parameters.</param>
/// <param name="Sources">Every source that the plan cites, once.</param>
internal sealed record PlainPlan(
    PlainHeader Header,
    PlainCriterion Orders,
    IReadOnlyList<PlainCriterion> Criteria,
    IReadOnlyList<PlainRow> Rows,
    IReadOnlyList<PlainCard> Cards,
    IReadOnlyList<PlainParameter> Parameters,
    IReadOnlyList<PlainLimit> Limits,
    IReadOnlyList<PlainSource> Sources)
{
    private readonly Dictionary<string, PlainCriterion> _definitions = Definitions(Criteria.Prepend(Orders));

    /// <summary>Gets every criterion once, from top to bottom.</summary>
    public IEnumerable<PlainCriterion> Definitions() => _definitions.Values;

    /// <summary>Finds a criterion by its id, else by its key (<c>I2</c>), whatever the case; null when there is none.</summary>
    public PlainCriterion? FindCriterion(string name) =>
        _definitions.GetValueOrDefault(name) ?? _definitions.Values.FirstOrDefault(criterion => IsNamed(criterion.Id, criterion.Key, name));

    /// <summary>Finds a card by its id or its key (<c>K1</c>), whatever the case; null when there is none.</summary>
    public PlainCard? FindCard(string name) => Cards.FirstOrDefault(card => IsNamed(card.Id, card.Key, name));

    /// <summary>Lists the rows of the decision table with a condition on a criterion.</summary>
    public IEnumerable<PlainRow> RowsThatUse(PlainCriterion criterion) =>
        Rows.Where(row => row.When.Any(condition => string.Equals(condition.Criterion, criterion.Id, StringComparison.Ordinal)));

    /// <summary>Lists the rows of the decision table that show a card.</summary>
    public IEnumerable<PlainRow> RowsThatShow(PlainCard card) => Rows.Where(row => string.Equals(row.Card, card.Id, StringComparison.Ordinal));

    private static Dictionary<string, PlainCriterion> Definitions(IEnumerable<PlainCriterion> roots)
    {
        Dictionary<string, PlainCriterion> definitions = new(StringComparer.Ordinal);
        foreach (var criterion in roots.SelectMany(root => root.WithDescendants()).Where(criterion => !criterion.IsReference))
        {
            definitions.TryAdd(criterion.Id, criterion);
        }

        return definitions;
    }

    private static bool IsNamed(string? id, string? key, string name) =>
        string.Equals(id, name, StringComparison.OrdinalIgnoreCase) || string.Equals(key, name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The plan's own description.</summary>
/// <param name="Id">The last part of the canonical.</param>
/// <param name="Title">The title; the canonical when it has none.</param>
/// <param name="Version">The plan's version.</param>
/// <param name="Date">The day of that version; null when it states none.</param>
/// <param name="Canonical">The canonical URL with the version.</param>
/// <param name="SiteParameters">The id of the site parameters in force; <c>seed</c> for the plan's defaults.</param>
internal sealed record PlainHeader(string Id, string Title, string? Version, string? Date, string Canonical, string SiteParameters)
{
    /// <summary>Gets a value indicating whether the plan's own values are in force.</summary>
    public bool IsDefault => SiteParameters is RuleSetLoader.DefaultSiteParameters;

    public string? Description { get; init; }

    public string? Purpose { get; init; }

    public string? Usage { get; init; }

    public string? Copyright { get; init; }

    public string? Publisher { get; init; }
}
