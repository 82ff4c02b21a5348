using System.Net;
using System.Text.Json;
using CdsHooks.Service.Tests.Infrastructure;
using WireMock.ResponseBuilders;
using Xunit;

namespace CdsHooks.Service.Tests.FhirAccess;

/// <summary>How a call spends its time on a server that has trouble, and what is said of it.</summary>
public sealed class ResilienceTests : IAsyncDisposable
{
    private const string Case = "v72-complete-care-120-days";

    // So that a busy machine is not taken for a server without an answer.
    private static readonly (string, string)[] Patient = [("Clients:Anonymous:DeadlineMilliseconds", "10000"), ("FhirAccess:AttemptMilliseconds", "10000")];

    private readonly FaultyFhirServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_server_that_asks_for_a_second_is_retried_after_it()
    {
        Stub();
        _server.Stub("/fhir/Procedure", FhirAnswers.TooManyRequests("1"), FhirAnswers.Answer());
        await using var app = Fetching.AppWith(Root, Patient);

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, Root));

        Assert.Equal("empty", Fetching.Outcome(answer, "procedures"));
        Assert.Equal(2, RequestsOf("Procedure"));
    }

    [Fact]
    public async Task A_server_that_asks_for_more_time_than_there_is_is_not_retried()
    {
        Stub();
        _server.Stub("/fhir/Procedure", FhirAnswers.TooManyRequests("30"), FhirAnswers.Answer());
        await using var app = Fetching.AppWith(Root, Patient);

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, Root));

        Assert.Equal("failed", Fetching.Outcome(answer, "procedures"));
        Assert.Equal(1, RequestsOf("Procedure"));
    }

    [Theory]
    [InlineData("Mon, 01 Jun 2026 12:00:01 GMT", "empty", 2)]
    [InlineData("Mon, 01 Jun 2026 13:00:00 GMT", "failed", 1)]
    [InlineData("Mon, 01 Jun 2026 11:59:00 GMT", "empty", 2)]
    public async Task When_to_come_back_may_be_said_as_a_date(string date, string outcome, int requests)
    {
        Stub();
        _server.Stub("/fhir/Procedure", FhirAnswers.TooManyRequests(date), FhirAnswers.Answer());
        await using var app = Fetching.AppWith(Root, Patient);

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, Root));

        Assert.Equal(outcome, Fetching.Outcome(answer, "procedures"));
        Assert.Equal(requests, RequestsOf("Procedure"));
    }

    [Fact]
    public async Task When_the_calls_time_is_up_what_is_still_out_is_unknown_whatever_time_an_attempt_has()
    {
        Stub();
        _server.Stub("/fhir/Procedure", FhirAnswers.FixedDelay(6000));
        await using var app = Fetching.AppWith(Root, ("Clients:Anonymous:DeadlineMilliseconds", "1000"), ("FhirAccess:AttemptMilliseconds", "10000"));

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, Root, Fetching.Token, "procedures"));

        Assert.Equal("timed-out", Fetching.Outcome(answer, "procedures"));
    }

    [Fact]
    public async Task A_token_is_not_sent_once_its_time_is_over()
    {
        Stub();
        _server.Stub("/fhir/Procedure", FhirAnswers.TooManyRequests("5"), FhirAnswers.Answer());
        await using var app = Fetching.AppWith(Root, Patient);
        var call = Fetching.Without(Case, Root, Fetching.Token, "procedures").Replace("\"expires_in\":300", "\"expires_in\":3", StringComparison.Ordinal);

        var answer = await Fetching.AnswerAsync(app, call);

        Assert.True(Fetching.Outcome(answer, "procedures") is "failed" or "timed-out");
        Assert.Equal(1, RequestsOf("Procedure"));
    }

    [Fact]
    public async Task Nothing_is_fetched_once_the_time_is_up()
    {
        Stub();
        _server.Stub("/fhir/Procedure", PageWithoutEnd());
        await using var app = Fetching.AppWith(Root, ("Clients:Anonymous:DeadlineMilliseconds", "2000"), ("FhirAccess:MaxPages", "200"));

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, Root, Fetching.Token, "procedures"));
        var asked = RequestsOf("Procedure");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Assert.Equal("truncated", Fetching.Outcome(answer, "procedures"));
        Assert.Equal(asked, RequestsOf("Procedure"));
        Assert.InRange(asked, 2, 30);
    }

    [Fact]
    public async Task A_slow_server_does_not_hold_up_another()
    {
        Stub("/quick");
        _server.Stub("/slow/.*", FhirAnswers.FixedDelay(20000));
        Uri slow = new(_server.Address, "/slow/fhir");
        Uri quick = new(_server.Address, "/quick/fhir");
        await using var app = Fetching.AppWith(
            slow,
            [.. Patient, ("FhirAccess:MaxConcurrentRequests", "1"), ("Clients:Anonymous:FhirServers:1:BaseUrl", quick.AbsoluteUri), ("Clients:Anonymous:FhirServers:1:AllowPrivateAddress", "true")]);

        var held = app.PostAsync(Fetching.Without(Case, slow));
        await Eventually.SeeAsync(() => Task.FromResult(_server.Requests), requests => requests.Count > 0);
        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, quick));
        using var late = await held;

        Assert.All(Fetching.Assessment(answer).GetProperty("retrieval").EnumerateArray(), set => Assert.True(set.GetProperty("outcome").GetString() is "fetched" or "empty"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
    }

    [Fact]
    public async Task A_server_that_was_left_alone_is_tried_again()
    {
        _server.Stub("/fhir/.*", FhirAnswers.Unavailable());
        MovableClock clock = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
        await using var app = new ServiceApp { Settings = Fetching.SettingsWith(Root, Patient), Clock = clock };
        for (var call = 0; call < 4; call++)
        {
            using var refused = await app.PostAsync(Fetching.Without(Case, Root));
        }

        Stub();
        var asked = _server.Requests.Count;
        using var early = await app.PostAsync(Fetching.Without(Case, Root));
        var askedEarly = _server.Requests.Count;
        clock.Advance(TimeSpan.FromSeconds(11));
        using var trial = await app.PostAsync(Fetching.Without(Case, Root));
        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, Root));

        Assert.Equal(asked, askedEarly);
        Assert.All(Fetching.Assessment(answer).GetProperty("retrieval").EnumerateArray(), set => Assert.True(set.GetProperty("outcome").GetString() is "fetched" or "empty"));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Loopback_is_known_by_each_of_its_names(string host)
    {
        Stub();
        Uri named = new($"http://{host}:{_server.Address.Port}/fhir");
        await using var app = Fetching.AppWith(named, ("Clients:Anonymous:FhirServers:0:AllowPrivateAddress", "false"));
        await using var open = Fetching.AppWith(named, Patient);

        using var refused = await app.PostAsync(Fetching.Without(Case, named));
        var asked = _server.Requests.Count;
        using var let = await open.PostAsync(Fetching.Without(Case, named));

        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Equal(0, asked);
        Assert.Equal(HttpStatusCode.OK, let.StatusCode);
    }

    [Theory]
    [InlineData("unavailable")]
    [InlineData("fixed-delay")]
    public async Task A_server_that_fails_again_and_again_is_left_alone_for_a_while(string fault)
    {
        _server.Stub("/fhir/.*", FhirAnswers.Fault(fault));
        await using var app = Fetching.AppWith(Root, ("FhirAccess:AttemptMilliseconds", "200"));

        for (var call = 0; call < 4; call++)
        {
            using var refused = await app.PostAsync(Fetching.Without(Case, Root));
        }

        var asked = _server.Requests.Count;
        using var response = await app.PostAsync(Fetching.Without(Case, Root));

        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.Equal(asked, _server.Requests.Count);
    }

    [Fact]
    public async Task A_client_that_hangs_up_ends_the_work()
    {
        Stub();
        _server.Stub("/fhir/Procedure", PageWithoutEnd());

        // Otherwise it would go on to the last page.
        Assert.InRange(await RequestsBeforeAndAfterHangUpAsync(), 1, 50);
    }

    [Fact]
    public async Task A_server_that_asks_for_time_is_not_retried_earlier()
    {
        Stub();
        _server.Stub("/fhir/Procedure", FhirAnswers.TooManyRequests("5"), FhirAnswers.Answer());

        Assert.Equal(1, await RequestsBeforeAndAfterHangUpAsync());
    }

    [Fact]
    public async Task A_resource_about_somebody_else_is_dropped_and_reported()
    {
        Stub();
        _server.Stub("/fhir/Condition", FhirAnswers.AnotherPatient("Condition", "pat-v72", "pat-elsewhere"));
        await using var app = Fetching.AppWith(Root, Patient);

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, Root));

        Assert.Equal(1, Fetching.Assessment(answer).GetProperty("leftOut").GetProperty("otherPatient").GetInt32());
        Assert.DoesNotContain("pat-elsewhere", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retrievals_are_counted_by_set_and_outcome()
    {
        Stub();
        _server.Stub("/fhir/Procedure", FhirAnswers.Forbidden());
        await using var app = Fetching.AppWith(Root, Patient);
        using MetricSink counted = new(app, "cdshooks.retrievals");

        await Fetching.AnswerAsync(app, Fetching.Without(Case, Root, Fetching.Token, "procedures", "allergies"));

        Assert.Contains("1 key=procedures outcome=forbidden", counted.Lines, StringComparer.Ordinal);
        Assert.Contains("1 key=allergies outcome=empty", counted.Lines, StringComparer.Ordinal);
        Assert.Contains("1 key=conditions outcome=prefetched", counted.Lines, StringComparer.Ordinal);
        Assert.Equal(12, counted.Lines.Count);
    }

    private Uri Root => new(_server.Address, "/fhir");

    private int RequestsOf(string type) => _server.Requests.Count(request => request.Target.Contains($"/fhir/{type}?", StringComparison.Ordinal));

    /// <summary>Hangs up a second after the first request is seen, and gives the work time to go on.</summary>
    /// <returns>How many requests there were in the end; none of them came after the hang-up.</returns>
    private async Task<int> RequestsBeforeAndAfterHangUpAsync()
    {
        await using var app = Fetching.AppWith(Root, [.. Patient, ("FhirAccess:MaxPages", "200")]);
        using var client = app.CreateClient();
        app.Logs.Clear();
        using var hangUp = new CancellationTokenSource();
        using var body = Some.Json(Fetching.Without(Case, Root, Fetching.Token, "procedures"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Task.WhenAll(client.PostAsync(new Uri(ServiceApp.Service, UriKind.Relative), body, hangUp.Token), HangUpAsync(hangUp)));

        // One may be on its way.
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        var asked = RequestsOf("Procedure");
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        Assert.Equal(asked, RequestsOf("Procedure"));
        Assert.DoesNotContain(app.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) || line.Contains("decided by", StringComparison.Ordinal));
        return asked;
    }

    private async Task HangUpAsync(CancellationTokenSource hangUp)
    {
        await Eventually.SeeAsync(() => Task.FromResult(RequestsOf("Procedure")), count => count > 0);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await hangUp.CancelAsync();
    }

    private void Stub(string folder = "")
    {
        using var request = JsonDocument.Parse(Some.Case(Case));
        _server.Stub($"{folder}/fhir/.*", FhirAnswers.Answer());
        _server.Stub($"{folder}/fhir/Patient/.*", FhirAnswers.Answer(request.RootElement.GetProperty("prefetch").GetProperty("patient").GetRawText()));
    }

    /// <summary>Pages without end, ten a second.</summary>
    private static IResponseBuilder PageWithoutEnd() => FhirAnswers.FixedDelay(100, """
        {"resourceType":"Bundle","link":[{"relation":"next","url":"Procedure?again"}],"entry":[{"resource":{"resourceType":"Procedure","id":"1"} }]}
        """);
}
