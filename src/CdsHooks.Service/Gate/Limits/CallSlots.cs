using System.Threading.RateLimiting;
using CdsHooks.Service.Host.Errors;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>The calls that are worked on and that wait, and how long each may take.</summary>
internal sealed class CallSlots : IDisposable
{
    private readonly ConcurrencyLimiter _slots;
    private readonly TimeSpan _time;

    public CallSlots(IOptions<LimitsOptions> options)
    {
        _time = TimeSpan.FromSeconds(options.Value.CallSeconds);
        _slots = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = options.Value.ConcurrentCalls,
            QueueLimit = options.Value.QueuedCalls,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>Works on a call once it has its turn.</summary>
    /// <param name="context">The call; while it is worked on, its <see cref="HttpContext.RequestAborted"/> is cancelled when its time is up, too.</param>
    /// <param name="work">What is done.</param>
    /// <exception cref="RejectedRequestException">Too many wait already (503), or the time is up (408).</exception>
    public async Task WorkAsync(HttpContext context, RequestDelegate work)
    {
        var gone = context.RequestAborted;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        over.CancelAfter(_time);
        try
        {
            using var slot = await _slots.AcquireAsync(permitCount: 1, over.Token);
            if (!slot.IsAcquired)
            {
                throw TooMany.AtATime();
            }

            context.RequestAborted = over.Token;
            await work(context);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            throw new RejectedRequestException(Outcome.Of(StatusCodes.Status408RequestTimeout));
        }
        finally
        {
            context.RequestAborted = gone;
        }
    }

    public void Dispose() => _slots.Dispose();
}
