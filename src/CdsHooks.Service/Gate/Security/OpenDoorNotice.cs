using CdsHooks.Service.Gate.Access;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Security;

/// <summary>Says at every start, loudly, that anybody may call.</summary>
internal sealed partial class OpenDoorNotice(IOptions<AccessOptions> access, ILogger<OpenDoorNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (access.Value.AllowAnonymous)
        {
            Log.Open(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1601, LogLevel.Warning, "CALLS ARE ANSWERED WITHOUT AUTHENTICATION (Access:AllowAnonymous). Whoever reaches this service may call it: for development and tests, not for patients")]
        public static partial void Open(ILogger logger);
    }
}
