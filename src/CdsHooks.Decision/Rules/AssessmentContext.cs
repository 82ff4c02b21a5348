using System.Collections.Frozen;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Rules;

/// <summary>One assessment under way: the record, the clock, and what has been decided so far.</summary>
internal sealed class AssessmentContext(
    PatientRecord record, AssessmentClock clock, PlanRegion region, FrozenDictionary<string, Criterion> criteria, string ordersId)
{
    private readonly CriterionState?[] _states = new CriterionState?[criteria.Count];

    public PatientRecord Record => record;

    public AssessmentClock Clock => clock;

    /// <summary>Gets where the orders of this call say they are, for one that does not say itself: true inside, false outside, null unsaid.</summary>
    public bool? OrdersPlace { get; } = PlaceOf(record.Of(EvidenceKind.DraftOrder), region);

    /// <summary>Assesses a criterion, once.</summary>
    public CriterionState StateOf(string id) => StateOf(criteria[id]);

    /// <summary>Assesses a criterion, once.</summary>
    public CriterionState StateOf(Criterion criterion) => _states[criterion.Index] ??= criterion.WithoutEvidence(this) ?? criterion.Assess(this);

    /// <summary>Says whether an order is one that the plan is about, not one that is signed beside it.</summary>
    public bool IsOwnOrder(EvidenceRecord order) => StateOf(ordersId).Counted.Contains(order);

    /// <summary>Why evidence of a criterion may be missing although it is met; null when every set it reads is in hand.</summary>
    public Reason? LostEvidenceOf(string id) => criteria[id].LostEvidence(this);

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
