using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>What a card says beyond CDS Hooks.</summary>
public sealed record CardExtension
{
    /// <summary>Gets the orders the card is about (Da Vinci CRD 2.2, <c>associated-resource</c>). OPTIONAL; an empty list is left out.</summary>
    [JsonPropertyName("davinci-crd.associated-resource")]
    public IReadOnlyList<LocalReference>? AssociatedResources
    {
        get;
        init => field = Absent.IfEmpty(value);
    }
}
