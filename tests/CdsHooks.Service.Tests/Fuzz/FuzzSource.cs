using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;

namespace CdsHooks.Service.Tests.Fuzz;

/// <summary>Makes requests by their numbers.</summary>
/// <param name="seed">The seed of all.</param>
/// <param name="routes">Every route of the service, as <c>METHOD /path/{parameter}</c>.</param>
/// <param name="fhirServer">The FHIR server whose answers are as broken as the requests.</param>
internal sealed class FuzzSource(long seed, IReadOnlyList<(string Method, string Pattern)> routes, Uri fhirServer)
{
    private static readonly string[] Services = [ServiceApp.Service, "/cds-services/lumbar-fusion-order-select"];

    private static readonly string[] Segments =
        ["lumbar-fusion-order-sign", "lumbar-fusion-order-select", "lumbar-fusion", "PlanDefinition", "ValueSet", "CodeSystem", "StructureDefinition", "Patient", "metadata", "none", "..%2f", "%F0%9F%98%80", "a%20b", "_search", "."];

    private static readonly string[] Queries =
        ["", "?_id=lumbar-fusion", "?name=spondy", "?url=x", "?_count=0", "?_count=-1", "?_count=99999999999999999999", "?_offset=5", "?_format=xml", "?_format=json", "?name:exact=a&name=b", "?status=active,draft", "?%=&&=x", "?title:contains=%ff", "?_summary=count&_elements=id", "?_sort=-date"];

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Accept", "application/fhir+json"), ("Accept", "text/html"), ("Accept", ";;;"), ("Accept", "*/*;q=x"), ("Authorization", "Bearer x.y.z"), ("Authorization", "Bearer"), ("Authorization", "Basic \u00ff"),
        ("Authorization", $"Bearer {new string('a', 3000)}"), ("X-CDS-As-Of", "2026-06-01"), ("X-CDS-As-Of", "0001-01-01"), ("X-CDS-As-Of", "9999-12-31"), ("X-CDS-As-Of", "x"), ("Origin", "null"), ("Origin", "https://a"),
        ("Access-Control-Request-Method", "POST"), ("Content-Encoding", "gzip"), ("Content-Encoding", "identity"), ("If-None-Match", "*"), ("If-None-Match", "\"x\", W/\"y\""), ("X-Forwarded-For", "1.2.3.4, nonsense"), ("Expect", "100-continue"),
        ("Content-Type", "application/fhir+json"), ("Content-Type", "application/json; charset=utf-16"), ("Content-Type", "text/plain"), ("Content-Type", "multipart/form-data"), ("Content-Type", "application/x-www-form-urlencoded"), ("Range", "bytes=0-1"), ("Cookie", "a=b;;="),
    ];

    private static readonly byte[][] Golden =
        [.. Directory.EnumerateFiles(Some.Cases, "request.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public FuzzRequest Make(long number)
    {
        var dice = new FuzzDice(seed, number);
        var mutator = new JsonMutator(dice);
        return dice.Next(20) switch
        {
            < 8 => Call(dice, number, mutator.Mutate(dice.Of(Golden), dice.Of(Golden))),
            < 10 => Call(dice, number, Encoding.UTF8.GetBytes(mutator.Make())),
            < 12 => Call(dice, number, RandomChart(dice, mutator)),
            < 13 => Call(dice, number, Fetched(dice, number)),
            < 14 => Call(dice, number, RandomBytes(dice)),
            _ => OnAnyRoute(dice, mutator, number),
        };
    }

    /// <summary>What the FHIR server says to one question of a request.</summary>
    public (int Status, string ContentType, byte[] Body) Answer(long number, string type)
    {
        var dice = new FuzzDice(seed + 1 + type.Sum(letter => letter), number);
        if (dice.OneIn(12))
        {
            return (dice.Of([400, 401, 403, 404, 410, 429, 500, 503, 204]), "application/fhir+json", "{}"u8.ToArray());
        }

        var bundle = Encoding.UTF8.GetBytes(RandomBundle(dice, new JsonMutator(dice), type));
        var golden = dice.Of(Golden);
        var body = dice.OneIn(3) ? bundle : new JsonMutator(dice).Mutate(SetOf(golden, type) ?? bundle, golden);
        return (200, dice.OneIn(20) ? "text/html" : "application/fhir+json", body);
    }

    private static byte[]? SetOf(byte[] request, string type)
    {
        using var json = JsonDocument.Parse(request);
        foreach (var set in json.RootElement.TryGetProperty("prefetch"u8, out var prefetch) && prefetch.ValueKind is JsonValueKind.Object ? [.. prefetch.EnumerateObject()] : Array.Empty<JsonProperty>())
        {
            var text = set.Value.GetRawText();
            if (text.Contains($"\"{type}\"", StringComparison.Ordinal))
            {
                return Encoding.UTF8.GetBytes(text);
            }
        }

        return null;
    }

    private static FuzzRequest Call(FuzzDice dice, long number, byte[] body) => new(number, "POST", dice.Of(Services), SomeHeaders(dice, "application/json"), body);

    private static List<(string Name, string Value)> SomeHeaders(FuzzDice dice, string contentType)
    {
        List<(string Name, string Value)> headers = dice.OneIn(30) ? [] : [("Content-Type", contentType)];
        while (dice.OneIn(8))
        {
            headers.Add(dice.Of(Headers));
        }

        return headers;
    }

    private static byte[] RandomBytes(FuzzDice dice) => [.. Enumerable.Range(0, dice.Next(3000)).Select(_ => (byte)dice.Next(256))];

    private static byte[] RandomChart(FuzzDice dice, JsonMutator mutator)
    {
        var sets = PrefetchSets(dice).Select(set => $"\"{set.Key}\":{(dice.OneIn(5) ? mutator.Make() : RandomBundle(dice, mutator, set.Type))}");
        return Encoding.UTF8.GetBytes(Some.FusionCall($"{{{string.Join(',', sets)}}}", dice.OneIn(3) ? null : dice.Of(["2026-06-01", "2026", "9999-12-31", "0001-01-01", "x"])));
    }

    private static IEnumerable<(string Key, string Type)> PrefetchSets(FuzzDice dice) => Decision.Evidence.PrefetchKeys.All
        .Where(_ => !dice.OneIn(4))
        .Select(set => (dice.OneIn(15) ? "mine" : set.Key, dice.OneIn(20) ? dice.Of(FuzzNames.Types) : set.ResourceType));

    private static string RandomBundle(FuzzDice dice, JsonMutator mutator, string type)
    {
        var entries = Enumerable.Range(0, dice.Next(4)).Select(_ =>
        {
            var members = Enumerable.Range(0, dice.Next(8)).Select(_ => $",\"{dice.Of(FuzzNames.All)}\":{mutator.Make()}");
            return $$$"""{"resource":{"resourceType":"{{{type}}}","status":"final","subject":{"reference":"Patient/p1"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"{{{dice.Of(["203681002", "229070002", "386053000", "x"])}}}"}]}{{{string.Concat(members)}}} } }""";
        });
        return $$"""{"resourceType":"Bundle","type":"searchset"{{(dice.OneIn(6) ? ",\"link\":[{\"relation\":\"next\",\"url\":\"?page=2\"}]" : "")}},"entry":[{{string.Join(',', entries)}}]}""";
    }

    private byte[] Fetched(FuzzDice dice, long number)
    {
        var request = JsonNode.Parse(dice.Of(Golden))!.AsObject();
        request["fhirServer"] = new Uri(fhirServer, $"/fhir/{number}").AbsoluteUri;
        request["fhirAuthorization"] = new JsonObject { ["access_token"] = "x", ["token_type"] = "Bearer", ["expires_in"] = 300 };
        request.Remove("prefetch");
        return Encoding.UTF8.GetBytes(request.ToJsonString());
    }

    private FuzzRequest OnAnyRoute(FuzzDice dice, JsonMutator mutator, long number)
    {
        var (method, pattern) = dice.Of(routes);
        var path = new StringBuilder();
        foreach (var segment in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path.Append('/').Append(segment[0] is '{' || dice.OneIn(40) ? dice.Of(Segments) : segment);
        }

        var isForm = pattern.EndsWith("_search", StringComparison.Ordinal);
        var body = isForm ? Encoding.UTF8.GetBytes(dice.Of(Queries).TrimStart('?')) : Encoding.UTF8.GetBytes(mutator.Make());
        var sent = dice.OneIn(15) ? dice.Of(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "QUERY"]) : method;
        return new FuzzRequest(
            number, sent, $"{(path.Length > 0 ? path : "/")}{dice.Of(Queries)}", SomeHeaders(dice, isForm ? "application/x-www-form-urlencoded" : "application/json"),
            sent is "GET" or "HEAD" ? null : body);
    }
}
