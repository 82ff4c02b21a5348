using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>A link on a card (CDS Hooks 2.0, Link).</summary>
public sealed record CardLink
{
    /// <summary>Gets the text of the link. REQUIRED.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>Gets the absolute http or https address; it holds nothing about a patient. REQUIRED.</summary>
    [JsonPropertyName("url")]
    public required Uri Url { get; init; }

    /// <summary>Gets the kind of link. REQUIRED.</summary>
    [JsonPropertyName("type")]
    public required CardLinkType Type { get; init; }
}
