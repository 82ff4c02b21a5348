using Microsoft.Net.Http.Headers;

namespace CdsHooks.Service.Gate.Security.Headers;

/// <summary>Adds security headers to every response, errors included. A page that needs more sets its own policy, which is kept.</summary>
internal static class SecurityHeaders
{
    private const string ReferrerPolicy = "Referrer-Policy";

    // Nothing may be loaded, run, submitted or framed: right for JSON, and a safe default for pages.
    private const string Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Year = "max-age=31536000";

    /// <summary>Sets the headers when a response starts, so that no earlier step can remove them.</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        Func<object, Task> set = app.Environment.IsDevelopment() ? Set : SetWithTransport;
        app.Use((context, next) =>
        {
            context.Response.OnStarting(set, context);
            return next(context);
        });
    }

    private static Task Set(object state)
    {
        var headers = ((HttpContext)state).Response.Headers;
        headers.TryAdd(HeaderNames.XContentTypeOptions, "nosniff");
        headers.TryAdd(ReferrerPolicy, "no-referrer");
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, Nothing);
        return Task.CompletedTask;
    }

    /// <summary>Outside Development, adds Strict-Transport-Security to responses over HTTPS.</summary>
    private static Task SetWithTransport(object state)
    {
        var context = (HttpContext)state;
        if (context.Request.IsHttps)
        {
            context.Response.Headers.TryAdd(HeaderNames.StrictTransportSecurity, Year);
        }

        return Set(state);
    }
}
