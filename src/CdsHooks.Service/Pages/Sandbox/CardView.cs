using System.Text.Json.Nodes;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>A card as it stands in a response, for the partial view that shows it.</summary>
/// <param name="Card">The card.</param>
/// <param name="Service">The service that sent it; empty where it is only shown, without a way to act on it.</param>
/// <param name="Back">The address of the page.</param>
internal sealed record CardView(JsonObject Card, string Service, string Back)
{
    /// <summary>Gets the id.</summary>
    public string Uuid => Text("uuid");

    /// <summary>Gets the indicator: <c>info</c>, <c>warning</c> or <c>critical</c>.</summary>
    public string Indicator => Text("indicator");

    /// <summary>Gets the suggestions.</summary>
    public IEnumerable<JsonObject> Suggestions => Objects(Card["suggestions"]);

    /// <summary>Gets the reasons offered for dismissing the card.</summary>
    public IEnumerable<JsonObject> Reasons => Objects(Card["overrideReasons"]);

    /// <summary>Gets the links.</summary>
    public IEnumerable<JsonObject> Links => Objects(Card["links"]);

    /// <summary>Gets the source.</summary>
    public JsonObject? Source => Card["source"] as JsonObject;

    /// <summary>Gets a text of the card; empty when there is none.</summary>
    public string Text(string name) => Card[name]?.ToString() ?? string.Empty;

    /// <summary>Gets the first order that a suggestion creates, as JSON.</summary>
    public static string DraftOf(JsonObject suggestion) => Objects(suggestion["actions"]).Select(action => action["resource"]?.ToJsonString()).FirstOrDefault(json => json is not null) ?? string.Empty;

    /// <summary>Tells whether an address may be followed from the page.</summary>
    public static bool IsLink(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}
