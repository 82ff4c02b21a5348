using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>A card of the response (CDS Hooks 2.0, Card Attributes). An optional member that is set to an empty text or list is omitted, since CDS Hooks allows no empty values.</summary>
public sealed record Card
{
    /// <summary>Gets the id that feedback uses for this card: a bare UUID. OPTIONAL in the specification; without it no client sends feedback.</summary>
    [JsonPropertyName("uuid")]
    public string? Uuid { get; init => field = Absent.IfEmpty(value); }

    /// <summary>Gets the one-sentence message, plain text. REQUIRED; fewer than 140 characters, counted as UTF-16 units.</summary>
    [JsonPropertyName("summary")]
    public required string Summary { get; init; }

    /// <summary>Gets the details, GitHub-flavoured Markdown without raw HTML. OPTIONAL.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init => field = Absent.IfEmpty(value); }

    /// <summary>Gets the urgency. REQUIRED.</summary>
    [JsonPropertyName("indicator")]
    public required CardIndicator Indicator { get; init; }

    /// <summary>Gets the source of the information. REQUIRED.</summary>
    [JsonPropertyName("source")]
    public required CardSource Source { get; init; }

    /// <summary>Gets the suggestions that the client can offer. OPTIONAL.</summary>
    [JsonPropertyName("suggestions")]
    public IReadOnlyList<Suggestion>? Suggestions { get; init => field = Absent.IfEmpty(value); }

    /// <summary>Gets the allowed combinations of suggestions. CONDITIONAL: present exactly when there are suggestions.</summary>
    [JsonPropertyName("selectionBehavior")]
    public SelectionBehavior? SelectionBehavior { get; init; }

    /// <summary>Gets the reasons that a user can give for not following the card. OPTIONAL.</summary>
    [JsonPropertyName("overrideReasons")]
    public IReadOnlyList<OverrideReason>? OverrideReasons { get; init => field = Absent.IfEmpty(value); }

    /// <summary>Gets the extensions. OPTIONAL.</summary>
    [JsonPropertyName("extension")]
    public CardExtension? Extension { get; init; }

    /// <summary>Gets the links to further reading. OPTIONAL.</summary>
    [JsonPropertyName("links")]
    public IReadOnlyList<CardLink>? Links { get; init => field = Absent.IfEmpty(value); }
}

/// <summary>The urgency of a card, in increasing order. <c>critical</c> is part of CDS Hooks, but no card of this service uses it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CardIndicator>))]
public enum CardIndicator
{
    /// <summary>Information.</summary>
    [JsonStringEnumMemberName("info")]
    Info,

    /// <summary>A reason to review the order again.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>A danger to life.</summary>
    [JsonStringEnumMemberName("critical")]
    Critical,
}

/// <summary>The extensions of a card.</summary>
public sealed record CardExtension
{
    /// <summary>Gets the orders that the card is about (Da Vinci CRD 2.2, <c>associated-resource</c>). OPTIONAL; an empty list is omitted.</summary>
    [JsonPropertyName("davinci-crd.associated-resource")]
    public IReadOnlyList<LocalReference>? AssociatedResources { get; init => field = Absent.IfEmpty(value); }
}

/// <summary>A FHIR Reference to a resource of the call.</summary>
/// <param name="Reference">The type and id, such as <c>ServiceRequest/1</c>. REQUIRED.</param>
public sealed record LocalReference([property: JsonPropertyName("reference")] string Reference);

/// <summary>A reason that a user can give for not following a card: a Coding with a REQUIRED display.</summary>
public sealed record OverrideReason
{
    /// <summary>Gets the code. REQUIRED.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>Gets the code system. REQUIRED.</summary>
    [JsonPropertyName("system")]
    public required string System { get; init; }

    /// <summary>Gets the text of the reason. REQUIRED.</summary>
    [JsonPropertyName("display")]
    public required string Display { get; init; }
}

/// <summary>Replaces empty texts and lists with null, which is omitted: CDS Hooks allows no empty values.</summary>
internal static class Absent
{
    public static string? IfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public static IReadOnlyList<T>? IfEmpty<T>(IReadOnlyList<T>? list) => list is { Count: > 0 } ? list : null;
}
