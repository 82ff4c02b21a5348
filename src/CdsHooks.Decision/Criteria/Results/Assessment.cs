using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Results;

/// <summary>The results of all criteria for one patient, as the service, the command line and the workbench show them.</summary>
/// <param name="Plan">Canonical of the plan with its version, e.g. <c>https://…/PlanDefinition/lumbar-fusion|1.0.0</c>.</param>
/// <param name="SiteParameters">Id of the site parameters that were applied, or <c>seed</c> when the plan's defaults were used.</param>
/// <param name="Clock">The evaluation date and today.</param>
/// <param name="Criteria">Every enabled criterion, in the plan's order.</param>
/// <param name="Retrieval">The retrieval of each set of evidence.</param>
public sealed record Assessment(
    string Plan,
    string SiteParameters,
    AssessmentClock Clock,
    IReadOnlyList<Finding> Criteria,
    IReadOnlyList<Retrieval> Retrieval)
{
    private Dictionary<string, Finding>? _byId;

    /// <summary>Gets the kinds of evidence whose incomplete sets may have changed a result, rather than only its explanation; null for all.</summary>
    public IReadOnlySet<EvidenceKind>? Needs { get; init; }

    /// <summary>Gets the incomplete sets that may have changed a result.</summary>
    public IEnumerable<Retrieval> Unread => Retrieval.Where(set => !set.IsComplete && Needs?.Contains(set.Kind) is not false);

    /// <summary>Gets the counts of resources that were received but not used.</summary>
    public LeftOut LeftOut { get; init; }

    /// <summary>Finds the result of a criterion.</summary>
    /// <param name="id">The id of the criterion.</param>
    /// <returns>The finding; null when the plan has no such criterion, or it is not enabled.</returns>
    public Finding? Find(string id) =>
        (_byId ??= Criteria.ToDictionary(finding => finding.Id, StringComparer.Ordinal)).GetValueOrDefault(id);
}

/// <summary>The two dates that an assessment uses.</summary>
/// <param name="EvaluationDate">The evaluation date: look-backs, ages and durations start here. Never after <paramref name="Today"/>.</param>
/// <param name="Today">Evidence counts up to and including this day; anything later is ignored.</param>
public readonly record struct AssessmentClock(DateOnly EvaluationDate, DateOnly Today)
{
    /// <summary>Gets the number of days from the evaluation date to a day, negative before it; null for a day at either end of the calendar, which stands for any.</summary>
    internal int? DaysTo(DateOnly? day) => day is { } known && known != DateOnly.MinValue && known != DateOnly.MaxValue ? known.DayNumber - EvaluationDate.DayNumber : null;

    /// <summary>Gets the last day of a record that counts: the evaluation date for care under way, otherwise today.</summary>
    internal DateOnly LastDayOf(EvidenceRecord record) => record.EvidenceStatus is EvidenceStatus.InProgress ? EvaluationDate : Today;
}
