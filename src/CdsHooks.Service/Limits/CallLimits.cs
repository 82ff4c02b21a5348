using CdsHooks.Service.Errors;

namespace CdsHooks.Service.Limits;

/// <summary>Stands before every call of a service. Discovery, health, pages and the knowledge are cheap and never wait.</summary>
internal sealed class CallLimits(RequestDelegate next, CallSlots slots, FailedCalls failures)
{
    public Task InvokeAsync(HttpContext context) => IsCall(context.Request) ? LimitAsync(context) : next(context);

    private static bool IsCall(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/cds-services", StringComparison.OrdinalIgnoreCase, out var rest) && rest.HasValue;

    private async Task LimitAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        failures.Check(address);
        try
        {
            await slots.WorkAsync(context, next);
        }
        catch (RefusalException refusal) when (refusal.Outcome.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
        {
            failures.Note(address);
            throw;
        }
    }
}
