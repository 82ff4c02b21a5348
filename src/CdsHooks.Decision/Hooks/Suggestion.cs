using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>A change that the client can offer to make (CDS Hooks 2.0, Suggestion).</summary>
public sealed record Suggestion
{
    /// <summary>Gets the text of the button. REQUIRED.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>Gets the id that feedback uses for this suggestion: a bare UUID. OPTIONAL.</summary>
    [JsonPropertyName("uuid")]
    public string? Uuid { get; init => field = Absent.IfEmpty(value); }

    /// <summary>Gets the actions, all of which apply when the suggestion is chosen. OPTIONAL; Epic accepts one per suggestion.</summary>
    [JsonPropertyName("actions")]
    public IReadOnlyList<CardAction>? Actions { get; init => field = Absent.IfEmpty(value); }
}

/// <summary>The allowed combinations of a card's suggestions. A client that does not know the value treats the card as an error.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SelectionBehavior>))]
public enum SelectionBehavior
{
    /// <summary>Any number of them.</summary>
    [JsonStringEnumMemberName("any")]
    Any,

    /// <summary>None or one of them.</summary>
    [JsonStringEnumMemberName("at-most-one")]
    AtMostOne,
}
