using System.Threading.RateLimiting;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Host.Errors;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>Limits the rate of calls of each client. Without authentication, each address counts as a client.</summary>
internal sealed class ClientRate : IDisposable
{
    private readonly ClientRegistry _clients;
    private readonly PartitionedRateLimiter<(string Client, UInt128 Address)> _calls;

    public ClientRate(ClientRegistry clients, IOptions<LimitsOptions> options)
    {
        var limits = options.Value;
        _clients = clients;
        _calls = PartitionedRateLimiter.Create<(string Client, UInt128 Address), (string Client, UInt128 Address)>(caller =>
            RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.CallBurst,
                TokensPerPeriod = limits.CallsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
                AutoReplenishment = false,
            }));
    }

    /// <summary>Counts a call.</summary>
    /// <param name="context">The call.</param>
    /// <param name="client">The client that calls.</param>
    /// <exception cref="RejectedRequestException">429: the client calls too often.</exception>
    public void Check(HttpContext context, Client client)
    {
        var address = ReferenceEquals(client, _clients.Anonymous) ? RemoteAddress.KeyOf(context.Connection.RemoteIpAddress) : UInt128.Zero;
        using var lease = _calls.AttemptAcquire((client.Name, address));
        if (!lease.IsAcquired)
        {
            throw TooMany.Calls(lease, "This client calls too often. The order was not reviewed.");
        }
    }

    public void Dispose() => _calls.Dispose();
}
