using System.Globalization;
using CdsHooks.Service.Host.Telemetry;

namespace CdsHooks.Service.Host.Monitoring;

/// <summary>Serves <c>/metrics</c> where only operators can reach it: at a port of its own, or in Development.</summary>
internal static class MetricsPort
{
    private const string Path = "/metrics";

    /// <summary>Listens on the port, besides the addresses of the service.</summary>
    /// <returns>True when metrics are served at all.</returns>
    public static bool Add(WebApplicationBuilder builder)
    {
        if (PortIn(builder.Configuration) is not { } port)
        {
            return builder.Environment.IsDevelopment();
        }

        var address = string.Create(CultureInfo.InvariantCulture, $"http://*:{port}");
        if (builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.Configuration["Kestrel:Endpoints:Metrics:Url"] = address;
        }
        else if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
        {
            builder.WebHost.UseUrls(urls, address);
        }
        else
        {
            builder.WebHost.UseUrls([.. Ports(builder, WebHostDefaults.HttpPortsKey, "http"), .. Ports(builder, WebHostDefaults.HttpsPortsKey, "https"), address]);
        }

        return true;
    }

    /// <summary>Adds the route, and keeps it apart from those of the service.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        if (PortIn(app.Configuration) is { } port)
        {
            app.Use((context, next) => IsServed(context.Request.Path, context.Connection.LocalPort == port) ? next(context) : NotFound(context));
        }
        else if (!app.Environment.IsDevelopment())
        {
            return;
        }

        app.MapPrometheusScrapingEndpoint(Path);
    }

    /// <summary>Determines whether a path is served: metrics at their own port only, health at both, everything else at the others only.</summary>
    private static bool IsServed(PathString path, bool isMetricsPort) =>
        path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase) ? isMetricsPort : !isMetricsPort || ServiceTraces.IsForOperators(path);

    private static int? PortIn(IConfiguration configuration) =>
        int.TryParse(configuration[$"{TelemetryOptions.Section}:{nameof(TelemetryOptions.MetricsPort)}"], CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue ? port : null;

    private static IEnumerable<string> Ports(WebApplicationBuilder builder, string key, string scheme) =>
        (builder.Configuration[key] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port => $"{scheme}://*:{port}");

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
