using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>A reason that a user may give for not following a card: a Coding whose display is REQUIRED here.</summary>
public sealed record OverrideReason
{
    /// <summary>Gets the code. REQUIRED.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>Gets the code system. REQUIRED.</summary>
    [JsonPropertyName("system")]
    public required string System { get; init; }

    /// <summary>Gets the reason in words. REQUIRED.</summary>
    [JsonPropertyName("display")]
    public required string Display { get; init; }
}
