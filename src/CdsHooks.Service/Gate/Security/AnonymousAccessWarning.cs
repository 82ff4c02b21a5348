using CdsHooks.Service.Gate.Access;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Security;

/// <summary>Warns at every start when calls without authentication are allowed.</summary>
internal sealed partial class AnonymousAccessWarning(IOptions<AccessOptions> access, ILogger<AnonymousAccessWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (access.Value.AllowAnonymous)
        {
            Log.AnonymousAllowed(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1601, LogLevel.Warning, "CALLS ARE ANSWERED WITHOUT AUTHENTICATION (Access:AllowAnonymous). Anyone who can reach this service may call it: for development and tests, not for patients")]
        public static partial void AnonymousAllowed(ILogger logger);
    }
}
