using System.Text.Json;
using System.Text.RegularExpressions;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>The rules for one card of an answer.</summary>
internal static partial class HookCard
{
    private static readonly string[] Indicators = ["info", "warning", "critical"];
    private static readonly string[] Behaviors = ["any", "at-most-one"];
    private static readonly string[] ActionTypes = ["create", "update", "delete"];
    private static readonly string[] LinkTypes = ["absolute", "smart"];

    private static readonly string[] CardMembers =
        ["uuid", "summary", "detail", "indicator", "source", "suggestions", "selectionBehavior", "overrideReasons", "links", "extension"];

    private static readonly string[] SourceMembers = ["label", "url", "icon", "topic", "extension"];
    private static readonly string[] CodingMembers = ["code", "system", "display", "extension"];
    private static readonly string[] SuggestionMembers = ["label", "uuid", "isRecommended", "actions", "extension"];
    private static readonly string[] ActionMembers = ["type", "description", "resource", "resourceId", "extension"];
    private static readonly string[] LinkMembers = ["label", "url", "type", "appContext", "extension"];

    public static void Check(ResponseNode card)
    {
        card.OnlyMembers(CardMembers);
        card.Kind(JsonValueKind.String, "C-08", "detail");
        card.Kind(JsonValueKind.Array, "S-01", "suggestions", "overrideReasons", "links");
        var summary = card.Required("summary", "C-01");
        card["summary"].Check(summary.Length <= 139, "C-01", "at most 139 UTF-16 units");
        card["summary"].Check(summary.AsSpan().IndexOfAny('\r', '\n') < 0, "C-01", "one line");
        card.OneOf("indicator", Indicators, "C-02");
        card["uuid"].Check(Bare().IsMatch(card.Text("uuid") ?? string.Empty), "C-07", "a bare lower-case UUID");
        card["detail"].Check(!Html().IsMatch(card.Text("detail") ?? string.Empty), "C-11", "no HTML");
        Source(card["source"]);
        foreach (var order in card["extension"].Items("davinci-crd.associated-resource"))
        {
            order.OnlyMembers(["reference"]);
            order.Check(RelativeReference().IsMatch(order.Text("reference") ?? string.Empty), "N-10", "Type/id of an order of the call");
        }

        Suggestions(card);
        foreach (var reason in card.Items("overrideReasons"))
        {
            Coding(reason, "O-02");
        }

        foreach (var link in card.Items("links"))
        {
            Link(link);
        }
    }

    private static void Source(ResponseNode source)
    {
        source.Check(source.Json.ValueKind is JsonValueKind.Object, "C-04", "an object, required");
        source.OnlyMembers(SourceMembers);
        source.Required("label", "C-04");
        source["url"].Check(!source.Has("url") || IsWebAddress(source.Text("url")), "C-05", "an absolute http or https address");
        source["icon"].Check(!source.Has("icon") || IsWebAddress(source.Text("icon")), "C-05", "an absolute http or https address");
        source["topic"].Check(source["topic"].Json.ValueKind is JsonValueKind.Object, "C-06", "an object, required");
        Coding(source["topic"], "C-06");
        source["topic"]["code"].Check(Alphanumeric().IsMatch(source["topic"].Text("code") ?? string.Empty), "C-06", "letters and digits, at most 100");
    }

    private static void Coding(ResponseNode coding, string rule)
    {
        coding.OnlyMembers(CodingMembers);
        coding.Required("code", rule);
        coding.Required("system", rule);
        coding.Kind(JsonValueKind.String, rule, "display");
    }

    private static void Suggestions(ResponseNode card)
    {
        if (card.Has("selectionBehavior"))
        {
            card["selectionBehavior"].Check(card.Has("suggestions"), "S-01", "only with suggestions");
            card.OneOf("selectionBehavior", Behaviors, "S-01");
        }

        foreach (var suggestion in card.Items("suggestions"))
        {
            Suggestion(suggestion);
        }
    }

    private static void Suggestion(ResponseNode suggestion)
    {
        suggestion["actionSelectionBehavior"].Check(!suggestion.Has("actionSelectionBehavior"), "S-06", "never, without an agreement");
        suggestion.OnlyMembers(SuggestionMembers);
        suggestion.Required("label", "S-02");
        suggestion["uuid"].Check(Bare().IsMatch(suggestion.Text("uuid") ?? string.Empty), "S-03", "a bare lower-case UUID");
        suggestion["isRecommended"].Check(
            suggestion["isRecommended"].Json.ValueKind is JsonValueKind.Undefined or JsonValueKind.True, "S-04", "true or absent");
        suggestion.Kind(JsonValueKind.Array, "S-05", "actions");
        suggestion["actions"].Check(suggestion.Items("actions").Count() <= 1, "S-05", "one action, since Epic takes no more");
        foreach (var action in suggestion.Items("actions"))
        {
            Action(action);
        }
    }

    private static void Action(ResponseNode action)
    {
        action.OnlyMembers(ActionMembers);
        action.OneOf("type", ActionTypes, "S-07");
        action.Kind(JsonValueKind.String, "S-08", "description");
        if (action.Text("type") is "delete")
        {
            action["resourceId"].Check(RelativeReference().IsMatch(action.Text("resourceId") ?? string.Empty), "S-10", "Type/id");
            return;
        }

        action["resourceId"].Check(!action.Has("resourceId"), "S-10", "only with delete");
        Resource(action["resource"]);
    }

    private static void Resource(ResponseNode resource)
    {
        if (resource.Json.ValueKind is not JsonValueKind.Object)
        {
            resource.Issue("S-09 G-02", "a FHIR resource, an object");
            return;
        }

        foreach (var issue in FhirStructure.Issues(resource.Json.GetRawText()))
        {
            resource.Issue("S-09", issue);
        }
    }

    private static void Link(ResponseNode link)
    {
        link.OnlyMembers(LinkMembers);
        link.Required("label", "L-01");
        link.OneOf("type", LinkTypes, "L-01");
        link["url"].Check(IsWebAddress(link.Text("url")), "L-01", "an absolute http or https address");
        link.Kind(JsonValueKind.String, "L-02", "appContext");
    }

    private static bool IsWebAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0;

    [GeneratedRegex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bare();

    [GeneratedRegex("^[A-Za-z0-9]{1,100}$", RegexOptions.None, 1000)]
    private static partial Regex Alphanumeric();

    [GeneratedRegex("^[A-Za-z]+/[A-Za-z0-9.-]+$", RegexOptions.None, 1000)]
    private static partial Regex RelativeReference();

    [GeneratedRegex("<[A-Za-z/!?]", RegexOptions.None, 1000)]
    private static partial Regex Html();
}
