using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Doctor;

/// <summary>What <c>cdshooks doctor</c> says of a client's FHIR server.</summary>
public sealed class DoctorFhirTests(DoctoredService deployment) : IClassFixture<DoctoredService>
{
    private const string Patient = "quxbrindlewick-7";
    private const string Token = "quxbrindlewick-token";
    private const string Empty = """{"resourceType":"Bundle","type":"searchset","total":0}""";
    private const string Conditions = "prefetch conditions";

    [Fact]
    public async Task A_sound_server_answers_every_template()
    {
        List<string> tokens = [];

        var report = await RunAsync(context =>
        {
            tokens.Add(context.Request.Headers.Authorization.ToString());
            return SoundAsync(context);
        });

        report.AssertFound("fhir server", "ok", "FHIR R4");
        Assert.Equal(12, report.Findings.Count(finding => finding.Key.StartsWith("prefetch ", StringComparison.Ordinal) || finding.Key.StartsWith("fetch ", StringComparison.Ordinal)));
        Assert.All(report.Findings.Where(finding => finding.Key.Contains("fetch ", StringComparison.Ordinal)), finding => Assert.Equal("ok", finding.Value.State));
        Assert.Equal(12, tokens.Count(token => token is $"Bearer {Token}"));
    }

    [Theory]
    [InlineData(401, "{}", "problem", "a valid token")]
    [InlineData(403, "{}", "problem", "Condition is missing in its scopes")]
    [InlineData(400, "{}", "problem", "rejects the query (400)")]
    [InlineData(404, "{}", "problem", "does not know Condition")]
    [InlineData(302, "{}", "problem", "redirected (302)")]
    [InlineData(503, "{}", "problem", "busy (503)")]
    [InlineData(500, "{}", "problem", "answered 500")]
    [InlineData(200, "<html>", "problem", "no JSON object")]
    [InlineData(200, """{"resourceType":"OperationOutcome"}""", "problem", "an OperationOutcome instead of data")]
    [InlineData(200, """{"resourceType":"Bundle","type":"collection"}""", "problem", "no Bundle of type searchset")]
    [InlineData(200, """{"resourceType":"Condition"}""", "problem", "no Bundle of type searchset")]
    [InlineData(200, """{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"https://inside.example/page2"}]}""", "problem", "The next page is at another address")]
    [InlineData(200, """{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"error"}]}}]}""", "warning", "is incomplete")]
    [InlineData(200, """{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning"}]}}]}""", "ok", "answered")]
    public async Task A_search_that_is_answered_wrongly_says_what_to_mend(int status, string body, string state, string words)
    {
        var report = await RunAsync(context => context.Request.Path.Value!.EndsWith("/Condition", StringComparison.Ordinal)
            ? Relay.AnswerAsync(context, status, body, "application/fhir+json")
            : SoundAsync(context));

        report.AssertFound(Conditions, state, words);
        report.AssertFound("prefetch observations", "ok", "answered");
    }

    [Fact]
    public async Task A_search_that_takes_too_long_or_answers_too_much_is_found_out()
    {
        var report = await RunAsync(async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/Condition", StringComparison.Ordinal))
            {
                await Task.Delay(TimeSpan.FromSeconds(1.2), context.RequestAborted);
            }
            else if (context.Request.Path.Value.EndsWith("/Procedure", StringComparison.Ordinal))
            {
                return await Relay.AnswerAsync(context, 200, new string(' ', 9_000_000) + Empty);
            }

            return await SoundAsync(context);
        });

        report.AssertFound(Conditions, "warning", "The answer took");
        report.AssertFound("prefetch procedures", "problem", "larger than 8 MB");
    }

    [Fact]
    public async Task What_only_the_service_fetches_may_be_missing()
    {
        var report = await RunAsync(context => context.Request.Path.Value!.EndsWith("/Encounter", StringComparison.Ordinal)
            ? Relay.AnswerAsync(context, 403)
            : SoundAsync(context));

        report.AssertFound("fetch encounters", "warning", "Encounter is missing in its scopes");
        Assert.Equal(0, report.ExitCode);
    }

    [Theory]
    [InlineData(200, """{"resourceType":"CapabilityStatement","fhirVersion":"3.0.2"}""", "another version than R4")]
    [InlineData(200, """{"resourceType":"Patient"}""", "no FHIR server")]
    [InlineData(404, "", "the answer was 404")]
    public async Task A_server_that_does_not_speak_R4_is_a_problem(int status, string metadata, string words)
    {
        var report = await RunAsync(context => context.Request.Path.Value!.EndsWith("/metadata", StringComparison.Ordinal)
            ? Relay.AnswerAsync(context, status, metadata)
            : SoundAsync(context));

        report.AssertFound("fhir server", "problem", words);
    }

    [Fact]
    public async Task Without_a_patient_no_data_is_asked_for()
    {
        deployment.Relay.Mend();
        deployment.Relay.Instead = AnswerAsync(SoundAsync);

        var report = await DoctorReport.RunAsync(deployment.Relay.Address, ["--fhir-server", deployment.Relay.Address + "/fhir/"]);

        report.AssertFound("fhir data", "not checked", "--patient");
    }

    [Fact]
    public async Task A_server_that_is_not_https_is_a_problem()
    {
        var report = await DoctorReport.RunAsync(deployment.Relay.Address, ["--fhir-server", "http://ehr.example/fhir", "--patient", Patient], null, Patient);

        report.AssertFound("fhir server", "problem", "is not https");
    }

    private Task<DoctorReport> RunAsync(Func<HttpContext, Task<bool>> answer)
    {
        deployment.Relay.Mend();
        deployment.Relay.Instead = AnswerAsync(answer);
        return DoctorReport.RunAsync(
            deployment.Relay.Address,
            ["--fhir-server", deployment.Relay.Address + "/ehr/r4", "--fhir-token-env", "EHR_TOKEN", "--patient", Patient],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["EHR_TOKEN"] = Token },
            Patient,
            Token);
    }

    private static Func<HttpContext, Task<bool>> AnswerAsync(Func<HttpContext, Task<bool>> answer) =>
        context => context.Request.Path.StartsWithSegments("/ehr", StringComparison.Ordinal) || context.Request.Path.StartsWithSegments("/fhir", StringComparison.Ordinal)
            ? answer(context)
            : Task.FromResult(false);

    private static Task<bool> SoundAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.EndsWith("/metadata", StringComparison.Ordinal))
        {
            return Relay.AnswerAsync(context, 200, """{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1"}""", "application/fhir+json");
        }

        if (path.EndsWith($"/Patient/{Patient}", StringComparison.Ordinal))
        {
            return Relay.AnswerAsync(context, 200, new JsonObject { ["resourceType"] = "Patient", ["id"] = Patient }.ToJsonString(), "application/fhir+json");
        }

        return string.Equals(context.Request.Query["patient"], Patient, StringComparison.Ordinal)
            ? Relay.AnswerAsync(context, 200, Empty, "application/fhir+json")
            : Relay.AnswerAsync(context, 400);
    }
}
