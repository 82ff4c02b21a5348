using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Results;

/// <summary>The whole tree of criteria with its results for one patient: what the service, the command line and the workbench all show.</summary>
/// <param name="Plan">Canonical of the plan with its version, e.g. <c>https://…/PlanDefinition/lumbar-fusion|1.0.0</c>.</param>
/// <param name="SiteParameters">Id of the site parameters that were applied, or <c>seed</c> when the plan's defaults were used.</param>
/// <param name="Clock">The evaluation date and today.</param>
/// <param name="Criteria">Every enabled criterion, in the plan's order.</param>
/// <param name="Retrieval">How each set of evidence was got.</param>
public sealed record Assessment(
    string Plan,
    string SiteParameters,
    AssessmentClock Clock,
    IReadOnlyList<Finding> Criteria,
    IReadOnlyList<Retrieval> Retrieval)
{
    private Dictionary<string, Finding>? _byId;

    /// <summary>Gets the kinds of resource of which a lost set may have changed a result, rather than only its explanation; null for all.</summary>
    public IReadOnlySet<EvidenceKind>? Needs { get; init; }

    /// <summary>Gets the sets that could not be read whole and may have changed a result.</summary>
    public IEnumerable<Retrieval> Unread => Retrieval.Where(set => !set.IsComplete && Needs?.Contains(set.Kind) is not false);

    /// <summary>Gets what was received and plays no part.</summary>
    public LeftOut LeftOut { get; init; }

    /// <summary>Finds a criterion's result.</summary>
    /// <param name="id">The criterion's id.</param>
    /// <returns>The finding, or null when the plan has no such criterion or it is not enabled.</returns>
    public Finding? Find(string id) =>
        (_byId ??= Criteria.ToDictionary(finding => finding.Id, StringComparer.Ordinal)).GetValueOrDefault(id);
}
