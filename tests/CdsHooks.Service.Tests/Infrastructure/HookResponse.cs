using System.Text.Json;
using Xunit;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>
/// Looks at the answer to a service call as a strict client would: what the specification asks (the ids of <c>conformance.txt</c>), the
/// invariants of its logical model (<see cref="HookInvariant"/>), the structure of suggested resources (<see cref="FhirStructure"/>), the
/// JSON rules of the Inferno CRD server suite, and what Epic and the sandbox need. Both test projects compile this file.
/// </summary>
internal static class HookResponse
{
    private static readonly string[] Members = ["cards", "extension"];

    /// <summary>Fails with every issue of the answer.</summary>
    public static void AssertSound(ReadOnlyMemory<byte> body) => Assert.Empty(Issues(body));

    /// <summary>Lists every issue of an answer: where it is, the requirement and what is asked.</summary>
    public static IReadOnlyList<string> Issues(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Issues(document.RootElement);
        }
        catch (JsonException)
        {
            return ["$: G-01 JSON"];
        }
    }

    /// <inheritdoc cref="Issues(ReadOnlyMemory{byte})"/>
    public static IReadOnlyList<string> Issues(JsonElement response)
    {
        List<string> issues = [];
        ResponseNode root = new("$", response, issues);
        if (response.ValueKind is not JsonValueKind.Object)
        {
            root.Issue("E-01", "an object");
            return issues;
        }

        if (root["cards"].Json.ValueKind is not JsonValueKind.Array)
        {
            root["cards"].Issue("E-01", "an array, required");
        }

        root.Check(!root.Has("systemActions"), "Y-02", "no systemActions: nothing is done without a person");
        root.OnlyMembers(Members);
        NotEmpty(root);
        foreach (var card in root.Items("cards"))
        {
            HookCard.Check(card);
        }

        UuidsOnce(root);
        issues.AddRange(HookInvariant.Issues(HookInvariant.OfResponse, response));
        return issues;
    }

    private static void UuidsOnce(ResponseNode root)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (var place in root.Items("cards").SelectMany(card => card.Items("suggestions").Prepend(card)))
        {
            place.Check(place.Text("uuid") is not { } uuid || seen.Add(uuid), "C-07", "a uuid of its own");
        }
    }

    /// <summary>No null, "", [] or {} anywhere; an empty list of cards is the one exception. An extension is an object.</summary>
    private static void NotEmpty(ResponseNode place)
    {
        switch (place.Json.ValueKind)
        {
            case JsonValueKind.Object:
                var members = place.Json.EnumerateObject().ToList();
                place.Check(members.Count > 0, "G-03", "not empty");
                place.Check(members.DistinctBy(member => member.Name, StringComparer.Ordinal).Count() == members.Count, "G-01", "each member once");
                members.ForEach(member => NotEmpty(place[member.Name]));
                var isResource = members.Exists(member => member.NameEquals("resourceType"u8));
                place.Check(isResource || !place.Has("extension") || place["extension"].Json.ValueKind is JsonValueKind.Object, "X-03", "an extension is an object");
                break;
            case JsonValueKind.Array:
                place.Check(place.Path is "$.cards" || place.Json.GetArrayLength() > 0, "G-03", "not empty");
                foreach (var item in place.Items())
                {
                    NotEmpty(item);
                }

                break;
            case JsonValueKind.String:
                place.Check(!string.IsNullOrWhiteSpace(place.Json.GetString()), "G-03", "not blank");
                break;
            default:
                place.Check(place.Json.ValueKind is not JsonValueKind.Null, "G-03", "not null");
                break;
        }
    }
}
