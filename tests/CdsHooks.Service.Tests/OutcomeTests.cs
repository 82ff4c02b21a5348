using System.Text;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Tests.Infrastructure;
using Hl7.Fhir.Serialization;
using Microsoft.AspNetCore.Http;
using Xunit;
using OperationOutcome = Hl7.Fhir.Model.OperationOutcome;

namespace CdsHooks.Service.Tests;

/// <summary>Every refusal is an OperationOutcome of FHIR R4, and reads the same wherever it comes from.</summary>
public sealed class OutcomeTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private static readonly FhirJsonDeserializer Reader = new(new DeserializerSettings().UsingMode(DeserializationMode.Strict));

    public static TheoryData<string, string, string, string> Refused => new()
    {
        { "POST", ServiceApp.Service, "{}", "400" },
        { "GET", "/no-such-page", "", "404" },
        { "DELETE", ServiceApp.Service, "", "405" },
        { "POST", ServiceApp.Service, Some.FusionCall("{}"), "412" },
        { "GET", "/fhir/Patient", "", "404" },
        { "GET", "/fhir/ValueSet?colour=red", "", "400" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_rejection_is_what_a_strict_reader_takes_for_an_OperationOutcome(string method, string path, string body, string status)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body.Length > 0 ? Some.Json(body) : null };

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
        var outcome = Reader.Deserialize<OperationOutcome>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.All(outcome.Issue, issue => Assert.Equal(OperationOutcome.IssueSeverity.Error, issue.Severity));
    }

    [Fact]
    public async Task An_outcome_is_written_without_a_host_and_without_white_space()
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        var outcome = new Outcome(
            StatusCodes.Status412PreconditionFailed,
            [new OutcomeIssue(OperationOutcome.IssueType.Incomplete, "Wörter & Zeichen.", "$.prefetch.conditions"), new OutcomeIssue(OperationOutcome.IssueType.NotFound, "Nothing.", null)]);

        await OutcomeWriter.WriteAsync(context.Response, outcome, TestContext.Current.CancellationToken);

        Assert.Equal(
            """{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"incomplete","details":{"text":"Wörter \u0026 Zeichen."},"expression":["$.prefetch.conditions"]},{"severity":"error","code":"not-found","details":{"text":"Nothing."}}]}""",
            Encoding.UTF8.GetString(body.ToArray()));
        Assert.Equal(body.Length, context.Response.ContentLength);
    }
}
