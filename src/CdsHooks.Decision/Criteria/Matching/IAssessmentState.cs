using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>The state on which a match may depend besides the record: the other evidence, the dates, and the states of other criteria.</summary>
internal interface IAssessmentState
{
    /// <summary>Gets the patient's record.</summary>
    PatientRecord Record { get; }

    /// <summary>Gets the evaluation date and today.</summary>
    AssessmentClock Clock { get; }

    /// <summary>Gets the location that the orders of the call state: true inside the body sites of the plan, false outside, null when not stated.</summary>
    bool? OrdersAreInside { get; }

    /// <summary>Gets the reason why it is not known whether a selected order is relevant to the plan; null when it is known.</summary>
    Reason? OrdersDoubt { get; }

    /// <summary>Gets the state of another criterion, assessed once.</summary>
    /// <param name="id">The id of the criterion.</param>
    CriterionState StateOf(string id);

    /// <summary>Gets the reason why evidence of another criterion may be missing even if it is met.</summary>
    /// <param name="id">The id of the criterion.</param>
    /// <returns>The reason; null when every set that the criterion reads is complete.</returns>
    Reason? LostEvidenceOf(string id);

    /// <summary>Determines whether an order is relevant to the plan, rather than another order of the call.</summary>
    bool IsOwnOrder(EvidenceRecord order);
}
