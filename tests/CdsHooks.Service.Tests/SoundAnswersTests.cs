using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;
using Xunit.Sdk;

namespace CdsHooks.Service.Tests;

/// <summary>What looks at every answer of every test must see what it is for.</summary>
public sealed class SoundAnswersTests
{
    private const string Outcome = """{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid"}]}""";

    [Theory]
    [InlineData("POST", ServiceApp.Service, 200, "application/json", """{"cards":[]}""")]
    [InlineData("POST", ServiceApp.Service, 400, "application/json", Outcome)]
    [InlineData("GET", "/fhir/PlanDefinition/x", 404, "application/fhir+json", Outcome)]
    [InlineData("GET", "/cds-services", 200, "application/json", """{"services":[]}""")]
    [InlineData("GET", "/", 200, "text/html", "<html></html>")]
    [InlineData("GET", "/fhir/metadata", 304, "application/fhir+json", "")]
    public async Task A_sound_answer_comes_through(string method, string path, int status, string type, string body)
    {
        using var response = await AnswerAsync(method, path, status, type, body);

        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("POST", ServiceApp.Service, 200, "application/json", """{"cards":[{}]}""")]
    [InlineData("POST", ServiceApp.Service, 400, "application/json", """{"resourceType":"OperationOutcome","issue":[]}""")]
    [InlineData("POST", ServiceApp.Service + "/feedback", 400, "application/json", """{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"made-up"}]}""")]
    [InlineData("GET", "/fhir/metadata", 200, "application/fhir+json", """{"resourceType":"CapabilityStatement","status":"active"}""")]
    [InlineData("GET", "/fhir/ValueSet", 200, "application/fhir+json", """{"resourceType":"Bundle","type":"searchset","entry":[{"fullUrl":"https://a.example/ValueSet/x","resource":{"resourceType":"ValueSet"}}]}""")]
    [InlineData("GET", "/fhir/metadata", 200, "application/fhir+json", "{}")]
    public async Task An_answer_that_is_not_sound_fails_the_test(string method, string path, int status, string type, string body) =>
        await Assert.ThrowsAsync<EmptyException>(async () => (await AnswerAsync(method, path, status, type, body)).Dispose());

    private static async Task<HttpResponseMessage> AnswerAsync(string method, string path, int status, string type, string body)
    {
        using var canned = new Canned((HttpStatusCode)status, type, body);
        using var sound = new SoundAnswers { InnerHandler = canned };
        using var client = new HttpMessageInvoker(sound);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(new Uri("https://cds.example"), path));
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class Canned(HttpStatusCode status, string type, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)) });
    }
}
