using CdsHooks.Service.Host.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CdsHooks.Service.Host.Health;

/// <summary>Reports that the replica is stopping, and lets it answer for a while, before the server closes: whatever distributes the calls needs time to notice.</summary>
internal sealed partial class Draining(Readiness readiness, IOptions<HostingOptions> options, TimeProvider clock, ILogger<Draining> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.MarkStopping();
        if (options.Value.DrainSeconds > 0)
        {
            Log.Draining(logger, options.Value.DrainSeconds);
            await Task.Delay(TimeSpan.FromSeconds(options.Value.DrainSeconds), clock, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(2000, LogLevel.Information, "Stopping: not ready from now on, and answering calls for {Seconds} more seconds")]
        public static partial void Draining(ILogger logger, int seconds);
    }
}

/// <summary>Asks clients of a stopping replica to close their connections, so that none is cut with a call on its way.</summary>
internal sealed class DrainedConnections(RequestDelegate next, Readiness readiness)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (readiness.IsStopping && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers[HeaderNames.Connection] = "close";
        }

        return next(context);
    }
}
