using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>A link on a card (CDS Hooks 2.0, Link).</summary>
public sealed record CardLink
{
    /// <summary>Gets the text of the link. REQUIRED.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>Gets the absolute http or https URL, which contains no patient data. REQUIRED.</summary>
    [JsonPropertyName("url")]
    public required Uri Url { get; init; }

    /// <summary>Gets the type of the link. REQUIRED.</summary>
    [JsonPropertyName("type")]
    public required CardLinkType Type { get; init; }
}

/// <summary>The type of a link.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CardLinkType>))]
public enum CardLinkType
{
    /// <summary>A page that opens without launch parameters.</summary>
    [JsonStringEnumMemberName("absolute")]
    Absolute,

    /// <summary>A SMART app that is launched with the context. No card of this service has one.</summary>
    [JsonStringEnumMemberName("smart")]
    Smart,
}
