using System.Text.Json;
using System.Text.RegularExpressions;
using CdsHooks.Decision.Protocol;
using Xunit;

namespace CdsHooks.Tests.Cards;

/// <summary>
/// Checks a response as a strict client would: the JSON rules of the Inferno CRD server suite, the invariants cds-resp-1 to 7 of the
/// logical model, no null or empty value, and what Epic and the sandbox need on top.
/// </summary>
internal static partial class ResponseRules
{
    private static readonly string[] Indicators = ["info", "warning", "critical"];
    private static readonly string[] Behaviors = ["any", "at-most-one"];
    private static readonly string[] ActionTypes = ["create", "update", "delete"];
    private static readonly string[] LinkTypes = ["absolute", "smart"];

    public static void AssertHold(CdsResponse response) => AssertHold(ProtocolJson.Write(response));

    public static void AssertHold(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);

        Assert.Empty(Violations(document.RootElement));
    }

    public static IReadOnlyList<string> Violations(JsonElement response)
    {
        List<string> found = [];
        if (response.ValueKind is not JsonValueKind.Object || !response.TryGetProperty("cards", out var cards) || cards.ValueKind is not JsonValueKind.Array)
        {
            return ["$.cards: an array is required"];
        }

        Emptiness("$", response, found);
        var index = 0;
        foreach (var card in cards.EnumerateArray())
        {
            Card($"$.cards[{index++}]", card, found);
        }

        foreach (var action in Items(response, "systemActions"))
        {
            Action("$.systemActions", action, found);
        }

        Uuids(cards, found);
        return found;
    }

    private static void Card(string at, JsonElement card, List<string> found)
    {
        var summary = Required(at, card, "summary", found);
        Check(summary is not { Length: > 139 }, $"{at}.summary: fewer than 140 characters", found);
        Check(summary?.Contains('\n', StringComparison.Ordinal) is not true, $"{at}.summary: one line", found);
        OneOf(at, card, "indicator", Indicators, found);
        Source(at, card, found);
        Check(Bare().IsMatch(Required(at, card, "uuid", found) ?? string.Empty), $"{at}.uuid: a bare lower-case UUID", found);
        Check(!Html().IsMatch(Text(card, "detail") ?? string.Empty), $"{at}.detail: no HTML", found);
        var hasSuggestions = Has(card, "suggestions");
        Check(hasSuggestions == Has(card, "selectionBehavior"), $"{at}.selectionBehavior: exactly with suggestions", found);
        if (hasSuggestions)
        {
            OneOf(at, card, "selectionBehavior", Behaviors, found);
        }

        Suggestions(at, card, found);
        foreach (var reason in Items(card, "overrideReasons"))
        {
            Required($"{at}.overrideReasons", reason, "code", found);
            Required($"{at}.overrideReasons", reason, "system", found);
            Required($"{at}.overrideReasons", reason, "display", found);
        }

        foreach (var link in Items(card, "links"))
        {
            Link($"{at}.links", link, found);
        }
    }

    private static void Source(string at, JsonElement card, List<string> found)
    {
        if (!card.TryGetProperty("source", out var source) || source.ValueKind is not JsonValueKind.Object)
        {
            found.Add($"{at}.source: required");
            return;
        }

        Required($"{at}.source", source, "label", found);
        Check(!Has(source, "url") || IsWebAddress(Text(source, "url")), $"{at}.source.url: an absolute address", found);
        if (!source.TryGetProperty("topic", out var topic) || topic.ValueKind is not JsonValueKind.Object)
        {
            found.Add($"{at}.source.topic: required");
            return;
        }

        Required($"{at}.source.topic", topic, "system", found);
        var code = Required($"{at}.source.topic", topic, "code", found);
        Check(code is not null && Alphanumeric().IsMatch(code), $"{at}.source.topic.code: letters and digits, at most 100", found);
    }

    private static void Suggestions(string at, JsonElement card, List<string> found)
    {
        var recommended = 0;
        foreach (var suggestion in Items(card, "suggestions"))
        {
            Required($"{at}.suggestions", suggestion, "label", found);
            Check(Bare().IsMatch(Text(suggestion, "uuid") ?? string.Empty), $"{at}.suggestions.uuid: a bare lower-case UUID", found);
            Check(!Has(suggestion, "actionSelectionBehavior"), $"{at}.suggestions.actionSelectionBehavior: never", found);
            Check(!Has(suggestion, "isRecommended") || suggestion.GetProperty("isRecommended").ValueKind is JsonValueKind.True, $"{at}.suggestions.isRecommended: true or absent", found);
            recommended += Has(suggestion, "isRecommended") ? 1 : 0;
            var actions = Items(suggestion, "actions").ToList();
            Check(actions.Count <= 1, $"{at}.suggestions.actions: one each", found);
            actions.ForEach(action => Action($"{at}.suggestions.actions", action, found));
        }

        Check(recommended <= 1 || Text(card, "selectionBehavior") is not "at-most-one", $"{at}.suggestions.isRecommended: one at most", found);
    }

    private static void Action(string at, JsonElement action, List<string> found)
    {
        OneOf(at, action, "type", ActionTypes, found);
        Required(at, action, "description", found);
        if (Text(action, "type") is "delete")
        {
            Check(RelativeReference().IsMatch(Text(action, "resourceId") ?? string.Empty) && !Has(action, "resource"), $"{at}.resourceId: instead of resource", found);
            return;
        }

        Check(!Has(action, "resourceId"), $"{at}.resourceId: only with delete", found);
        Check(
            action.TryGetProperty("resource", out var resource) && resource.ValueKind is JsonValueKind.Object && Text(resource, "resourceType") is { Length: > 0 },
            $"{at}.resource: a FHIR resource",
            found);
    }

    private static void Link(string at, JsonElement link, List<string> found)
    {
        Required(at, link, "label", found);
        OneOf(at, link, "type", LinkTypes, found);
        Check(IsWebAddress(Required(at, link, "url", found)), $"{at}.url: an absolute http or https address", found);
        Check(!Has(link, "appContext") || Text(link, "type") is "smart", $"{at}.appContext: only with smart", found);
    }

    private static void Uuids(JsonElement cards, List<string> found)
    {
        var all = cards.EnumerateArray()
            .SelectMany(card => Items(card, "suggestions").Append(card))
            .Select(element => Text(element, "uuid"))
            .OfType<string>()
            .ToList();
        Check(all.Distinct(StringComparer.Ordinal).Count() == all.Count, "$: every uuid is used once", found);
    }

    /// <summary>No null, "", [] or {} anywhere; an empty list of cards is the one exception.</summary>
    private static void Emptiness(string at, JsonElement element, List<string> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Check(element.EnumerateObject().Any(), $"{at}: not empty", found);
                foreach (var member in element.EnumerateObject())
                {
                    Emptiness($"{at}.{member.Name}", member.Value, found);
                }

                break;
            case JsonValueKind.Array:
                Check(at is "$.cards" || element.GetArrayLength() > 0, $"{at}: not empty", found);
                foreach (var item in element.EnumerateArray())
                {
                    Emptiness(at + "[]", item, found);
                }

                break;
            case JsonValueKind.String:
                Check(!string.IsNullOrWhiteSpace(element.GetString()), $"{at}: not blank", found);
                break;
            default:
                Check(element.ValueKind is not JsonValueKind.Null, $"{at}: not null", found);
                break;
        }
    }

    private static string? Required(string at, JsonElement element, string name, List<string> found)
    {
        var text = Text(element, name);
        Check(!string.IsNullOrWhiteSpace(text), $"{at}.{name}: a string is required", found);
        return text;
    }

    private static void OneOf(string at, JsonElement element, string name, string[] allowed, List<string> found) =>
        Check(allowed.Contains(Text(element, name), StringComparer.Ordinal), $"{at}.{name}: one of {string.Join(", ", allowed)}", found);

    private static bool Has(JsonElement element, string name) => element.TryGetProperty(name, out _);

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : default;

    private static bool IsWebAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0;

    private static void Check(bool holds, string rule, List<string> found)
    {
        if (!holds)
        {
            found.Add(rule);
        }
    }

    [GeneratedRegex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bare();

    [GeneratedRegex("^[A-Za-z0-9]{1,100}$", RegexOptions.None, 1000)]
    private static partial Regex Alphanumeric();

    [GeneratedRegex("^[A-Za-z]+/[A-Za-z0-9.-]+$", RegexOptions.None, 1000)]
    private static partial Regex RelativeReference();

    [GeneratedRegex("<[A-Za-z/!?]", RegexOptions.None, 1000)]
    private static partial Regex Html();
}
