using System.Threading.RateLimiting;
using CdsHooks.Service.Host.Errors;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>Limits the calls that are processed and queued at a time, and the time of each.</summary>
internal sealed class CallSlots : IDisposable
{
    private readonly ConcurrencyLimiter _slots;
    private readonly TimeSpan _time;
    private readonly TimeProvider _clock;

    public CallSlots(IOptions<LimitsOptions> options, TimeProvider clock)
    {
        _clock = clock;
        _time = TimeSpan.FromSeconds(options.Value.CallSeconds);
        _slots = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = options.Value.ConcurrentCalls,
            QueueLimit = options.Value.QueuedCalls,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>Processes a call once a slot is free.</summary>
    /// <param name="context">The call; while it is processed, its <see cref="HttpContext.RequestAborted"/> is also cancelled when its time is up.</param>
    /// <param name="work">The processing.</param>
    /// <exception cref="RejectedRequestException">503: the queue is full. 408: the time is up.</exception>
    public async Task WorkAsync(HttpContext context, RequestDelegate work)
    {
        var gone = context.RequestAborted;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        over.CancelAfter(_time);
        try
        {
            var acquiring = _slots.AcquireAsync(permitCount: 1, over.Token);
            long? waitsSince = acquiring.IsCompleted ? null : _clock.GetTimestamp();
            using var slot = await acquiring;
            if (!slot.IsAcquired)
            {
                throw TooMany.AtATime();
            }

            if (waitsSince is { } since)
            {
                context.Features.Set(new SlotWait(_clock.GetElapsedTime(since)));
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

/// <summary>The time for which a call waited for a slot; calls that did not wait have none.</summary>
/// <param name="Time">The time.</param>
internal sealed record SlotWait(TimeSpan Time);

/// <summary>Applies <see cref="CallSlots"/> to every service call. Discovery, health, pages and the knowledge API are cheap and never wait.</summary>
internal sealed class CallLimits(RequestDelegate next, CallSlots slots)
{
    public Task InvokeAsync(HttpContext context) => IsCall(context.Request) ? slots.WorkAsync(context, next) : next(context);

    private static bool IsCall(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/cds-services", StringComparison.OrdinalIgnoreCase, out var rest) && rest.HasValue;
}
