using System.Net;
using System.Net.Sockets;

namespace CdsHooks.EndToEnd.Tests.Store;

/// <summary>Passes the bytes of connections on to a port of this machine and back, each piece after a delay.</summary>
internal sealed class SlowRelay : IAsyncDisposable
{
    private const int PieceBytes = 64 * 1024;

    private readonly int _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _accepting;
    private long _delay;

    public SlowRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Gets or sets the delay of each piece.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delay));
        set => Interlocked.Exchange(ref _delay, value.Ticks);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (TcpClient server = new() { NoDelay = true })
        {
            try
            {
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _target, _over.Token);
                await Task.WhenAny(PassAsync(client, server), PassAsync(server, client));
            }
            catch (Exception end) when (end is SocketException or IOException or OperationCanceledException)
            {
                // One side has hung up, or the test is over: so does the other.
            }
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to)
    {
        try
        {
            var piece = new byte[PieceBytes];
            while (await from.GetStream().ReadAsync(piece, _over.Token) is > 0 and var length)
            {
                await Task.Delay(Delay, _over.Token);
                await to.GetStream().WriteAsync(piece.AsMemory(0, length), _over.Token);
            }
        }
        catch (Exception end) when (end is SocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // As above.
        }
    }
}
