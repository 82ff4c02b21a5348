using System.Collections.Frozen;
using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>One assessment under way: the record, the clock, and what has been decided so far.</summary>
internal sealed class AssessmentContext(
    PatientRecord record, AssessmentClock clock, PlanBodySites bodySites, FrozenDictionary<string, Criterion> criteria, string ordersId) : IAssessmentState
{
    private readonly CriterionState?[] _states = new CriterionState?[criteria.Count];
    private OrderLevels? _orderLevels;

    public PatientRecord Record => record;

    public AssessmentClock Clock => clock;

    /// <summary>Gets where the orders of this call say they are, for one that does not say itself: true inside, false outside, null unsaid.</summary>
    public bool? OrdersAreInside { get; } = AreInside(record.Of(EvidenceKind.DraftOrder), bodySites);

    /// <summary>Whether an order adds a level of the spine to another one.</summary>
    public bool AddsLevel(EvidenceRecord order) => bodySites.AddOn >= 0 && order.Codes.Contains(bodySites.AddOn);

    /// <summary>Gets the levels of the spine that the orders of this call name.</summary>
    public OrderLevels OrderLevels => _orderLevels ??= OrderLevels.Of(this, bodySites);

    /// <summary>Takes over what a criterion was found to be before.</summary>
    public void Take(Criterion criterion, CriterionState state) => _states[criterion.Index] = state;

    /// <summary>Assesses a criterion, once.</summary>
    public CriterionState StateOf(string id) => StateOf(criteria[id]);

    /// <summary>Assesses a criterion, once.</summary>
    public CriterionState StateOf(Criterion criterion) => _states[criterion.Index] ??= criterion.WithoutEvidence(this) ?? criterion.Assess(this);

    /// <summary>Whether a criterion is the one that says which orders the plan is about.</summary>
    public bool IsTrigger(Criterion criterion) => string.Equals(criterion.Id, ordersId, StringComparison.Ordinal);

    /// <summary>
    /// Says whether an order is one that the plan is about, not one that stands beside it. A part of the operation that was not
    /// selected starts nothing, but what it states is what would count at signing.
    /// </summary>
    public bool IsOwnOrder(EvidenceRecord order) =>
        order is not OrderRecord { IsSelected: false } ? StateOf(ordersId).Counted.Contains(order) : criteria[ordersId] is RecordCriterion trigger && trigger.Matches(order, this);

    /// <summary>Why it cannot be told whether a selected order is one that the plan is about; null when it can.</summary>
    public Reason? OrdersDoubt => StateOf(ordersId).Finding is { Result: CriterionResult.Unknown, Reason: var reason } ? reason : null;

    /// <summary>Why evidence of a criterion may be missing although it is met; null when every set it reads is in hand.</summary>
    public Reason? LostEvidenceOf(string id) => criteria[id].LostEvidence(this);

    private static bool? AreInside(IReadOnlyList<EvidenceRecord> orders, PlanBodySites bodySites)
    {
        bool? inside = null;
        foreach (var order in orders)
        {
            if (order.EvidenceStatus is EvidenceStatus.Usable && bodySites.Includes(order) is { } said)
            {
                inside = inside is true || said;
            }
        }

        return inside;
    }
}
