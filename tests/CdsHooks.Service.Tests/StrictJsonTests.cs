using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CdsHooks.Service.Tests.FhirAccess;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>
/// What two readers of JSON may read differently is refused where it stands, and its value is never told (ADR 0018). Inside a
/// prefetched resource it makes that evidence unusable instead.
/// </summary>
public sealed class StrictJsonTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private const string Secret = "Quxbrindlewick";

    private const string Lone = """{"observations":{"resourceType":"Bundle","entry":[{"resource":""";

    public static TheoryData<string, string> Ambiguous => new()
    {
        { With("\"hook\":", $"\"hook\":\"{Secret}\",\"hook\":"), "$.hook" },
        { With("\"hook\":", $"\"\\u0068ook\":\"{Secret}\",\"hook\":"), "$.hook" },
        { With("\"hookInstance\":", $"\"hookInstance\":\"{Secret}\",\"hookInstance\":"), "$.hookInstance" },
        { With("\"context\":", "\"context\":{},\"context\":"), "$.context" },
        { With("\"prefetch\":", "\"prefetch\":{},\"prefetch\":"), "$.prefetch" },
        { With("\"patientId\":", $"\"patientId\":\"{Secret}\",\"patientId\":"), "$.context.patientId" },
        { With("\"userId\":", $"\"userId\":\"{Secret}\",\"user\\u0049d\":"), "$.context.userId" },
        { With("\"draftOrders\":", "\"draftOrders\":{},\"draftOrders\":"), "$.context.draftOrders" },
        { With("\"entry\":[{\"resource\"", "\"entry\":[],\"entry\":[{\"resource\""), "$.context.draftOrders.entry" },
        { With("{\"resource\":{\"resourceType\":\"ServiceRequest\"", "{\"resource\":{},\"resource\":{\"resourceType\":\"ServiceRequest\""), "$.context.draftOrders.entry[0].resource" },
        { With("\"subject\":", $"\"subject\":{{\"reference\":\"Patient/{Secret}\"}},\"subject\":"), "$.context.draftOrders.entry[0].resource.subject" },
        { With("\"code\":\"0SG00AJ\"", $"\"code\":\"{Secret}\",\"code\":\"0SG00AJ\""), "$.context.draftOrders.entry[0].resource.code.coding[0].code" },
        { With("\"intent\":", $"\"{Secret}\":1,\"{Secret}\":2,\"intent\":"), "$.context.draftOrders.entry[0].resource" },
        { Access($"\"access_token\":\"{Secret}\",\"access_token\":\"x\""), "$.fhirAuthorization.access_token" },
        { Access("\"patient\":\"p1\",\"patient\":\"p1\""), "$.fhirAuthorization.patient" },
        { Some.FusionCall("""{"conditions":null,"conditions":{"resourceType":"Bundle"}}"""), "$.prefetch.conditions" },
        { Some.FusionCall("""{"conditions":null,"c\u006fnditions":{"resourceType":"Bundle"}}"""), "$.prefetch.conditions" },
        { Some.FusionCall($$"""{"conditions":null,"{{Secret}}":null,"{{Secret}}":null}"""), "$.prefetch" },
    };

    public static TheoryData<string, string> NoUnicode => new()
    {
        { With("{\"hook\"", $"{{\"{Secret}\\ud800\":1,\"hook\""), "$" },
        { With("\"order-sign\"", "\"\\udc00\""), "$.hook" },
        { With("\"hook\":\"order-sign\"", "\"hook\":\"order-sign\",\"fhirServer\":\"https://\\ud800\""), "$.fhirServer" },
        { With("\"patientId\":\"p1\"", $"\"patientId\":\"{Secret}\\ud83d\""), "$.context.patientId" },
        { With("\"patientId\":", "\"\\ud800\":1,\"patientId\":"), "$.context" },
        { With("\"intent\":", "\"\\udfff\":1,\"intent\":"), "$.context.draftOrders.entry[0].resource" },
        { Access($"\"{Secret}\\ud800\":1"), "$.fhirAuthorization" },
        { Some.FusionCall("""{"conditions":null,"\ud800":null}"""), "$.prefetch" },
    };

    public static TheoryData<string> NoJson =>
    [
        "", " ", "\0", "NaN", "nul", "{", "{]", "[", "'{}'",
        With("\"hook\"", "/* a comment */\"hook\""),
        With("\"hook\":", "\"hook\":// a comment\n"),
        With("\"order-sign\",", "\"order-sign\",,"),
        With("\"p1\",", "NaN,"),
        With("\"p1\",", "Infinity,"),
        With("\"p1\",", "01,"),
        With("\"p1\",", "+1,"),
        With("\"p1\",", "'p1',"),
        With("\"p1\",", "\"p\n1\","),
        With("\"p1\",", "\"\\x70\","),
        Fusion[..^1] + ",}",
        Fusion + "{}",
        Fusion + "\0",
        Fusion + "\uFEFF",
        "\uFEFF\uFEFF" + Fusion,
        With("\"conditions\":null", "\"conditions\":null,"),
        With("\"conditions\":null", "\"conditions\":NaN"),
        With("\"conditions\":null", $"\"conditions\":{new string('[', 70)}{new string(']', 70)}"),
        With("\"hook\":", $"\"x\":{new string('[', 70)}{new string(']', 70)},\"hook\":"),
        With("\"intent\":", $"\"x\":{new string('[', 70)}{new string(']', 70)},\"intent\":"),
        With("\"intent\":", $"\"x\":{string.Concat(Enumerable.Repeat("{\"a\":", 5000))}1{new string('}', 5000)},\"intent\":"),
    ];

    public static TheoryData<string> UnusableEvidence =>
    [
        Film("\"value\":4.1,\"value\":0.1"),
        Film("\"value\":4.1", more: ",\"status\":\"final\""),
        Film("\"value\":4.1", more: ",\"\\ud800\":1"),
        Film("\"value\":4.1", more: ",\"resourceType\":\"Observation\""),
        Film("\"value\":1e999999"),
        Film($"\"value\":{new string('9', 400)}"),
        Film($"\"value\":4.{new string('1', 400)}e400"),
        Film("\"value\":\"\\ud800\""),
    ];

    public static TheoryData<string> LostEvidence =>
    [
        """{"observations":{"resourceType":"Bundle","entry":[],"entry":[]},"conditions":null}""",
        """{"observations":{"resourceType":"Bundle","resourceType":"Bundle"},"conditions":null}""",
        Lone + """{"resourceType":"Patient"},"resource":{"resourceType":"Observation"}}]},"conditions":null}""",
    ];

    private static string Fusion { get; } = Some.FusionCall("""{"conditions":null}""");

    [Theory]
    [MemberData(nameof(Ambiguous))]
    [MemberData(nameof(NoUnicode))]
    public async Task What_can_be_read_in_two_ways_is_a_400_that_names_the_place(string body, string place)
    {
        using var response = await app.PostAsync(body);

        await AssertRejectedAsync(response, place);
    }

    [Theory]
    [MemberData(nameof(NoJson))]
    public async Task What_is_no_JSON_is_a_400(string body)
    {
        using var response = await app.PostAsync(body);

        await AssertRejectedAsync(response, "$");
    }

    [Theory]
    [InlineData("{\"hook\"")]
    [InlineData("\"order-sign\"")]
    [InlineData("\"p1\"")]
    [InlineData("\"conditions\"")]
    [InlineData("\"0SG00AJ\"")]
    public async Task Bytes_that_are_no_UTF_8_are_a_400(string before)
    {
        foreach (byte[] broken in (byte[][])[[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]])
        {
            var at = Encoding.UTF8.GetBytes(Fusion[..Fusion.IndexOf(before, StringComparison.Ordinal)]).Length + 2;
            var bytes = Encoding.UTF8.GetBytes(Fusion);

            using var response = await PostAsync([.. bytes[..at], .. broken, .. bytes[at..]]);

            await AssertRejectedAsync(response, place: null);
        }
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        using var response = await PostAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Fusion)]);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Unread_members_may_have_any_value()
    {
        var body = With("\"hook\":", "\"extension\":{\"a\":1,\"a\":2,\"b\":1e999999,\"c\":\"\\ud800\"},\"x\":1,\"x\":2,\"hook\":")
            .Replace("\"userId\":", "\"extension\":{\"a\":1,\"a\":2},\"y\":1,\"y\":2,\"userId\":", StringComparison.Ordinal);

        using var response = await app.PostAsync(body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(UnusableEvidence))]
    public async Task A_resource_that_can_be_read_in_two_ways_is_no_evidence(string prefetch)
    {
        var sound = Fetching.Criteria(await Fetching.AnswerAsync(app, Some.FusionCall(Film("\"value\":4.1"))));
        var broken = Fetching.Criteria(await Fetching.AnswerAsync(app, Some.FusionCall(prefetch)));

        Assert.StartsWith("met", sound["instability"], StringComparison.Ordinal);
        Assert.StartsWith("unknown", broken["instability"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LostEvidence))]
    public async Task A_set_of_which_a_part_may_be_lost_is_unparseable(string prefetch)
    {
        var answer = await Fetching.AnswerAsync(app, Some.FusionCall(prefetch));

        Assert.Equal("unparseable", Fetching.Outcome(answer, "observations"));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("Patient/")]
    [InlineData("Patient/..")]
    public async Task An_id_that_leads_elsewhere_in_an_address_is_a_400(string id)
    {
        using var response = await app.PostAsync(With("\"patientId\":\"p1\"", $"\"patientId\":\"{id}\""));

        await AssertRejectedAsync(response, "$.context.patientId");
    }

    private static string With(string old, string changed)
    {
        Assert.Contains(old, Fusion, StringComparison.Ordinal);
        var at = Fusion.IndexOf(old, StringComparison.Ordinal);
        return string.Concat(Fusion.AsSpan(0, at), changed, Fusion.AsSpan(at + old.Length));
    }

    private static string Access(string members) =>
        With("\"hook\":", $"\"fhirServer\":\"https://ehr.example/fhir\",\"fhirAuthorization\":{{\"token_type\":\"Bearer\",{members}}},\"hook\":");

    /// <summary>A chart with one film of 4.1 mm, as in case v27.</summary>
    private static string Film(string value, string more = "")
    {
        using var request = JsonDocument.Parse(Some.Case("v27-translation-4-1-mm"));
        var prefetch = request.RootElement.GetProperty("prefetch").GetRawText().Replace("pat-v27", "p1", StringComparison.Ordinal);
        Assert.Contains("\"value\": 4.1", prefetch, StringComparison.Ordinal);
        var changed = prefetch.Replace("\"value\": 4.1", value, StringComparison.Ordinal);
        var film = changed.IndexOf("\"film-1\"", StringComparison.Ordinal) + "\"film-1\"".Length;
        return changed.Insert(film, more);
    }

    private static async Task AssertRejectedAsync(HttpResponseMessage response, string? place)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is HttpStatusCode.BadRequest, $"{response.StatusCode}: {text}");
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        using var outcome = JsonDocument.Parse(text);
        Assert.Equal("OperationOutcome", outcome.RootElement.GetProperty("resourceType").GetString());
        Assert.Equal(place ?? outcome.RootElement.GetProperty("issue")[0].GetProperty("expression")[0].GetString(), outcome.RootElement.GetProperty("issue")[0].GetProperty("expression")[0].GetString());
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] body)
    {
        using var client = app.CreateClient();
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return await client.PostAsync(new Uri(ServiceApp.Service, UriKind.Relative), content);
    }
}
