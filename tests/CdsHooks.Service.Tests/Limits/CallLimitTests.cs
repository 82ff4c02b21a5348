using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using CdsHooks.Service.Gate.Limits;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Limits;

/// <summary>How often, how many at a time and for how long clients may call (ADR 0018).</summary>
public sealed class CallLimitTests
{
    private static readonly Uri Service = new(ServiceApp.Service, UriKind.Relative);

    [Fact]
    public async Task A_client_that_calls_too_often_is_told_when_to_come_back()
    {
        await using var app = new ServiceApp { Settings = Some.Settings(("Limits:CallsPerSecond", "1"), ("Limits:CallBurst", "20")) };
        List<HttpStatusCode> statuses = [];
        for (var call = 0; call < 60; call++)
        {
            using var response = await app.PostAsync(Some.ForeignCall);
            statuses.Add(response.StatusCode);
            if (response.StatusCode is not HttpStatusCode.OK)
            {
                await AssertThrottledAsync(response, HttpStatusCode.TooManyRequests);
            }
        }

        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        await AssertReachableAsync(app);
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2025:Ensure tasks using 'IDisposable' instances complete before the instances are disposed", Justification = "It is awaited below.")]
    public async Task Beyond_the_calls_at_a_time_and_those_that_wait_it_is_a_503()
    {
        await using var app = new ServiceApp { Settings = Some.Settings(("Limits:ConcurrentCalls", "1"), ("Limits:QueuedCalls", "1")) };
        using var client = app.CreateClient();
        using var held = new HeldContent(Encoding.UTF8.GetBytes(Some.ForeignCall));
        var first = client.PostAsync(Service, held, TestContext.Current.CancellationToken);
        await held.Begun;
        var others = Enumerable.Range(0, 6).Select(_ => app.PostAsync(Some.ForeignCall)).ToList();

        // One waits; only once the five others are refused is none of them still on its way.
        await foreach (var refused in Task.WhenEach(others).Take(5))
        {
            await AssertThrottledAsync(await refused, HttpStatusCode.ServiceUnavailable);
        }

        await AssertReachableAsync(app);
        held.LetGo();

        using var answered = await first;
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        var responses = await Task.WhenAll(others);
        Assert.Single(responses, response => response.StatusCode is HttpStatusCode.OK);
        Assert.Equal(5, responses.Count(response => response.StatusCode is HttpStatusCode.ServiceUnavailable));
        using var afterwards = await app.PostAsync(Some.ForeignCall);
        Assert.Equal(HttpStatusCode.OK, afterwards.StatusCode);
    }

    [Fact]
    public async Task A_call_that_takes_longer_than_calls_may_is_a_408_and_gives_its_place_back()
    {
        await using var app = new ServiceApp { Settings = Some.Settings(("Limits:CallSeconds", "1"), ("Limits:ConcurrentCalls", "1"), ("Limits:QueuedCalls", "0")) };
        using var client = app.CreateClient();
        using var held = new HeldContent(Encoding.UTF8.GetBytes(Some.ForeignCall));

        using var response = await client.PostAsync(Service, held, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestTimeout, response.StatusCode);
        Assert.Equal("timeout", (await response.JsonAsync()).GetProperty("issue")[0].GetProperty("code").GetString());
        using var next = await app.PostAsync(Some.ForeignCall);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Calls_that_are_not_let_in_do_not_count_against_a_client_at_the_same_address_and_its_own_do()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.Set("Limits:CallsPerSecond", "1").Set("Limits:CallBurst", "20").NewApp();
        for (var call = 0; call < 40; call++)
        {
            using var refused = await RegisteredEhr.CallAsync(app, "nonsense");
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using (var first = await RegisteredEhr.CallAsync(app, ehr.Token()))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        for (var call = 1; call < 20; call++)
        {
            using var more = await RegisteredEhr.CallAsync(app, ehr.Token());
        }

        using var last = await RegisteredEhr.CallAsync(app, ehr.Token());
        await AssertThrottledAsync(last, HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    public void Addresses_that_one_caller_has_count_as_one(string one, string other, bool areOne) =>
        Assert.Equal(areOne, RemoteAddress.KeyOf(IPAddress.Parse(one)) == RemoteAddress.KeyOf(IPAddress.Parse(other)));

    private static async Task AssertThrottledAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal("throttled", (await response.JsonAsync()).GetProperty("issue")[0].GetProperty("code").GetString());
    }

    private static async Task AssertReachableAsync(ServiceApp app)
    {
        using var client = app.CreateClient();
        foreach (var path in (string[])["/cds-services", "/health/live", "/health/ready", "/fhir/metadata"])
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }
}
