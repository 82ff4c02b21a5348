using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Limits;

internal static class LimitsRegistration
{
    // Whatever is not a call of a service has next to no body; a call sets its own limit.
    private const long OtherBodyBytes = 64 * 1024;

    private static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitsOptions>().BindConfiguration(LimitsOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LimitsOptions>, LimitsOptionsValidator>();
        builder.Services.AddSingleton<ClientRate>();
        builder.Services.AddSingleton<CallSlots>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<LimitsOptions>>(LimitIfSound);
    }

    public static void UseLimits(this WebApplication app) => app.UseMiddleware<CallLimits>();

    private static void LimitIfSound(KestrelServerOptions server, IOptions<LimitsOptions> limits)
    {
        try
        {
            Limit(server.Limits, limits.Value);
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
        {
            // The server is made before the start, which refuses these options with a list of all issues: it never listens.
        }
    }

    private static void Limit(KestrelServerLimits server, LimitsOptions limits)
    {
        server.MaxRequestLineSize = limits.MaxRequestLineBytes;
        server.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        server.MaxRequestHeaderCount = limits.MaxHeaders;
        server.MaxRequestBodySize = OtherBodyBytes;
        server.MaxConcurrentConnections = limits.MaxConnections;
        server.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.HeaderSeconds);
        server.MinRequestBodyDataRate = new MinDataRate(limits.MinBodyBytesPerSecond, BodyGrace);

        // Kestrel wants its buffer to hold a request line.
        server.MaxRequestBufferSize = Math.Max(server.MaxRequestBufferSize ?? 0, limits.MaxRequestLineBytes);
    }
}
