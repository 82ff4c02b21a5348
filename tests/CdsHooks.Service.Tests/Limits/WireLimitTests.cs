using System.Text;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Limits;

/// <summary>Limits that only a real server and a real socket show.</summary>
public sealed class WireLimitTests : IAsyncDisposable
{
    private const string Post = $"POST {ServiceApp.Service} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n";

    private readonly ServiceApp _app = new() { Settings = Some.Settings(("Limits:HeaderSeconds", "2"), ("ServiceCall:MaxBodyBytes", "100000")) };

    public WireLimitTests()
    {
        _app.UseKestrel(0);
        _app.StartServer();
    }

    public static TheoryData<string, string> RejectedByTheServer => new()
    {
        { $"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: x\r\n\r\n", "414" },
        { $"GET /cds-services HTTP/1.1\r\nHost: x\r\nX-Long: {new string('a', 33_000)}\r\n\r\n", "431" },
        { $"GET /cds-services HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 120).Select(i => $"X-{i}: 1\r\n"))}\r\n", "431" },
        { "nonsense\r\n\r\n", "400" },
        { "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", "400" },
        { "GET / HTTP/1.1\r\n\r\n", "400" },
        { "GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", "400" },
        { Post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", "400" },
        { Post + "Content-Length: -1\r\n\r\n", "400" },
        { "GET / HTTP/1.1\r\nHost: x\r\n", "408" },
    };

    public static TheoryData<string, string, string> RejectedWithAnOutcome => new()
    {
        { Post + "Content-Length: 100001\r\n\r\n", "413", "too-long" },
        { $"{Post}Transfer-Encoding: chunked\r\n\r\n{100_001:x}\r\n{new string(' ', 100_001)}\r\n0\r\n\r\n", "413", "too-long" },
        { $"{Post}Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400", "invalid" },
        { $"POST /fhir/ValueSet/_search HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 70000\r\n\r\nname={new string('a', 70_000)}", "413", "too-long" },
        { Post + "Content-Length: 50000\r\n\r\n{\"hook\":", "408", "timeout" },
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(RejectedByTheServer))]
    public async Task What_is_no_HTTP_or_too_much_of_it_is_rejected_without_a_body(string request, string status)
    {
        var answer = await PutAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Server:", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(RejectedWithAnOutcome))]
    public async Task A_body_that_is_too_large_too_slow_or_broken_is_rejected_with_an_outcome(string request, string status, string code)
    {
        var answer = await PutAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("\"resourceType\":\"OperationOutcome\"", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
        Assert.Contains("X-Content-Type-Options: nosniff", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Server:", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("Content-Encoding: gzip\r\n", false)]
    [InlineData("Content-Encoding: gzip\r\n", true)]
    public async Task A_client_that_goes_away_is_no_fault_of_ours(string header, bool isReset)
    {
        for (var round = 0; round < 10; round++)
        {
            using var http = new RawHttp(_app.ClientOptions.BaseAddress) { IsReset = isReset };
            await http.SendAsync($"{Post}{header}Content-Length: 50000\r\n\r\n{{\"hook\":");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }

        var body = Encoding.UTF8.GetByteCount(Some.ForeignCall);
        Assert.StartsWith("HTTP/1.1 200 ", await PutAsync($"{Post}Content-Length: {body}\r\n\r\n{Some.ForeignCall}"), StringComparison.Ordinal);
        await AssertNoErrorsAsync();
    }

    [Theory]
    [InlineData("", "{\"hook\":")]
    [InlineData("Content-Encoding: gzip\r\n", "\u001f\u008b\u0008\0\0\0\0\0\0\u0003")]
    public async Task A_call_whose_time_is_up_while_its_body_arrives_is_no_fault_of_ours(string header, string body)
    {
        await using var app = new ServiceApp { Settings = Some.Settings(("Limits:CallSeconds", "1")) };
        app.UseKestrel(0);
        app.StartServer();
        using var http = new RawHttp(app.ClientOptions.BaseAddress);
        await http.SendAsync($"{Post}{header}Content-Length: 50000\r\n\r\n{body}");

        Assert.StartsWith("HTTP/1.1 408 ", await http.ReadToEndAsync(), StringComparison.Ordinal);
        await AssertNoErrorsAsync(app);
    }

    [Fact]
    public async Task An_address_that_opens_all_the_connections_it_can_leaves_some_for_another()
    {
        await using var app = new ServiceApp { Settings = Some.Settings(("Limits:MaxConnections", "10")) };
        app.UseKestrel(0);
        app.StartServer();
        var address = app.ClientOptions.BaseAddress;
        List<RawHttp> idle = [.. Enumerable.Range(0, 30).Select(_ => new RawHttp(address, from: "127.0.0.2"))];

        // Each is served or closed once one that came later is.
        await idle[^1].ReadToEndAsync();
        for (var call = 0; call < 3; call++)
        {
            Assert.StartsWith("HTTP/1.1 200 ", await LiveAsync(address, from: "127.0.0.3"), StringComparison.Ordinal);
        }

        idle.ForEach(http => http.Dispose());
    }

    private static async Task<string> LiveAsync(Uri address, string from)
    {
        using RawHttp http = new(address, from);
        await http.SendAsync("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        return await http.ReadToEndAsync();
    }

    private Task AssertNoErrorsAsync() => AssertNoErrorsAsync(_app);

    /// <summary>Stops the server first: what it has to say about a connection, it says at its end.</summary>
    private static async Task AssertNoErrorsAsync(ServiceApp app)
    {
        await app.DisposeAsync();
        Assert.DoesNotContain(app.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }

    private async Task<string> PutAsync(string request)
    {
        using var http = new RawHttp(_app.ClientOptions.BaseAddress);
        await http.SendAsync(request);
        return await http.ReadToEndAsync();
    }
}
