using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace CdsHooks.Service.Gate.Egress;

/// <summary>Creates the handler of every outgoing connection: no redirects, no proxy, no cookies, and allowed addresses only.</summary>
internal static class EgressHandler
{
    /// <summary>Creates a handler.</summary>
    /// <param name="allowsPrivate">True when private networks and this machine are allowed.</param>
    public static SocketsHttpHandler Create(bool allowsPrivate) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
        MaxResponseHeadersLength = 32,

        // No client spans of the framework: they carry the whole address, which contains a patient's id. ServiceTraces makes them without.
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, allowsPrivate, cancellationToken),
    };

    /// <summary>Resolves the name, checks its addresses and connects to one of the checked ones, so that a second resolution cannot differ.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The stream owns the socket; on failure it is disposed.")]
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

/// <summary>A host name resolved to no address that connections are allowed to.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The message is fixed: it must name neither host nor address.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The message is fixed.")]
internal sealed class EgressRefusedException() : Exception("Connections to this address are not allowed.");
