using System.Collections;
using System.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>
/// Gives every request an id of this service, which is on its response and on each of its log lines: the ids of the trace and of the
/// request's span. An id that a caller sends is never taken over, since it may contain anything.
/// </summary>
internal sealed class RequestIds(RequestDelegate next, ILogger<RequestIds> logger)
{
    public const string HeaderName = "X-Request-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        using var own = Activity.Current is null ? ServiceTraces.Start(context.Request.Headers[HeaderNames.TraceParent]) : null;
        context.TraceIdentifier = IdOf(Activity.Current!);
        context.Response.OnStarting(AddHeader, context);
        try
        {
            using (logger.BeginScope(new Scope(context.TraceIdentifier)))
            {
                await next(context);
            }
        }
        finally
        {
            ServiceTraces.Note(context);
        }
    }

    private static string IdOf(Activity activity) => $"{activity.TraceId.ToHexString()}-{activity.SpanId.ToHexString()}";

    private static Task AddHeader(object state)
    {
        var context = (HttpContext)state;
        context.Response.Headers[HeaderName] = context.TraceIdentifier;
        return Task.CompletedTask;
    }

    /// <summary>The scope of a request's log lines. It contains the id only: the framework's own scope would add the path.</summary>
    private sealed class Scope(string id) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] =>
            index is 0 ? new("RequestId", id) : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"RequestId:{id}";
    }
}
