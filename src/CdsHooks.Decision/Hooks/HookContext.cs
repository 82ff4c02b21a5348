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

    /// <summary>Gets who is at the screen, as sent: usually <c>Practitioner/1</c>, any text that is not empty.</summary>
    public string UserId { get; }

    /// <summary>Gets the patient's logical id, without <c>Patient/</c>; never empty. Identifying: not for logs.</summary>
    public string PatientId { get; }

    /// <summary>Gets the encounter's logical id, without <c>Encounter/</c>, or null when none was sent.</summary>
    public string? EncounterId { get; }

    /// <summary>
    /// Gets every resource of the <c>draftOrders</c> Bundle in the order sent, whatever its type and status; empty for an empty Bundle.
    /// No order in it names another patient than <see cref="PatientId"/>. All are selected in order-sign, at least one in order-select.
    /// </summary>
    public IReadOnlyList<DraftedOrder> DraftOrders { get; }

    /// <summary>Gets what payers have said about the coverage of single draft orders; usually empty.</summary>
    public IReadOnlyList<CoverageInformation> Coverage { get; internal init; } = [];
}
