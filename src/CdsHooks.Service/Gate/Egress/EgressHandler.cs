using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace CdsHooks.Service.Gate.Egress;

/// <summary>The only way out: no redirects, no proxy, no cookies, and only to addresses that may be connected to.</summary>
internal static class EgressHandler
{
    /// <summary>Makes a handler.</summary>
    /// <param name="allowsPrivate">Whether private networks and this machine may be connected to.</param>
    public static SocketsHttpHandler Create(bool allowsPrivate) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
        MaxResponseHeadersLength = 32,

        // No spans of requests either: they carry the whole address, and a patient's id stands in it.
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, allowsPrivate, cancellationToken),
    };

    /// <summary>Connects to an address that was checked after the name was resolved, so that a name cannot change its mind.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The stream owns the socket; where there is none it is disposed.")]
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowsPrivate, CancellationToken cancellationToken)
    {
        var resolved = IPAddress.TryParse(target.Host, out var address) ? [address] : await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        var allowed = Array.FindAll(resolved, one => AddressRule.IsAllowed(one, allowsPrivate));
        if (allowed.Length == 0)
        {
            throw new EgressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
