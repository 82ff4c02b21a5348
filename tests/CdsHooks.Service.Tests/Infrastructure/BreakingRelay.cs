using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>
/// A socket server on 127.0.0.1 that passes requests on to an HTTP server of this process, and its answers back. An answer with a
/// <see cref="FaultHeader"/> goes out broken, in ways that no HTTP server offers.
/// </summary>
internal sealed class BreakingRelay : IAsyncDisposable
{
    /// <summary>Names a <see cref="WireFault"/> and its argument, such as "Drip 8000". It is not sent on.</summary>
    public const string FaultHeader = "X-Wire-Fault";

    /// <summary>Names another server that is to answer in place of this one. It is not sent on.</summary>
    public const string PassOnHeader = "X-Pass-On";

    /// <summary>How many pieces a dripping body is sent in, at least.</summary>
    public const int Drops = 20;

    private const string Garbage = "~~~ neither HTTP nor a chunk ~~~";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<StubbedRequest> _requests = new();
    private readonly ConcurrentQueue<IReadOnlyDictionary<string, string>> _headers = new();
    private readonly Task _accepting;
    private readonly Uri _server;

    // Without a propagator there is no trace of it, which a test that listens to all traces would take for one of the service.
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null });

    public BreakingRelay(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Gets scheme, host and port.</summary>
    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Gets every request, in the order of arrival; those too that still wait for their answer.</summary>
    public IReadOnlyList<StubbedRequest> Requests => [.. _requests];

    /// <summary>Gets the headers of every request, by name.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Headers => [.. _headers];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using NetworkStream stream = new(socket, ownsSocket: true);
        using StreamReader reader = new(stream, Encoding.Latin1);
        try
        {
            var isOpen = true;
            while (isOpen && await ReadRequestAsync(reader) is { } request)
            {
                using (request)
                {
                    using var response = await AskAsync(request);
                    isOpen = await SendAsync(response, stream) && request.Headers.ConnectionClose is not true;
                }
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            // The client hung up, or the test is over.
        }
    }

    private async Task<HttpRequestMessage?> ReadRequestAsync(StreamReader reader)
    {
        if (await reader.ReadLineAsync(_stopping.Token) is not { } start)
        {
            return null;
        }

        var line = start.Split(' ');
        _requests.Enqueue(new StubbedRequest(line[0], line[1]));
        List<(string Name, string Value)> headers = [];
        while (await reader.ReadLineAsync(_stopping.Token) is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            headers.Add((header[..colon], header[(colon + 1)..].Trim()));
        }

        _headers.Enqueue(headers.ToLookup(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(header => header.Key, header => string.Join(", ", header), StringComparer.OrdinalIgnoreCase));
        var length = headers.Find(header => header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value;
        var body = new char[int.Parse(length ?? "0", CultureInfo.InvariantCulture)];
        if (body.Length > 0)
        {
            await reader.ReadBlockAsync(body, _stopping.Token);
        }

        HttpRequestMessage request = new(new HttpMethod(line[0]), new Uri(_server, line[1])) { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) };
        foreach (var (name, value) in headers)
        {
            // Host too, so that the server makes its links from the address that the client called.
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request)
    {
        var response = await _client.SendAsync(request, _stopping.Token);
        if (Instruction(response, PassOnHeader) is not { } server)
        {
            return response;
        }

        response.Dispose();
        request.RequestUri = new Uri(new Uri(server), request.RequestUri!.PathAndQuery);
        return await _client.SendAsync(request, _stopping.Token);
    }

    /// <summary>Sends an answer as well as its fault lets it.</summary>
    /// <returns>Whether the connection can take another request.</returns>
    private async Task<bool> SendAsync(HttpResponseMessage response, NetworkStream stream)
    {
        var instruction = Instruction(response, FaultHeader)?.Split(' ');
        var fault = instruction is null ? WireFault.None : Enum.Parse<WireFault>(instruction[0]);
        var argument = instruction is [_, var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 0;
        var body = await response.Content.ReadAsByteArrayAsync(_stopping.Token);
        switch (fault)
        {
            case WireFault.Reset:
                // To be closed here: a stream that is disposed of ends in good order first.
                stream.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                stream.Socket.Close();
                return false;
            case WireFault.Close:
                return false;
            case WireFault.Garbage:
                await WriteAsync(stream, Garbage);
                return false;
            case WireFault.BadChunk:
                await WriteAsync(stream, $"{Head(response)}Transfer-Encoding: chunked\r\n\r\n{Garbage}");
                return false;
            case WireFault.Cut:
                await WriteAsync(stream, $"{Head(response)}Content-Length: {argument}\r\n\r\n");
                await stream.WriteAsync(body, _stopping.Token);
                return false;
            case WireFault.Late:
                await Task.Delay(argument, _stopping.Token);
                break;
        }

        await WriteAsync(stream, $"{Head(response)}Transfer-Encoding: chunked\r\n\r\n");
        var pieces = body.Chunk(fault is WireFault.Drip ? Math.Max(1, body.Length / Drops) : Math.Max(1, body.Length)).ToList();
        foreach (var piece in pieces)
        {
            await Task.Delay(fault is WireFault.Drip ? argument / pieces.Count : 0, _stopping.Token);
            await WriteAsync(stream, $"{piece.Length:X}\r\n");
            await stream.WriteAsync(piece, _stopping.Token);
            await WriteAsync(stream, "\r\n");
        }

        await WriteAsync(stream, "0\r\n\r\n");
        return true;
    }

    private static string? Instruction(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    /// <summary>The status line and the headers, but for those that frame the body, which is framed anew.</summary>
    private static string Head(HttpResponseMessage response) => string.Concat(
    [
        $"HTTP/1.1 {(int)response.StatusCode} {response.ReasonPhrase}\r\n",
        .. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(header => header.Key is not (FaultHeader or PassOnHeader or "Transfer-Encoding" or "Content-Length" or "Connection" or "Keep-Alive"))
            .Select(header => $"{header.Key}: {header.Value}\r\n"),
    ]);

    private async Task WriteAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), _stopping.Token);
}
