using System.Text.Json.Serialization;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Hooks;

/// <summary>One action of a suggestion (CDS Hooks 2.0, Action).</summary>
public sealed record CardAction
{
    /// <summary>Gets what is done to the resource. REQUIRED.</summary>
    [JsonPropertyName("type")]
    public required CardActionType Type { get; init; }

    /// <summary>Gets the action in words; some clients show this instead of the suggestion's label. REQUIRED inside a suggestion.</summary>
    [JsonPropertyName("description")]
    public required string Description { get; init; }

    /// <summary>Gets the FHIR resource. CONDITIONAL: with <see cref="CardActionType.Create"/> and <see cref="CardActionType.Update"/>.</summary>
    [JsonPropertyName("resource")]
    [JsonConverter(typeof(FhirResourceConverter))]
    public Resource? Resource { get; init; }

    /// <summary>Gets the relative reference of what to delete. CONDITIONAL: with <see cref="CardActionType.Delete"/>.</summary>
    [JsonPropertyName("resourceId")]
    public string? ResourceId
    {
        get;
        init => field = Absent.IfEmpty(value);
    }
}
