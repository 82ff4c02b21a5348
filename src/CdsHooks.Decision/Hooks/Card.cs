using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>A card as it goes to the client (CDS Hooks 2.0, Card Attributes). An empty text or list given to an optional member is left out, since the wire allows none.</summary>
public sealed record Card
{
    /// <summary>Gets the id by which feedback names this card: a bare UUID. OPTIONAL in the specification; without it no client sends feedback.</summary>
    [JsonPropertyName("uuid")]
    public string? Uuid
    {
        get;
        init => field = Absent.IfEmpty(value);
    }

    /// <summary>Gets the one-sentence message, plain text. REQUIRED; fewer than 140 characters, counted here in UTF-16 units.</summary>
    [JsonPropertyName("summary")]
    public required string Summary { get; init; }

    /// <summary>Gets the details, GitHub-flavoured Markdown without raw HTML. OPTIONAL.</summary>
    [JsonPropertyName("detail")]
    public string? Detail
    {
        get;
        init => field = Absent.IfEmpty(value);
    }

    /// <summary>Gets the urgency. REQUIRED.</summary>
    [JsonPropertyName("indicator")]
    public required CardIndicator Indicator { get; init; }

    /// <summary>Gets where the information comes from. REQUIRED.</summary>
    [JsonPropertyName("source")]
    public required CardSource Source { get; init; }

    /// <summary>Gets what the client may offer to do. OPTIONAL.</summary>
    [JsonPropertyName("suggestions")]
    public IReadOnlyList<Suggestion>? Suggestions
    {
        get;
        init => field = Absent.IfEmpty(value);
    }

    /// <summary>Gets how suggestions may be combined. CONDITIONAL: present exactly when there are suggestions.</summary>
    [JsonPropertyName("selectionBehavior")]
    public SelectionBehavior? SelectionBehavior { get; init; }

    /// <summary>Gets the reasons a user may give for not following the card. OPTIONAL.</summary>
    [JsonPropertyName("overrideReasons")]
    public IReadOnlyList<OverrideReason>? OverrideReasons
    {
        get;
        init => field = Absent.IfEmpty(value);
    }

    /// <summary>Gets what the card says beyond CDS Hooks. OPTIONAL.</summary>
    [JsonPropertyName("extension")]
    public CardExtension? Extension { get; init; }

    /// <summary>Gets further reading. OPTIONAL.</summary>
    [JsonPropertyName("links")]
    public IReadOnlyList<CardLink>? Links
    {
        get;
        init => field = Absent.IfEmpty(value);
    }
}
