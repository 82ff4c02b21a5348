using System.Net;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>What the specification asks of a call: what breaks it is a 400 that names the place, what it leaves open is taken as it comes.</summary>
public sealed class EnvelopeRuleTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    public static TheoryData<string, string?, string, string> Broken => new()
    {
        { "hook", null, "$.hook", "R-02" },
        { "hookInstance", null, "$.hookInstance", "R-03" },
        { "hookInstance", "\"not-a-uuid\"", "$.hookInstance", "R-03" },
        { "context", null, "$.context", "R-04" },
        { "context.userId", null, "$.context.userId", "R-09" },
        { "context.patientId", null, "$.context.patientId", "R-10" },
        { "context.patientId", "\"https://ehr.example/fhir/Patient/p1\"", "$.context.patientId", "R-10: an address, of which the id alone may be another patient's" },
        { "context.patientId", "\"Patient/p1/_history/2\"", "$.context.patientId", "R-10: a version" },
        { "context.draftOrders", "{\"resourceType\":\"List\"}", "$.context.draftOrders", "R-11" },
        { "fhirServer", null, "$.fhirServer", "R-05, cds-r-1: a token for a server that is not named" },
        { "fhirAuthorization.patient", "\"p2\"", "$.fhirAuthorization.patient", "A-08, cds-r-2: a token for another patient" },
        { "context.draftOrders.entry.0.resource.subject", "{\"reference\":\"Patient/p2\"}", "$.context.draftOrders.entry[0].resource.subject.reference", "R-16: an order for another patient" },
        { "prefetch", "[]", "$.prefetch", "R-07" },
    };

    public static TheoryData<string, string?, string> Odd => new()
    {
        { "hookInstance", "\"5F1C1D60-5EA1-11F1-9A7E-0242AC120002\"", "R-03: a UUID of version 1 in capitals" },
        { "context.patientId", "\"Patient/p1\"", "R-10: an id with its type" },
        { "context.encounterId", "\"Encounter/e1\"", "R-10: an id with its type" },
        { "context.encounterId", "\"\"", "W-04: an optional member that is empty" },
        { "fhirAuthorization", "{}", "R-06: an optional member that is empty" },
        { "fhirAuthorization.patient", "\"\"", "A-08: an optional member that is empty" },
        { "context.userId", "\"PractitionerRole/7\"", "R-09: a role" },
        { "context.draftOrders.type", null, "R-11: a bundle without a type" },
        { "context.draftOrders.entry.0.resource.id", null, "R-15: an order without an id" },
        { "context.draftOrders.entry.0.resource.subject", "{\"display\":\"somebody\"}", "R-16: a subject that names nobody" },
        { "fhirAuthorization", null, "R-06: no token" },
        { "fhirAuthorization.scope", "\"CONDITION.SEARCH Observation.Read (Labs) (R4)\"", "A-06: scopes in a vendor's words" },
        { "fhirAuthorization.scope", null, "A-06: no scope" },
        { "fhirAuthorization.subject", null, "A-07: no subject" },
        { "fhirAuthorization.expires_in", "\"300\"", "A-05: a lifetime as text" },
        { "fhirAuthorization.token_type", "\"bearer\"", "A-04: small letters" },
        { "extension", "{\"com.example\":{\"x\":null}}", "R-08: a vendor's extension" },
        { "context.somethingNew", "[1]", "X-06: a field that a later version of the hook has" },
        { "somethingNew", "{}", "G-06" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_breaks_the_envelope_is_a_400_that_names_the_place(string member, string? value, string expression, string rule)
    {
        using var response = await app.PostAsync(With(member, value));

        Assert.True(response.StatusCode is HttpStatusCode.BadRequest, rule);
        Assert.Equal(expression, (await response.JsonAsync()).GetProperty("issue")[0].GetProperty("expression")[0].GetString());
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task What_is_only_odd_is_answered(string member, string? value, string rule)
    {
        using var response = await app.PostAsync(With(member, value));

        Assert.True(response.StatusCode is HttpStatusCode.OK, rule);
        Assert.Equal(1, (await response.JsonAsync()).GetProperty("cards").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"fullUrl":"urn:uuid:1"}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"resource":null}""")]
    public async Task An_entry_without_a_resource_does_not_reject_the_orders_beside_it(string entry)
    {
        var call = JsonNode.Parse(With("fhirAuthorization", value: null))!;
        call["context"]!["draftOrders"]!["entry"]!.AsArray().Insert(0, JsonNode.Parse(entry));

        using var response = await app.PostAsync(call.ToJsonString());

        Assert.Equal(1, (await response.JsonAsync()).GetProperty("cards").GetArrayLength());
    }

    [Fact]
    public async Task An_empty_server_without_a_token_counts_as_absent()
    {
        var call = JsonNode.Parse(With("fhirAuthorization", value: null))!;
        call["fhirServer"] = "";

        using var response = await app.PostAsync(call.ToJsonString());

        Assert.Equal(1, (await response.JsonAsync()).GetProperty("cards").GetArrayLength());
    }

    [Fact]
    public async Task A_patient_given_as_an_address_is_rejected_with_a_hint_at_the_bare_id()
    {
        using var response = await app.PostAsync(With("context.patientId", "\"https://ehr.example/fhir/Patient/p1\""));

        var text = (await response.JsonAsync()).GetProperty("issue")[0].GetProperty("details").GetProperty("text").GetString();
        Assert.StartsWith("$.context.patientId must be an id", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ehr.example", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/* a comment */")]
    [InlineData("{\"hook\":\"order-sign\",}")]
    public async Task Comments_and_trailing_commas_are_no_JSON(string body)
    {
        using var response = await app.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task An_answer_holds_no_space_that_means_nothing()
    {
        using var response = await app.PostAsync(With("extension", value: null));
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var isText = false;
        for (var at = 0; at < body.Length; at++)
        {
            isText ^= body[at] is '"' && !IsEscaped(body, at);
            Assert.True(isText || !char.IsWhiteSpace(body[at]), $"A space at {at}.");
        }
    }

    private static bool IsEscaped(string body, int at)
    {
        var slashes = 0;
        while (at > slashes && body[at - slashes - 1] is '\\')
        {
            slashes++;
        }

        return slashes % 2 == 1;
    }

    /// <summary>A right call with one member set, or removed where the value is null.</summary>
    private static string With(string member, string? value)
    {
        var call = JsonNode.Parse(Some.FusionCall("""{"conditions":null,"observations":null,"procedures":null}"""))!;
        call["fhirServer"] = "https://ehr.example/fhir";
        call["fhirAuthorization"] = JsonNode.Parse("""{"access_token":"t","token_type":"Bearer","expires_in":300,"scope":"patient/*.rs","subject":"cdshooks","patient":"p1"}""");
        var at = call;
        var steps = member.Split('.');
        foreach (var step in steps[..^1])
        {
            at = step is "0" ? at[0]! : at[step]!;
        }

        at.AsObject().Remove(steps[^1]);
        if (value is not null)
        {
            at[steps[^1]] = JsonNode.Parse(value);
        }

        return call.ToJsonString();
    }
}
