using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using CdsHooks.Service.Errors;
using CdsHooks.Service.Limits;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
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
        using var client = app.CreateDirectClient();
        using var held = new HeldContent(Encoding.UTF8.GetBytes(Some.ForeignCall));
        var first = client.PostAsync(Service, held, TestContext.Current.CancellationToken);
        await held.Begun;
        var others = Enumerable.Range(0, 6).Select(_ => app.PostAsync(Some.ForeignCall)).ToList();

        var refusedAtOnce = await Task.WhenAny(others);
        await AssertThrottledAsync(await refusedAtOnce, HttpStatusCode.ServiceUnavailable);
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
        using var client = app.CreateDirectClient();
        using var held = new HeldContent(Encoding.UTF8.GetBytes(Some.ForeignCall));

        using var response = await client.PostAsync(Service, held, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestTimeout, response.StatusCode);
        Assert.Equal("timeout", (await response.JsonAsync()).GetProperty("issue")[0].GetProperty("code").GetString());
        using var next = await app.PostAsync(Some.ForeignCall);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task An_address_whose_calls_keep_failing_to_authenticate_is_not_listened_to_and_others_are()
    {
        var options = Options.Create(new LimitsOptions { FailuresPerMinute = 10 });
        using var slots = new CallSlots(options);
        using var failures = new FailedCalls(options);
        var listened = 0;
        var limits = new CallLimits(
            _ =>
            {
                listened++;
                throw new RefusalException(Outcome.Of(StatusCodes.Status401Unauthorized, "login", "No."));
            },
            slots,
            failures);
        List<int> statuses = [];
        for (var call = 0; call < 40; call++)
        {
            statuses.Add((await Assert.ThrowsAsync<RefusalException>(() => limits.InvokeAsync(CallFrom("203.0.113.7")))).Outcome.Status);
        }

        Assert.Equal(StatusCodes.Status401Unauthorized, statuses[0]);
        Assert.Equal(StatusCodes.Status429TooManyRequests, statuses[^1]);
        Assert.Equal(listened, statuses.Count(status => status is StatusCodes.Status401Unauthorized));
        Assert.Equal(StatusCodes.Status401Unauthorized, (await Assert.ThrowsAsync<RefusalException>(() => limits.InvokeAsync(CallFrom("203.0.113.8")))).Outcome.Status);
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    public void Addresses_that_one_caller_has_count_as_one(string one, string other, bool areOne) =>
        Assert.Equal(areOne, RemoteAddress.KeyOf(IPAddress.Parse(one)) == RemoteAddress.KeyOf(IPAddress.Parse(other)));

    private static DefaultHttpContext CallFrom(string address) => new()
    {
        Connection = { RemoteIpAddress = IPAddress.Parse(address) },
        Request = { Method = "POST", Path = ServiceApp.Service },
    };

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
