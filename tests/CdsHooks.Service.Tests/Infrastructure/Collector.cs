using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>An OpenTelemetry collector on this machine that keeps the bytes it is sent (OTLP, HTTP with protobuf, whose texts are plain UTF-8).</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, string Text)> _received = new();

    private Collector(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var collector = new Collector(builder.Build());
        collector._app.MapPost("/v1/{signal}", async (HttpContext context, string signal) =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            collector._received.Enqueue((signal, Encoding.UTF8.GetString(body.ToArray())));
        });
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>The settings that send to it.</summary>
    public (string Name, string Value)[] Settings => [("Telemetry:OtlpEndpoint", Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("Logging:Console:LogLevel:Default", "None")];

    /// <summary>Gets what was received of one signal (<c>traces</c>, <c>metrics</c> or <c>logs</c>), after making the app send what it has.</summary>
    public IReadOnlyList<string> Received(ServiceApp app, string signal)
    {
        Assert.True(app.Services.GetRequiredService<TracerProvider>().ForceFlush());

        // False as long as there is a page to be scraped, too, which cannot be flushed.
        app.Services.GetRequiredService<MeterProvider>().ForceFlush();
        Assert.True(app.Services.GetRequiredService<LoggerProvider>().ForceFlush());
        return [.. _received.Where(one => string.Equals(one.Signal, signal, StringComparison.Ordinal)).Select(one => one.Text)];
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
