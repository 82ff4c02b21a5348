using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Hooks;

/// <summary>The <c>context</c> of an order-sign or order-select call.</summary>
public sealed class HookContext
{
    internal HookContext(
        string userId,
        string patientId,
        string? encounterId,
        IReadOnlyList<DraftedOrder> draftOrders)
    {
        UserId = userId;
        PatientId = patientId;
        EncounterId = encounterId;
        DraftOrders = draftOrders;
    }

    /// <summary>Gets the current user, as sent: usually <c>Practitioner/1</c>, but any text that is not empty.</summary>
    public string UserId { get; }

    /// <summary>Gets the patient's logical id, without <c>Patient/</c>; never empty. Identifying: never logged.</summary>
    public string PatientId { get; }

    /// <summary>Gets the encounter's logical id, without <c>Encounter/</c>, or null when none was sent.</summary>
    public string? EncounterId { get; }

    /// <summary>
    /// Gets every resource of the <c>draftOrders</c> Bundle in the order sent, of any type and status; empty for an empty Bundle.
    /// No order refers to a patient other than <see cref="PatientId"/>. All are selected in order-sign, at least one in order-select.
    /// </summary>
    public IReadOnlyList<DraftedOrder> DraftOrders { get; }

    /// <summary>Gets the payers' coverage information about single draft orders; usually empty.</summary>
    public IReadOnlyList<CoverageInformation> Coverage { get; internal init; } = [];
}

/// <summary>A payer's statement about the coverage of one draft order (Da Vinci CRD, <c>ext-coverage-information</c>), as sent.</summary>
/// <param name="Order">The type and id of the order, such as <c>ServiceRequest/1</c>.</param>
/// <param name="Covered">The coverage, a code such as <c>not-covered</c>; null when it cannot be read.</param>
/// <param name="Authorization">The need for prior authorization, a code such as <c>auth-needed</c>; null when it is absent or cannot be read.</param>
/// <param name="Documentation">The required documentation, codes such as <c>clinical</c>; can be empty.</param>
/// <param name="Date">The date of the statement, as a FHIR date; null when it cannot be read.</param>
public sealed record CoverageInformation(string Order, string? Covered, string? Authorization, IReadOnlyList<string> Documentation, string? Date);

/// <summary>The supported hooks.</summary>
public static class HookNames
{
    /// <summary>A clinician is about to sign orders.</summary>
    public const string OrderSign = "order-sign";

    /// <summary>A clinician has selected orders and can still change them.</summary>
    public const string OrderSelect = "order-select";
}
