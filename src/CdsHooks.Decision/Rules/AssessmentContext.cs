using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Rules;

/// <summary>One assessment under way: the record, the clock, and what has been decided so far.</summary>
internal sealed class AssessmentContext(PatientRecord record, AssessmentClock clock, PlanRegion region, IReadOnlyDictionary<string, Criterion> criteria)
{
    private readonly Dictionary<string, CriterionState> _states = new(criteria.Count, StringComparer.Ordinal);

    public PatientRecord Record => record;

    public AssessmentClock Clock => clock;

    /// <summary>Gets where the orders of this call say they are, for one that does not say itself: true inside, false outside, null unsaid.</summary>
    public bool? OrdersPlace { get; } = PlaceOf(record.Of(EvidenceKind.DraftOrder), region);

    /// <summary>Assesses a criterion, once.</summary>
    public CriterionState StateOf(string id)
    {
        if (!_states.TryGetValue(id, out var state))
        {
            state = criteria[id].Assess(this);
            _states.Add(id, state);
        }

        return state;
    }

    private static bool? PlaceOf(IReadOnlyList<EvidenceRecord> orders, PlanRegion region)
    {
        bool? place = null;
        foreach (var order in orders)
        {
            if (order.Standing is Standing.Usable && region.Places(order) is { } said)
            {
                place = place is true || said;
            }
        }

        return place;
    }
}
