using System.Text.Json;
using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>The body of a 200 answer to a CDS Hooks call (CDS Hooks 2.0, HTTP Response). There are no system actions: nothing is done without a person.</summary>
public sealed record CdsResponse
{
    /// <summary>Gets the cards. REQUIRED; empty when there is nothing to say.</summary>
    [JsonPropertyName("cards")]
    public required IReadOnlyList<Card> Cards { get; init; }

    /// <summary>Gets an object of extensions by their names. OPTIONAL; left out when null.</summary>
    [JsonPropertyName("extension")]
    public JsonElement? Extension { get; init; }
}
