using CdsHooks.Service.Host.Status;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Limits;

internal static class LimitsRegistration
{
    // Other requests have hardly any body; service calls set their own limit.
    private const long OtherBodyBytes = 64 * 1024;

    // Kestrel requires at least the length of a request line, and for HTTP/2 at least 64 kB.
    private const int UnreadBytes = 128 * 1024;

    private static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitsOptions>().BindConfiguration(LimitsOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LimitsOptions>, LimitsOptionsValidator>();
        builder.Services.AddSingleton<ClientRate>();
        builder.Services.AddSingleton<CallPlaces>();
        builder.Services.AddHostedService<MemoryReturn>();
        builder.Services.AddSingleton<IReadinessCause>(provider => provider.GetRequiredService<CallPlaces>());
        builder.Services.AddSingleton<ConnectionShares>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<LimitsOptions>, IServiceProvider>(LimitIfSound);
    }

    private static void LimitIfSound(KestrelServerOptions server, IOptions<LimitsOptions> limits, IServiceProvider services)
    {
        try
        {
            Limit(server.Limits, limits.Value);
            var shares = services.GetRequiredService<ConnectionShares>();
            server.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => shares.ServeAsync(connection, next)));
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
        {
            // Kestrel is built before the options are validated at start. That validation reports all issues, and the server never listens.
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

        // What arrives for a call that has no place yet waits here, outside of what is reserved for bodies.
        server.MaxRequestBufferSize = Math.Max(UnreadBytes, limits.MaxRequestLineBytes);
        server.Http2.InitialStreamWindowSize = UnreadBytes;
        server.Http2.InitialConnectionWindowSize = 2 * UnreadBytes;
    }
}
