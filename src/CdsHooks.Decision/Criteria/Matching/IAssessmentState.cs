using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>Gives what the match of a record may depend on beside the record: the other evidence, the date, and what other criteria came to.</summary>
internal interface IAssessmentState
{
    /// <summary>Gets the patient's record.</summary>
    PatientRecord Record { get; }

    /// <summary>Gets the evaluation date and today.</summary>
    AssessmentClock Clock { get; }

    /// <summary>Gets where the orders of the call say they are: true inside the plan's body sites, false outside, null where they do not say.</summary>
    bool? OrdersAreInside { get; }

    /// <summary>Gets why it cannot be told whether a selected order is one that the plan is about; null when it can.</summary>
    Reason? OrdersDoubt { get; }

    /// <summary>Assesses another criterion, once.</summary>
    /// <param name="id">Its id.</param>
    CriterionState StateOf(string id);

    /// <summary>Says why evidence of another criterion may be missing although it is met.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The reason; null when every set that it reads is available.</returns>
    Reason? LostEvidenceOf(string id);

    /// <summary>Says whether an order is one that the plan is about, not one beside it.</summary>
    bool IsOwnOrder(EvidenceRecord order);
}
