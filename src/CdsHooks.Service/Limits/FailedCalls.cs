using System.Net;
using System.Threading.RateLimiting;
using CdsHooks.Service.Errors;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Limits;

/// <summary>How many calls of each address fail to authenticate: whoever guesses is soon not listened to any more.</summary>
internal sealed class FailedCalls : IDisposable
{
    private const int SecondsPerMinute = 60;

    private readonly PartitionedRateLimiter<UInt128> _failures;

    public FailedCalls(IOptions<LimitsOptions> options)
    {
        var perMinute = options.Value.FailuresPerMinute;
        _failures = PartitionedRateLimiter.Create<UInt128, UInt128>(address =>
            RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perMinute,
                TokensPerPeriod = Math.Max(1, perMinute / SecondsPerMinute),
                ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, (double)SecondsPerMinute / perMinute)),
                QueueLimit = 0,
                AutoReplenishment = false,
            }));
    }

    /// <summary>Refuses to listen to an address of which too many calls have failed.</summary>
    /// <exception cref="RefusalException">429.</exception>
    public void Check(IPAddress? address)
    {
        using var lease = _failures.AttemptAcquire(RemoteAddress.KeyOf(address), permitCount: 0);
        if (!lease.IsAcquired)
        {
            throw TooMany.Calls(lease, "Too many calls from this address could not be authenticated.");
        }
    }

    /// <summary>Notes a call that failed.</summary>
    public void Note(IPAddress? address) => _failures.AttemptAcquire(RemoteAddress.KeyOf(address)).Dispose();

    public void Dispose() => _failures.Dispose();
}
