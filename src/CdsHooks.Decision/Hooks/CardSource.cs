using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>The source of a card's information (CDS Hooks 2.0, Source).</summary>
public sealed record CardSource
{
    /// <summary>Gets the short name of the source. REQUIRED.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>Gets the absolute URL of a page about the source. OPTIONAL.</summary>
    [JsonPropertyName("url")]
    public Uri? Url { get; init; }

    /// <summary>Gets the kind of card. OPTIONAL in the specification, always sent: clients remember overrides by it.</summary>
    [JsonPropertyName("topic")]
    public CardTopic? Topic { get; init; }
}

/// <summary>The kind of a card, a Coding that is the same for every card of the kind.</summary>
public sealed record CardTopic
{
    /// <summary>Gets the code system. REQUIRED.</summary>
    [JsonPropertyName("system")]
    public required string System { get; init; }

    /// <summary>Gets the code: letters and digits only, at most 100, the limit of Epic. REQUIRED.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>Gets the display of the kind. OPTIONAL.</summary>
    [JsonPropertyName("display")]
    public string? Display { get; init => field = Absent.IfEmpty(value); }
}
