using System.Collections.Frozen;
using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>The state of one assessment: the record, the clock, and the criteria assessed so far.</summary>
internal sealed class AssessmentContext(
    PatientRecord record, AssessmentClock clock, PlanBodySites bodySites, FrozenDictionary<string, Criterion> criteria, string ordersId) : IAssessmentState
{
    private readonly CriterionState?[] _states = new CriterionState?[criteria.Count];
    private OrderLevels? _orderLevels;

    public PatientRecord Record => record;

    public AssessmentClock Clock => clock;

    public bool? OrdersAreInside { get; } = AreInside(record.Of(EvidenceKind.DraftOrder), bodySites);

    /// <summary>Determines whether an order adds a level of the spine to another order.</summary>
    public bool AddsLevel(EvidenceRecord order) => bodySites.AddOn >= 0 && order.Codes.Contains(bodySites.AddOn);

    /// <summary>Gets the levels of the spine that the orders of this call name.</summary>
    public OrderLevels OrderLevels => _orderLevels ??= OrderLevels.Of(this, bodySites);

    /// <summary>Sets the state of a criterion that was assessed before.</summary>
    public void SetState(Criterion criterion, CriterionState state) => _states[criterion.Index] = state;

    /// <summary>Takes over states of another assessment of the same record.</summary>
    /// <param name="other">The other assessment, whose criteria have all been assessed.</param>
    /// <param name="same">For each criterion of this one the index of the one in the other that finds the same; -1 when there is none.</param>
    public void TakeOver(AssessmentContext other, int[] same)
    {
        for (var index = 0; index < same.Length; index++)
        {
            if (same[index] >= 0)
            {
                _states[index] = other._states[same[index]];
            }
        }
    }

    public CriterionState StateOf(string id) => StateOf(criteria[id]);

    /// <summary>Assesses a criterion, once.</summary>
    public CriterionState StateOf(Criterion criterion) => _states[criterion.Index] ??= criterion.WithoutEvidence(this) ?? criterion.Assess(this);

    /// <summary>Determines whether a criterion is the one that selects the orders relevant to the plan.</summary>
    public bool IsTrigger(Criterion criterion) => string.Equals(criterion.Id, ordersId, StringComparison.Ordinal);

    // A part of the operation that was not selected does not start a review, but its content counts as it would at signing.
    public bool IsOwnOrder(EvidenceRecord order) =>
        order is not OrderRecord { IsSelected: false } ? StateOf(ordersId).Counted.Contains(order) : criteria[ordersId] is RecordCriterion trigger && trigger.Matches(order, this);

    public Reason? OrdersDoubt => StateOf(ordersId).Finding is { Result: CriterionResult.Unknown, Reason: var reason } ? reason : null;

    public Reason? LostEvidenceOf(string id) => criteria[id].LostEvidence(this);

    private static bool? AreInside(IReadOnlyList<EvidenceRecord> orders, PlanBodySites bodySites)
    {
        bool? inside = null;
        foreach (var order in orders)
        {
            if (order.EvidenceStatus is EvidenceStatus.Usable && bodySites.Includes(order) is { } stated)
            {
                inside = inside is true || stated;
            }
        }

        return inside;
    }
}
