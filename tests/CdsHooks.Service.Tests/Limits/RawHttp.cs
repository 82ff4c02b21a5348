using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CdsHooks.Service.Tests.Limits;

/// <summary>HTTP by hand, for what no client sends.</summary>
internal sealed class RawHttp : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _client = new(AddressFamily.InterNetwork);
    private readonly NetworkStream _stream;

    public RawHttp(Uri address, string? from = null)
    {
        if (from is not null)
        {
            _client.Client.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        }

        _client.Connect(address.Host, address.Port);
        _stream = _client.GetStream();
    }

    /// <summary>Gets or sets whether the connection is reset at the end, instead of closed.</summary>
    public bool IsReset { get; init; }

    public async Task SendAsync(string text)
    {
        try
        {
            await _stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        }
        catch (IOException)
        {
            // The server has heard enough.
        }
    }

    /// <summary>Everything that is answered until the server closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await _stream.ReadAsync(buffer, patience.Token)) > 0)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset: what came before counts.
        }

        return answer.ToString();
    }

    public void Dispose()
    {
        _client.LingerState = new LingerOption(IsReset, 0);
        _stream.Dispose();
        _client.Dispose();
    }
}
