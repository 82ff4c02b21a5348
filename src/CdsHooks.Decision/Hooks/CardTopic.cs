using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>The kind of a card, a Coding. Static per kind of card.</summary>
public sealed record CardTopic
{
    /// <summary>Gets the code system. REQUIRED.</summary>
    [JsonPropertyName("system")]
    public required string System { get; init; }

    /// <summary>Gets the code: letters and digits only, at most 100, which is all that Epic takes. REQUIRED.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>Gets the kind in words. OPTIONAL.</summary>
    [JsonPropertyName("display")]
    public string? Display
    {
        get;
        init => field = Absent.IfEmpty(value);
    }
}
