using System.Threading.RateLimiting;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Host.Errors;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>Limits the rate of calls of each client. Without authentication, each address counts as a client.</summary>
internal sealed class ClientRate : IDisposable
{
    private readonly ClientRegistry _clients;
    private readonly PartitionedRateLimiter<Caller> _calls;

    public ClientRate(ClientRegistry clients, IOptions<LimitsOptions> options)
    {
        var limits = options.Value;
        _clients = clients;
        _calls = PartitionedRateLimiter.Create<Caller, Caller>(caller =>
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
        using var lease = _calls.AttemptAcquire(Caller.Of(context, client, _clients));
        if (!lease.IsAcquired)
        {
            throw TooMany.Calls(lease, "This client calls too often. The order was not reviewed.");
        }
    }

    public void Dispose() => _calls.Dispose();
}
