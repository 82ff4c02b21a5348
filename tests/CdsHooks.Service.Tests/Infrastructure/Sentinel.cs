using System.Text.Json.Nodes;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A word found nowhere else, planted wherever a request may say who somebody is.</summary>
internal static class Sentinel
{
    public const string Text = "Quxbrindlewick";

    private const string BirthDate = "1953-11-27";

    private static readonly string[] FreeText =
    [
        "family", "given", "prefix", "suffix", "text", "display", "line", "city", "district", "postalCode", "country", "div", "title",
        "valueString", "comment", "description", "conclusion", "access_token", "subject", "authority", "patientInstruction", "url",
    ];

    private static readonly string[] Ids = ["id", "reference", "patientId", "encounterId", "userId", "patient", "fullUrl"];

    public static bool IsIn(string text) =>
        text.Contains(Text, StringComparison.OrdinalIgnoreCase) || text.Contains(BirthDate, StringComparison.Ordinal);

    /// <summary>The same call with the word in every identifying place; still a right call.</summary>
    public static string PlantedIn(string request)
    {
        var json = JsonNode.Parse(request)!;
        json["fhirServer"] = $"https://{Text}.example/fhir";
        json["fhirAuthorization"] = new JsonObject
        {
            ["access_token"] = "x",
            ["token_type"] = "Bearer",
            ["scope"] = Text,
            ["subject"] = "x",
            ["patient"] = json["context"]!["patientId"]!.GetValue<string>(),
        };
        Plant(json);
        return json.ToJsonString();
    }

    /// <summary>The call broken in ways that put the word where an error is found.</summary>
    public static IEnumerable<string> Broken(string request)
    {
        yield return request[..^1];
        yield return request[..(request.LastIndexOf(Text, StringComparison.Ordinal) + 4)];
        yield return request.Insert(1, $"\"{Text}\" {Text}");
        yield return $"\"{Text}\"";
        yield return With(request, json => json["hook"] = Text);
        yield return With(request, json => json["hookInstance"] = Text);
        yield return With(request, json => json["context"] = Text);
        yield return With(request, json => json["context"]!["patientId"] = new JsonArray(Text));
        yield return With(request, json => json["context"]!["userId"] = new JsonObject { [Text] = Text });
        yield return With(request, json => json["context"]!["encounterId"] = 5);
        yield return With(request, json => json["context"]!["draftOrders"] = Text);
        yield return With(request, json => json["context"]!["draftOrders"]!["resourceType"] = Text);
        yield return With(request, json => json["context"]!["draftOrders"]!["entry"] = Text);
        yield return With(request, json => json["context"]!["draftOrders"]!["entry"]![0]!["resource"] = Text);
        yield return With(request, json => json["context"]!["draftOrders"]!["entry"]![0]!["resource"]!["subject"] = new JsonObject { ["reference"] = $"Patient/{Text}-2" });
        yield return With(request, json => json["fhirServer"] = new JsonArray(Text));
        yield return With(request, json => json["fhirAuthorization"]!["patient"] = $"{Text}-2");
    }

    private static string With(string request, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(request)!;
        change(json);
        return json.ToJsonString();
    }

    private static void Plant(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                {
                    Plant(item);
                }

                break;
            case JsonObject json:
                foreach (var (name, value) in json.ToArray())
                {
                    json[name] = Planted(name, value);
                }

                break;
        }
    }

    private static JsonNode? Planted(string name, JsonNode? value)
    {
        if (value is JsonValue text && text.TryGetValue<string>(out var old))
        {
            return name switch
            {
                "birthDate" => BirthDate,
                _ when Array.IndexOf(Ids, name) >= 0 => $"{old}-{Text}",
                _ when Array.IndexOf(FreeText, name) >= 0 => $"{Text} {old}",
                _ => value.DeepClone(),
            };
        }

        if (value is JsonArray { Count: > 0 } list && Array.IndexOf(FreeText, name) >= 0 && list[0] is JsonValue)
        {
            return new JsonArray([.. list.Select(_ => (JsonNode)JsonValue.Create(Text))]);
        }

        Plant(value);
        return value?.DeepClone();
    }
}
