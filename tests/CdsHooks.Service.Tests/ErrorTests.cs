using System.Net;
using System.Text;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>CDS Hooks, Returning OperationOutcome.</summary>
public sealed class ErrorTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private const string NoOrders = """{"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/7","patientId":"p1"}}""";

    public static TheoryData<string, string?> BadBodies => new()
    {
        { "", "$" },
        { "nonsense", "$" },
        { "[]", "$" },
        { "{}", "$.hook" },
        { Some.ForeignCall.Replace("order-sign", "order-select", StringComparison.Ordinal), "$.context.selections" },
        { Some.ForeignCall.Replace("order-sign", "patient-view", StringComparison.Ordinal), "$.hook" },
        { Some.ForeignCall.Replace("Patient/p1", "Patient/p2", StringComparison.Ordinal), "$.context.draftOrders.entry[0].resource.subject.reference" },
        { Some.FusionCall("[]"), "$.prefetch" },
        { Some.FusionCall("{}")[..^2], "$" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_a_400_that_names_the_place(string body, string? expression)
    {
        using var response = await app.PostAsync(body);

        await AssertOutcomeAsync(response, HttpStatusCode.BadRequest, "invalid", expression);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("epic")]
    [InlineData("oracle")]
    public async Task Without_draft_orders_a_call_is_a_400(string profile)
    {
        await using var strict = new ServiceApp { Settings = Some.Settings(("Clients:Anonymous:Profile", profile)) };

        using var response = await strict.PostAsync(NoOrders);

        await AssertOutcomeAsync(response, HttpStatusCode.BadRequest, "invalid", "$.context.draftOrders");
    }

    [Theory]
    [InlineData(NoOrders, "lumbar-fusion-order-sign")]
    [InlineData("""{"hook":"order-select","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/7","patientId":"p1","selections":["ServiceRequest/o1"]}}""", "lumbar-fusion-order-select")]
    public async Task The_sandbox_calls_without_draft_orders_and_hears_nothing(string body, string service)
    {
        await using var sandbox = new ServiceApp { Settings = Some.Settings(("Clients:Anonymous:Profile", "sandbox")) };

        using var response = await sandbox.PostToAsync($"/cds-services/{service}", body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"cards":[]}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("epic")]
    [InlineData("oracle")]
    [InlineData("cds-hooks-1.0")]
    public async Task The_hook_of_another_service_is_a_400(string profile)
    {
        await using var strict = new ServiceApp { Settings = Some.Settings(("Clients:Anonymous:Profile", profile)) };
        var body = Some.ForeignCall
            .Replace("order-sign", "order-select", StringComparison.Ordinal)
            .Replace("\"draftOrders\"", "\"selections\":[\"ServiceRequest/o1\"],\"draftOrders\"", StringComparison.Ordinal);

        using var response = await strict.PostAsync(body);

        await AssertOutcomeAsync(response, HttpStatusCode.BadRequest, "invalid", "$.hook");
    }

    [Theory]
    [InlineData("2026-6-1")]
    [InlineData("2026-02-30")]
    [InlineData("today")]
    public async Task A_malformed_as_of_header_is_a_400(string value)
    {
        using var response = await app.PostAsync(Some.ForeignCall, ("X-CDS-As-Of", value));

        await AssertOutcomeAsync(response, HttpStatusCode.BadRequest, "invalid", expression: null);
    }

    [Theory]
    [InlineData("POST", "/cds-services/no-such-service", HttpStatusCode.NotFound, "not-found", null)]
    [InlineData("GET", "/no-such-page", HttpStatusCode.NotFound, "not-found", null)]
    [InlineData("GET", ServiceApp.Service, HttpStatusCode.MethodNotAllowed, "not-supported", "POST")]
    [InlineData("DELETE", ServiceApp.Service, HttpStatusCode.MethodNotAllowed, "not-supported", "POST")]
    [InlineData("POST", "/cds-services", HttpStatusCode.MethodNotAllowed, "not-supported", "GET, HEAD")]
    [InlineData("HEAD", ServiceApp.Service, HttpStatusCode.MethodNotAllowed, null, "POST")]
    public async Task A_wrong_address_or_method_is_reported(string method, string path, HttpStatusCode status, string? code, string? allow)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = Some.Json(Some.ForeignCall) };

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        await (code is null ? Task.CompletedTask : AssertOutcomeAsync(response, status, code, expression: null));
        Assert.Equal(allow ?? "", string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("text/plain", true)]
    [InlineData("application/xml", true)]
    [InlineData("application/x-www-form-urlencoded", true)]
    [InlineData("application/json; charset=iso-8859-1", true)]
    [InlineData("nonsense", true)]
    [InlineData("application/json", false)]
    [InlineData("Application/JSON; Charset=UTF-8", false)]
    [InlineData("application/json; charset=\"utf-8\"", false)]
    [InlineData("application/fhir+json; fhirVersion=4.0", false)]
    public async Task A_body_that_is_not_declared_json_in_utf8_is_a_415(string? contentType, bool isRejected)
    {
        using var client = app.CreateClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Some.ForeignCall));
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var response = await client.PostAsync(new Uri(ServiceApp.Service, UriKind.Relative), content, TestContext.Current.CancellationToken);

        await (isRejected
            ? AssertOutcomeAsync(response, HttpStatusCode.UnsupportedMediaType, "not-supported", expression: null)
            : Task.CompletedTask);
        Assert.Equal(isRejected, response.StatusCode is not HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"patient":{"resourceType":"Patient"},"encounters":null,"medicationRequests":{"resourceType":"Bundle"}}""")]
    [InlineData("""{"conditions":{"resourceType":"OperationOutcome","issue":[{"severity":"error"}]},"observations":5,"procedures":{"resourceType":"Patient"}}""")]
    public async Task Without_any_of_conditions_observations_and_procedures_it_is_a_412(string prefetch)
    {
        using var response = await app.PostAsync(Some.FusionCall(prefetch));

        var outcome = await AssertOutcomeAsync(response, HttpStatusCode.PreconditionFailed, "incomplete", "$.prefetch.conditions");
        Assert.Equal(
            ["$.prefetch.conditions", "$.prefetch.observations", "$.prefetch.procedures"],
            outcome.GetProperty("issue").EnumerateArray().Select(issue => issue.GetProperty("expression")[0].GetString()),
            StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("""{"procedures":null}""")]
    [InlineData("""{"myConditions":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition"}}]}}""")]
    [InlineData("""{"observations":{"resourceType":"Bundle","link":[{"relation":"next"}]}}""")]
    [InlineData("""{"observations":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Observation"}},{}]}}""")]
    public async Task With_any_of_them_even_in_part_it_is_answered(string prefetch)
    {
        using var response = await app.PostAsync(Some.FusionCall(prefetch));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_412_is_not_for_orders_that_are_not_ours()
    {
        using var response = await app.PostAsync(Some.ForeignCall.Replace("\"conditions\":null", "", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_fault_of_ours_is_a_500_without_details()
    {
        var clock = new FailingClock();
        await using var failing = new ServiceApp { Clock = clock };
        using var fine = await failing.PostAsync(Some.FusionCall("""{"conditions":null}"""));
        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
        clock.IsBroken = true;

        using var response = await failing.PostAsync(Some.FusionCall("""{"conditions":null}"""));

        var outcome = await AssertOutcomeAsync(response, HttpStatusCode.InternalServerError, "exception", expression: null);
        Assert.DoesNotContain(FailingClock.Secret, outcome.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(failing.Logs.Lines, line => line.Contains(FailingClock.Secret, StringComparison.Ordinal));
        Assert.Contains(failing.Logs.Lines, line => line.Contains("[1301]", StringComparison.Ordinal) && line.Contains(nameof(FormatException), StringComparison.Ordinal));
    }

    private static async Task<System.Text.Json.JsonElement> AssertOutcomeAsync(HttpResponseMessage response, HttpStatusCode status, string code, string? expression)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.True(response.Headers.CacheControl?.NoStore);
        var outcome = await response.JsonAsync();
        Assert.Equal("OperationOutcome", outcome.GetProperty("resourceType").GetString());
        var issue = outcome.GetProperty("issue")[0];
        Assert.Equal("error", issue.GetProperty("severity").GetString());
        Assert.Equal(code, issue.GetProperty("code").GetString());
        Assert.NotEmpty(issue.GetProperty("details").GetProperty("text").GetString()!);
        Assert.Equal(expression, issue.TryGetProperty("expression", out var found) ? found[0].GetString() : null);
        return outcome;
    }
}
