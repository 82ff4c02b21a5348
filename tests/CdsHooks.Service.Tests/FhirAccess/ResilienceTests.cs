using System.Net;
using System.Text.Json;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.FhirAccess;

/// <summary>How a call spends its time on a server that has trouble, and what is said of it.</summary>
[Collection(RealServers.Name)]
public sealed class ResilienceTests(WireMock server)
{
    private const string Case = "v72-complete-care-120-days";

    // So that a busy machine is not taken for a server without an answer.
    private static readonly (string, string)[] Patient = [("Clients:Anonymous:DeadlineMilliseconds", "10000"), ("FhirAccess:AttemptMilliseconds", "10000")];

    [Fact]
    public async Task A_server_that_asks_for_a_second_is_asked_again_after_it()
    {
        await StubAsync();
        await server.StubFileAsync("too-many-requests-then-answer", ("path", "/fhir/Procedure"), ("seconds", "1"));
        await using var app = Fetching.AppWith(Root, Patient);

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, Root));

        Assert.Equal("empty", Fetching.Outcome(answer, "procedures"));
        Assert.Equal(2, await RequestsOfAsync("Procedure"));
    }

    [Fact]
    public async Task One_that_asks_for_more_time_than_there_is_is_not_asked_again()
    {
        await StubAsync();
        await server.StubFileAsync("too-many-requests-then-answer", ("path", "/fhir/Procedure"), ("seconds", "30"));
        await using var app = Fetching.AppWith(Root, Patient);

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, Root));

        Assert.Equal("failed", Fetching.Outcome(answer, "procedures"));
        Assert.Equal(1, await RequestsOfAsync("Procedure"));
    }

    [Fact]
    public async Task When_the_calls_time_is_up_what_is_still_out_is_unknown_whatever_time_an_attempt_has()
    {
        await StubAsync();
        await server.StubFileAsync("fixed-delay", ("path", "/fhir/Procedure"), ("milliseconds", "6000"));
        await using var app = Fetching.AppWith(Root, ("Clients:Anonymous:DeadlineMilliseconds", "1000"), ("FhirAccess:AttemptMilliseconds", "10000"));

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, Root, Fetching.Token, "procedures"));

        Assert.Equal("timed-out", Fetching.Outcome(answer, "procedures"));
    }

    [Fact]
    public async Task A_server_that_fails_again_and_again_is_left_alone_for_a_while()
    {
        await server.ResetAsync();
        await server.StubFileAsync("unavailable");
        await using var app = Fetching.AppWith(Root);

        for (var call = 0; call < 4; call++)
        {
            using var refused = await app.PostAsync(Fetching.Without(Case, Root));
        }

        var asked = (await server.RequestsAsync()).Count;
        using var response = await app.PostAsync(Fetching.Without(Case, Root));

        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.Equal(asked, (await server.RequestsAsync()).Count);
    }

    [Fact]
    public async Task A_client_that_hangs_up_ends_the_work()
    {
        await StubAsync();
        await server.StubFileAsync("fixed-delay", ("path", "/fhir/Procedure"), ("milliseconds", "3000"));
        await using var app = Fetching.AppWith(Root, ("Clients:Anonymous:DeadlineMilliseconds", "10000"), ("FhirAccess:AttemptMilliseconds", "9000"));
        using var client = app.CreateClient();
        app.Logs.Clear();
        using var hangUp = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        using var body = Some.Json(Fetching.Without(Case, Root));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.PostAsync(new Uri(ServiceApp.Service, UriKind.Relative), body, hangUp.Token));
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);

        Assert.Equal(1, await RequestsOfAsync("Procedure"));
        Assert.DoesNotContain(app.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) || line.Contains("decided by", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_resource_about_somebody_else_is_dropped_and_reported()
    {
        await StubAsync();
        await server.StubFileAsync("another-patient", ("path", "/fhir/Condition"), ("type", "Condition"), ("patient", "pat-v72"), ("other", "pat-elsewhere"));
        await using var app = Fetching.AppWith(Root, Patient);

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, Root));

        Assert.Equal(1, Fetching.Assessment(answer).GetProperty("leftOut").GetProperty("otherPatient").GetInt32());
        Assert.DoesNotContain("pat-elsewhere", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retrievals_are_counted_by_set_and_outcome()
    {
        await StubAsync();
        await server.StubFileAsync("forbidden", ("path", "/fhir/Procedure"));
        await using var app = Fetching.AppWith(Root, Patient);
        using MetricSink counted = new(app, "cdshooks.retrievals");

        await Fetching.AnswerAsync(app, Fetching.Without(Case, Root, Fetching.Token, "procedures", "allergies"));

        Assert.Contains("1 key=procedures outcome=forbidden", counted.Lines, StringComparer.Ordinal);
        Assert.Contains("1 key=allergies outcome=empty", counted.Lines, StringComparer.Ordinal);
        Assert.Contains("1 key=conditions outcome=prefetched", counted.Lines, StringComparer.Ordinal);
        Assert.Equal(11, counted.Lines.Count);
    }

    private Uri Root => new(server.Address, "/fhir");

    private async Task<int> RequestsOfAsync(string type) =>
        (await server.RequestsAsync()).Count(request => request.Target.Contains($"/fhir/{type}?", StringComparison.Ordinal));

    private async Task StubAsync()
    {
        await server.ResetAsync();
        using var request = JsonDocument.Parse(Some.Case(Case));
        await server.StubFileAsync("answer");
        await server.StubFileAsync("answer", ("path", "/fhir/Patient/.*"), ("body", request.RootElement.GetProperty("prefetch").GetProperty("patient").GetRawText()));
    }
}
