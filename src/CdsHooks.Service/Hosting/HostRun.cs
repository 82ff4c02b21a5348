using System.Net.Sockets;
using CdsHooks.Service.Rules;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hosting;

/// <summary>Where the service listens, and how it ends.</summary>
internal static partial class HostRun
{
    private const string DefaultAddress = "http://localhost:5080";

    private const string OtherAddress = "End what listens there, or choose another address, such as --urls http://localhost:5081.";

    // The host would log a refused start as an exception with its stack, which buries the list of faults.
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Sets the address to listen on unless the configuration, the environment or the command line does.</summary>
    public static void AddHosting(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter(HostCategory, LogLevel.None);
        builder.Services.AddOptions<HostingOptions>().BindConfiguration(HostingOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<HostingOptions>, HostingOptionsValidator>();
        string[] keys = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        if (!keys.Any(key => builder.Configuration[key] is { Length: > 0 }) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }
    }

    /// <summary>Runs until the process is told to stop.</summary>
    /// <returns>The exit code: 0, or 1 when the options, the rules or the address to listen on forbid to start; then the log lists every fault.</returns>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch (Exception fault) when (Refusals(fault) is { Length: > 0 } refusals)
            {
                Log.Refused(app.Logger, refusals);
                return 1;
            }

            await app.WaitForShutdownAsync();
            return 0;
        }
    }

    /// <summary>What forbids to start, in words; empty for a fault of ours. Options of several sections come in one exception.</summary>
    private static string Refusals(Exception fault) => fault switch
    {
        RulesRefusedException or OptionsValidationException => fault.Message,
        AggregateException { InnerExceptions: var inner } when inner.All(one => one is OptionsValidationException) => string.Join("; ", inner.Select(one => one.Message)),
        IOException { InnerException: AddressInUseException } => $"{fault.Message} {OtherAddress}",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AccessDenied } => $"It cannot listen on its address (Urls): {fault.Message}. {OtherAddress}",
        FormatException => $"Urls: {fault.Message}. {OtherAddress}",
        _ => string.Empty,
    };

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Critical, "The service does not start. {Faults}")]
        public static partial void Refused(ILogger logger, string faults);
    }
}
