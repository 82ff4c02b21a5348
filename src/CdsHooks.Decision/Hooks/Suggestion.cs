using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>Something a client may offer to do (CDS Hooks 2.0, Suggestion).</summary>
public sealed record Suggestion
{
    /// <summary>Gets the text of the button. REQUIRED.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>Gets the id by which feedback names this suggestion: a bare UUID. OPTIONAL.</summary>
    [JsonPropertyName("uuid")]
    public string? Uuid
    {
        get;
        init => field = Absent.IfEmpty(value);
    }

    /// <summary>Gets the actions, all of which apply when the suggestion is chosen. OPTIONAL; one each is all that Epic takes.</summary>
    [JsonPropertyName("actions")]
    public IReadOnlyList<CardAction>? Actions
    {
        get;
        init => field = Absent.IfEmpty(value);
    }
}
