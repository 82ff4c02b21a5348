using System.Net;
using System.Net.Sockets;

namespace CdsHooks.Benchmarks.Attack;

/// <summary>A connection of the attacker, from another address of this machine than everybody else's.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private static readonly IPAddress Own = IPAddress.Parse("127.0.0.2");

    private readonly Socket _socket;
    private readonly Task _reading;

    private RawConnection(Socket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    /// <summary>Gets a value indicating whether the service has answered and closed the connection.</summary>
    public bool IsAnswered => _reading.IsCompleted;

    public static async Task<RawConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(Own, 0));
            await socket.ConnectAsync(IPAddress.Loopback, address.Port, cancellationToken);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends all bytes.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    /// <summary>Waits until the service has answered and closed the connection.</summary>
    public Task AnsweredAsync(CancellationToken cancellationToken) => _reading.WaitAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return new ValueTask(_reading);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer) > 0)
            {
                // What it says does not matter to an attacker.
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed by either side.
        }
    }
}
