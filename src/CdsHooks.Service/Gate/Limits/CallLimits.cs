using CdsHooks.Service.Host.Errors;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>Limits the time of every service call, from its headers to the end of its response.</summary>
internal sealed class CallLimits(RequestDelegate next, IOptions<LimitsOptions> options)
{
    private readonly TimeSpan _time = TimeSpan.FromSeconds(options.Value.CallSeconds);

    /// <summary>Processes a request; while a call is processed, its <see cref="HttpContext.RequestAborted"/> is also cancelled when its time is up.</summary>
    /// <exception cref="RejectedRequestException">408: the time is up.</exception>
    public Task InvokeAsync(HttpContext context) => IsCall(context.Request) ? LimitAsync(context) : next(context);

    private static bool IsCall(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/cds-services", StringComparison.OrdinalIgnoreCase, out var rest) && rest.HasValue;

    private async Task LimitAsync(HttpContext context)
    {
        var gone = context.RequestAborted;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        over.CancelAfter(_time);
        context.RequestAborted = over.Token;
        try
        {
            await next(context);
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
}
