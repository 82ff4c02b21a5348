using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Service.Gate.Limits;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Limits;

/// <summary>One client with slow or large calls never takes the service from the others (ADR 0018).</summary>
public sealed class FairnessTests : IAsyncLifetime
{
    private const string WestIssuer = "https://west.example/cds-client";
    private const int Megabyte = 1024 * 1024;

    private static readonly byte[] Call = Encoding.UTF8.GetBytes(Some.ForeignCall);

    private readonly List<HeldContent> _held = [];
    private RegisteredEhr _ehr = null!;

    public async ValueTask InitializeAsync()
    {
        _ehr = await RegisteredEhr.StartAsync();
        _ehr.Set("Clients:Registered:1:Name", "west")
            .Set("Clients:Registered:1:Issuer", WestIssuer)
            .Set("Clients:Registered:1:JwksUrls:0", _ehr.Keys.Address)
            .Set("Clients:Registered:1:AllowPrivateJwksAddress", "true");
    }

    public async ValueTask DisposeAsync()
    {
        _held.ForEach(held => held.Dispose());
        await _ehr.DisposeAsync();
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2025:Ensure tasks using 'IDisposable' instances complete before the instances are disposed", Justification = "They are awaited below.")]
    public async Task A_client_whose_bodies_never_end_leaves_places_for_another()
    {
        await using var app = _ehr.Set("Limits:ConcurrentCalls", "8").Set("Limits:QueuedCalls", "4").NewApp();
        var slow = Enumerable.Range(0, 20).Select(_ => HoldAsync(app)).ToList();

        // Half of the places, and half of the queue: 14 of 20 hear that there is no place.
        await foreach (var refused in Task.WhenEach(slow).Take(14))
        {
            await AssertUnavailableAsync(await refused);
        }

        for (var call = 0; call < 5; call++)
        {
            using var other = await CallAsync(app, West(), Call);
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }

        Assert.Equal("degraded: A client has used up its places for calls; others are answered.", await ReadinessAsync(app));
        _held.ForEach(held => held.LetGo());
        var answers = await Task.WhenAll(slow);
        Assert.Equal(6, answers.Count(answer => answer.StatusCode is HttpStatusCode.OK));
        Assert.Equal("ready: ", await ReadinessAsync(app));
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2025:Ensure tasks using 'IDisposable' instances complete before the instances are disposed", Justification = "They are awaited below.")]
    public async Task Large_bodies_of_one_client_leave_memory_for_another_and_are_not_read_beyond_the_budget()
    {
        await using var app = _ehr.Set("Limits:BodyMegabytes", "8").NewApp();
        var large = Enumerable.Range(0, 6).Select(_ => HoldAsync(app, 2 * Megabyte)).ToList();

        await foreach (var refused in Task.WhenEach(large).Take(4))
        {
            await AssertUnavailableAsync(await refused);
        }

        using (var other = await CallAsync(app, West(), [.. Call, .. Enumerable.Repeat((byte)' ', 2 * Megabyte)]))
        {
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }

        _held.ForEach(held => held.LetGo());
        var answers = await Task.WhenAll(large);
        Assert.Equal(2, answers.Count(answer => answer.StatusCode is HttpStatusCode.OK));
        using var afterwards = await CallAsync(app, _ehr.Token(), [.. Call, .. Enumerable.Repeat((byte)' ', 2 * Megabyte)]);
        Assert.Equal(HttpStatusCode.OK, afterwards.StatusCode);
    }

    [Fact]
    public async Task A_body_without_an_announced_length_is_given_up_where_its_memory_ends()
    {
        await using var app = _ehr.Set("Limits:BodyMegabytes", "2").NewApp();
        using var client = app.CreateClient();
        using var call = new HttpRequestMessage(HttpMethod.Post, ServiceApp.Service) { Content = new PiecewiseContent((byte[])[.. Call, .. Enumerable.Repeat((byte)' ', 4 * Megabyte)], 64 * 1024, isAnnounced: false) };
        call.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _ehr.Token());

        using var response = await client.SendAsync(call, TestContext.Current.CancellationToken);

        await AssertUnavailableAsync(response);
        using var small = await CallAsync(app, _ehr.Token(), Call);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
    }

    [Fact]
    public async Task A_large_chart_is_assessed_only_where_there_is_memory_for_its_resources()
    {
        await using var app = _ehr.Set("Limits:BodyMegabytes", "8").NewApp();
        byte[] chart = [.. Encoding.UTF8.GetBytes(Some.Case("v18-nothing-documented")), .. Enumerable.Repeat((byte)' ', Megabyte)];

        using var assessed = await CallAsync(app, _ehr.Token(), chart);
        using var silent = await CallAsync(app, _ehr.Token(), [.. Call, .. Enumerable.Repeat((byte)' ', Megabyte)]);
        using var small = await CallAsync(app, _ehr.Token(), Encoding.UTF8.GetBytes(Some.Case("v18-nothing-documented")));

        await AssertUnavailableAsync(assessed);
        Assert.Equal(HttpStatusCode.OK, silent.StatusCode);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 33)]
    [InlineData(3, 25)]
    [InlineData(9, 10)]
    public void Greedy_callers_get_equal_shares_and_the_next_caller_finds_as_much(int greedy, int share)
    {
        var places = new FairShare(100);
        for (var round = 0; round < 100; round++)
        {
            for (var caller = 0; caller < greedy; caller++)
            {
                places.TryTake(CallerOf(caller), 1);
            }
        }

        Assert.All(Enumerable.Range(0, greedy), caller => Assert.InRange(places.HeldBy(CallerOf(caller)), share, share + 1));
        Assert.InRange(places.Total - places.Taken, share - 1, share + 1);
        Assert.True(places.TryTake(CallerOf(greedy), 1));
        for (var caller = 0; caller <= greedy; caller++)
        {
            places.Return(CallerOf(caller), places.HeldBy(CallerOf(caller)));
        }

        Assert.Equal(0, places.Taken);
    }

    private static Caller CallerOf(int number) => new(string.Empty, (UInt128)number);

    private async Task<HttpResponseMessage> HoldAsync(ServiceApp app, int? length = null)
    {
        var held = new HeldContent(Call) { Length = length };
        _held.Add(held);
        return await SendAsync(app, _ehr.Token(), held);
    }

    private string West()
    {
        var claims = _ehr.Claims();
        claims["iss"] = WestIssuer;
        return _ehr.Ec.Sign(_ehr.Header(), claims);
    }

    private static async Task<HttpResponseMessage> CallAsync(ServiceApp app, string token, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await SendAsync(app, token, content);
    }

    private static async Task<HttpResponseMessage> SendAsync(ServiceApp app, string token, HttpContent content)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, ServiceApp.Service) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request);
    }

    private static async Task AssertUnavailableAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        Assert.Equal("throttled", (await response.JsonAsync()).GetProperty("issue")[0].GetProperty("code").GetString());
    }

    private static async Task<string> ReadinessAsync(ServiceApp app)
    {
        using var client = app.CreateClient();
        var report = JsonNode.Parse(await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)))!;
        return $"{report["status"]}: {report["cause"]}";
    }
}
