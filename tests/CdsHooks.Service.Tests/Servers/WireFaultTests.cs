using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using CdsHooks.Service.Tests.Infrastructure;
using WireMock.ResponseBuilders;
using Xunit;

namespace CdsHooks.Service.Tests.Servers;

/// <summary>What a FHIR server that fails puts on the wire, read from a socket: no HTTP client mends it or hides it.</summary>
public sealed class WireFaultTests : IAsyncDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string EmptySearch = """{"resourceType":"Bundle","type":"searchset","total":0}""";

    private readonly FaultyFhirServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_right_answer_is_whole_and_the_connection_takes_the_next_request()
    {
        _server.Stub("/fhir/.*", FhirAnswers.Answer());
        using var socket = await ConnectAsync();

        await socket.SendAsync(Get("Connection: keep-alive"));
        var first = await ReceiveAsync(socket, until: "0\r\n\r\n");
        await socket.SendAsync(Get("Connection: close"));
        var second = await ReceiveAsync(socket);

        Assert.StartsWith(Ok, first.Text, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/fhir+json\r\n", first.Text, StringComparison.Ordinal);
        Assert.EndsWith($"Transfer-Encoding: chunked\r\n\r\n{EmptySearch.Length:X}\r\n{EmptySearch}\r\n0\r\n\r\n", first.Text, StringComparison.Ordinal);
        Assert.EndsWith("0\r\n\r\n", second.Text, StringComparison.Ordinal);
        Assert.Equal(End.Closed, second.End);
        Assert.DoesNotContain("X-", first.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_is_a_reset_before_any_byte() => Assert.Equal(new Answer("", End.Reset, 0), await AskAsync("connection-reset"));

    [Fact]
    public async Task An_empty_response_is_an_orderly_end_before_any_byte() => Assert.Equal(new Answer("", End.Closed, 0), await AskAsync("empty-response"));

    [Fact]
    public async Task Random_data_is_no_HTTP()
    {
        var answer = await AskAsync("random-data");

        Assert.Equal(End.Closed, answer.End);
        Assert.NotEmpty(answer.Text);
        Assert.DoesNotContain("HTTP/", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_chunk_comes_after_a_right_head()
    {
        var (head, body) = await AskForBrokenBodyAsync("malformed-chunk");

        Assert.Contains("Transfer-Encoding: chunked", head, StringComparison.Ordinal);
        Assert.NotEmpty(body);
        Assert.False(char.IsAsciiHexDigit(body[0]), "It could be taken for the length of a chunk.");
    }

    [Fact]
    public async Task A_truncated_body_ends_before_its_announced_length()
    {
        var (head, body) = await AskForBrokenBodyAsync("truncated-body");

        Assert.Contains("\r\nContent-Length: 5000\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Transfer-Encoding", head, StringComparison.Ordinal);
        Assert.InRange(body.Length, 1, 4999);
    }

    [Fact]
    public async Task A_drip_comes_in_many_small_chunks_one_after_the_other_and_is_whole_in_the_end()
    {
        _server.Stub("/fhir/.*", FhirAnswers.SlowDrip(2000));

        var answer = await AskAsync();

        var (_, body) = Split(answer.Text);
        var chunks = Chunks(body);
        Assert.InRange(chunks.Count, BreakingRelay.Drops, BreakingRelay.Drops * 2);
        Assert.Equal(EmptySearch, string.Concat(chunks));
        Assert.True(answer.Reads > 2, "All of it came at once.");
        Assert.Equal(End.Closed, answer.End);
    }

    [Fact]
    public async Task Of_a_late_answer_nothing_comes_before_its_time()
    {
        _server.Stub("/fhir/.*", FhirAnswers.FixedDelay(60_000));
        using var socket = await ConnectAsync();
        await socket.SendAsync(Get("Connection: close"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReceiveAsync(socket, patience: TimeSpan.FromMilliseconds(500)));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_late_answer_is_whole_in_the_end()
    {
        _server.Stub("/fhir/.*", FhirAnswers.FixedDelay(100));

        Assert.Equal(EmptySearch, string.Concat(Chunks(Split((await AskAsync()).Text).Body)));
    }

    [Theory]
    [InlineData("foreign-redirect", "HTTP/1.1 302 Found\r\n")]
    [InlineData("too-many-requests", "HTTP/1.1 429 Too Many Requests\r\n")]
    [InlineData("unavailable", "HTTP/1.1 503 Service Unavailable\r\n")]
    [InlineData("server-error", "HTTP/1.1 500 Internal Server Error\r\n")]
    public async Task The_head_says_what_is_wrong(string fault, string head) => Assert.StartsWith(head, (await AskAsync(fault)).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("too-many-requests", "Retry-After: 1")]
    [InlineData("unauthorized", "WWW-Authenticate: Bearer")]
    [InlineData("wrong-content-type", "Content-Type: text/html")]
    [InlineData("broken-encoding", "Content-Encoding: gzip")]
    public async Task The_head_says_more(string fault, string header) => Assert.Contains($"\r\n{header}\r\n", (await AskAsync(fault)).Text, StringComparison.Ordinal);

    [Fact]
    public async Task A_date_to_come_back_at_is_sent_as_it_is()
    {
        _server.Stub("/fhir/.*", FhirAnswers.TooManyRequests("Mon, 01 Jun 2026 12:00:01 GMT"));

        Assert.Contains("\r\nRetry-After: Mon, 01 Jun 2026 12:00:01 GMT\r\n", (await AskAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_leads_to_this_server_by_its_other_name() =>
        Assert.Contains($"\r\nLocation: http://[::ffff:127.0.0.1]:{_server.Address.Port}/elsewhere/fhir/Observation\r\n", (await AskAsync("foreign-redirect")).Text, StringComparison.Ordinal);

    [Fact]
    public async Task What_says_it_is_packed_is_not() => Assert.Equal(EmptySearch, string.Concat(Chunks(Split((await AskAsync("broken-encoding")).Text).Body)));

    [Fact]
    public async Task A_byte_order_mark_comes_before_the_JSON() =>
        Assert.StartsWith("ï»¿{", string.Concat(Chunks(Split((await AskAsync("byte-order-mark")).Text).Body)), StringComparison.Ordinal);

    [Fact]
    public async Task A_bomb_of_a_few_bytes_unpacks_to_a_million()
    {
        var packed = Encoding.Latin1.GetBytes(string.Concat(Chunks(Split((await AskAsync("zipped-bomb")).Text).Body)));

        await using GZipStream gzip = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream unpacked = new();
        await gzip.CopyToAsync(unpacked, TestContext.Current.CancellationToken);

        Assert.InRange(packed.Length, 100, 5000);
        Assert.InRange(unpacked.Length, 1_000_000, 1_001_000);
    }

    [Fact]
    public async Task A_form_that_is_posted_is_answered_like_a_search_by_address()
    {
        _server.Stub("/fhir/Observation/_search", Response.Create().WithBody(request => request.Body ?? "nothing"));
        using var socket = await ConnectAsync();

        await socket.SendAsync(Encoding.Latin1.GetBytes("POST /fhir/Observation/_search HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\npatient=p1"));

        Assert.Contains("patient=p1", Split((await ReceiveAsync(socket)).Text).Body, StringComparison.Ordinal);
        Assert.Equal([new StubbedRequest("POST", "/fhir/Observation/_search")], _server.Requests);
    }

    private static (string Head, string Body) Split(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return (answer[..end], answer[end..]);
    }

    private static List<string> Chunks(string body)
    {
        List<string> chunks = [];
        while (true)
        {
            var line = body.IndexOf("\r\n", StringComparison.Ordinal);
            var length = Convert.ToInt32(body[..line], 16);
            if (length is 0)
            {
                Assert.Equal("0\r\n\r\n", body);
                return chunks;
            }

            chunks.Add(body.Substring(line + 2, length));
            body = body[(line + 4 + length)..];
        }
    }

    private static async Task<Answer> ReceiveAsync(Socket socket, string? until = null, TimeSpan? patience = null)
    {
        using CancellationTokenSource limit = new(patience ?? TimeSpan.FromMinutes(1));
        StringBuilder text = new();
        var buffer = new byte[65_536];
        for (var reads = 0; ; reads++)
        {
            int received;
            try
            {
                received = await socket.ReceiveAsync(buffer, limit.Token);
            }
            catch (SocketException failure) when (failure.SocketErrorCode is SocketError.ConnectionReset)
            {
                return new Answer(text.ToString(), End.Reset, reads);
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, received));
            if (received is 0 || (until is not null && text.ToString().EndsWith(until, StringComparison.Ordinal)))
            {
                return new Answer(text.ToString(), received is 0 ? End.Closed : End.Open, reads);
            }
        }
    }

    /// <summary>Asks for an answer that begins rightly and breaks off in its body.</summary>
    private async Task<(string Head, string Body)> AskForBrokenBodyAsync(string fault)
    {
        var answer = await AskAsync(fault);

        Assert.Equal(End.Closed, answer.End);
        Assert.StartsWith(Ok, answer.Text, StringComparison.Ordinal);
        return Split(answer.Text);
    }

    private async Task<Answer> AskAsync(string fault)
    {
        _server.Stub("/fhir/.*", FhirAnswers.Fault(fault));
        return await AskAsync();
    }

    private async Task<Answer> AskAsync()
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Get("Connection: close"));
        return await ReceiveAsync(socket);
    }

    private byte[] Get(string header) => Encoding.Latin1.GetBytes($"GET /fhir/Observation?patient=p1 HTTP/1.1\r\nHost: {_server.Address.Authority}\r\n{header}\r\n\r\n");

    private async Task<Socket> ConnectAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_server.Address.Host, _server.Address.Port);
        return socket;
    }

    private enum End
    {
        Open,
        Closed,
        Reset,
    }

    /// <summary>What came over a socket.</summary>
    /// <param name="Text">The bytes as Latin-1.</param>
    /// <param name="End">How the connection stands after them.</param>
    /// <param name="Reads">How many times something came.</param>
    private sealed record Answer(string Text, End End, int Reads);
}
