using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>A FHIR Reference to a resource of the call.</summary>
/// <param name="Reference">Type and id, e.g. <c>ServiceRequest/1</c>. REQUIRED.</param>
public sealed record LocalReference([property: JsonPropertyName("reference")] string Reference);
