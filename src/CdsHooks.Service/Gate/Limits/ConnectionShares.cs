using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>Shares out the open connections among the addresses that they come from: one address never has them all.</summary>
internal sealed class ConnectionShares(IOptions<LimitsOptions> options)
{
    private readonly Lock _gate = new();
    private readonly FairShare _open = new(options.Value.MaxConnections);

    /// <summary>Serves a connection, or closes it when its address has as many as are left free.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="next">The server.</param>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var caller = new Caller(string.Empty, RemoteAddress.KeyOf((connection.RemoteEndPoint as IPEndPoint)?.Address));
        lock (_gate)
        {
            if (!_open.TryTake(caller, 1))
            {
                connection.Abort();
                return;
            }
        }

        try
        {
            await next(connection);
        }
        finally
        {
            lock (_gate)
            {
                _open.Return(caller, 1);
            }
        }
    }
}
