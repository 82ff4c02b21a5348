using System.Text.Json.Nodes;

namespace CdsHooks.Service.Host.Description;

/// <summary>The body of a call, as far as it is read. Unknown members are ignored.</summary>
/// <param name="Hook">The hook of the service that is called, e.g. <c>order-sign</c>.</param>
/// <param name="HookInstance">A UUID for this invocation.</param>
/// <param name="Context">The hook's context.</param>
/// <param name="FhirServer">Base URL of the client's FHIR server.</param>
/// <param name="FhirAuthorization">A token for that server.</param>
/// <param name="Prefetch">Resources or Bundles under the keys of the discovery document; <c>null</c> for a key means that there are no records.</param>
internal sealed record HookCallShape(
    string Hook,
    Guid HookInstance,
    HookCallShape.ContextShape Context,
    Uri? FhirServer = null,
    JsonObject? FhirAuthorization = null,
    JsonObject? Prefetch = null)
{
    /// <summary>The context of order-sign and order-select.</summary>
    /// <param name="UserId">The user who orders, e.g. <c>Practitioner/1</c>.</param>
    /// <param name="PatientId">The patient's logical id.</param>
    /// <param name="DraftOrders">A Bundle of the orders being chosen or signed.</param>
    /// <param name="EncounterId">The encounter's logical id.</param>
    /// <param name="Selections">The draft orders that were just selected, e.g. <c>ServiceRequest/1</c>; required for order-select.</param>
    internal sealed record ContextShape(
        string UserId,
        string PatientId,
        JsonObject DraftOrders,
        string? EncounterId = null,
        IReadOnlyList<string>? Selections = null);
}
