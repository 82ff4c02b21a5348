using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>The spans of this service, and the trace context that it passes on.</summary>
internal static class ServiceTraces
{
    public const string SourceName = "CdsHooks";

    private const string TraceParent = "traceparent";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete, HttpMethods.Options, HttpMethods.Patch];

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts the span of one request to a FHIR server. It names the registered server, and neither path nor query: they hold the patient's id.</summary>
    /// <param name="server">The registered base address.</param>
    /// <param name="method">The HTTP method.</param>
    /// <returns>The span; null when no one listens.</returns>
    public static Activity? StartFhirRequest(Uri server, HttpMethod method)
    {
        var span = Source.StartActivity("FHIR request", ActivityKind.Client);
        span?.SetTag("http.request.method", method.Method).SetTag("server.address", server.Host).SetTag("server.port", server.Port);
        return span;
    }

    /// <summary>Records the route and the status of a request in its span: never its address, which may contain anything.</summary>
    public static void Note(HttpContext context)
    {
        if (Activity.Current is not { IsAllDataRequested: true } span)
        {
            return;
        }

        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var method = Methods.Contains(context.Request.Method, StringComparer.Ordinal) ? context.Request.Method : "_OTHER";
        span.DisplayName = route is null ? method : $"{method} {route}";
        span.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }

        if (IsForOperators(context.Request.Path))
        {
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    /// <summary>Determines whether a path is one that monitoring calls, over and over.</summary>
    public static bool IsForOperators(PathString path) =>
        path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);

    /// <summary>Records the status of a response, or the type of the error in its place.</summary>
    public static void Note(Activity? span, int? status, string? error)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag("http.response.status_code", status);
        if (error is not null)
        {
            span.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>Records the service and the outcome of a call in its span.</summary>
    public static void Note(string service, string outcome)
    {
        if (Activity.Current is { IsAllDataRequested: true } span)
        {
            span.SetTag("cdshooks.service", service).SetTag("cdshooks.outcome", outcome);
        }
    }

    /// <summary>Passes the ids of the current trace on to another server (W3C trace context), without state and baggage.</summary>
    public static void PassOn(HttpRequestHeaders headers)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id })
        {
            headers.TryAddWithoutValidation(TraceParent, id);
        }
    }

    /// <summary>Starts the activity of a request that has none because no one listens, so that its trace is known in logs and to other servers.</summary>
    /// <param name="traceParent">The caller's trace context; ignored when it is not valid.</param>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The caller ends it.")]
    public static Activity Start(string? traceParent)
    {
        // Only the ids are of use: no one reads its data.
        Activity activity = new("request") { IsAllDataRequested = false };
        if (traceParent is not null && ActivityContext.TryParse(traceParent, null, out var parent))
        {
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        }

        return activity.Start();
    }
}
