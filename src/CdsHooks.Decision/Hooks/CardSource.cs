using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>Where a card's information comes from (CDS Hooks 2.0, Source).</summary>
public sealed record CardSource
{
    /// <summary>Gets a short name for people. REQUIRED.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>Gets an absolute address that tells more about the source. OPTIONAL.</summary>
    [JsonPropertyName("url")]
    public Uri? Url { get; init; }

    /// <summary>Gets the kind of card. OPTIONAL in the specification, always sent: clients remember overrides by it.</summary>
    [JsonPropertyName("topic")]
    public CardTopic? Topic { get; init; }
}
