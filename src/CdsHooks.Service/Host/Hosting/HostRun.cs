using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Hosting;

/// <summary>Where the service listens, and how it ends.</summary>
internal static partial class HostRun
{
    private const string DefaultAddress = "http://localhost:5080";

    /// <summary>Reads the configuration.</summary>
    /// <returns>Null when a file of it is no JSON, which is said where a log would be.</returns>
    public static WebApplicationBuilder? NewBuilder(string[] args)
    {
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        }
        catch (InvalidDataException fault)
        {
            // The reader's own words may hold a piece of the file.
            var place = fault.GetBaseException() is JsonException { LineNumber: { } line } ? $" It is no JSON in line {line + 1}." : string.Empty;
            Console.Error.WriteLine($"The service does not start. {fault.Message}{place}");
            return null;
        }
    }

    /// <summary>Sets the address to listen on unless the configuration, the environment or the command line does.</summary>
    public static void AddHosting(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<HostingOptions>().BindConfiguration(HostingOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<HostingOptions>, HostingOptionsValidator>();
        string[] keys = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        if (!keys.Any(key => builder.Configuration[key] is { Length: > 0 }) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }
    }

    /// <summary>Runs until the process is told to stop.</summary>
    /// <returns>The exit code: 0, or 1 when the options, the rules or the machine forbid to start; then the log lists every fault.</returns>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        await using (app)
        {
            try
            {
                List<string> faults = [.. AddressFaults(app.Configuration), .. ConfigurationShape.FaultsOf(app.Configuration)];
                if (faults.Count > 0)
                {
                    Log.Refused(app.Logger, string.Join("; ", faults.Append(OtherFaults(app)).Where(fault => fault.Length > 0)));
                    return 1;
                }

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

    /// <summary>The server would listen on every address of the machine for a port that is none.</summary>
    private static IEnumerable<string> AddressFaults(IConfiguration configuration) =>
        (configuration[WebHostDefaults.ServerUrlsKey] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(IsAddress)
            ? []
            : ["Urls must be addresses such as http://localhost:5080, separated by semicolons"];

    private static bool IsAddress(string text) =>
        text.Contains("://unix:/", StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(text.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https");

    /// <summary>What else is wrong with the options: nothing that can be told, once one of them cannot be read.</summary>
    private static string OtherFaults(WebApplication app)
    {
        try
        {
            app.Services.GetService<IStartupValidator>()?.Validate();
            return string.Empty;
        }
        catch (InvalidOperationException)
        {
            return string.Empty;
        }
        catch (Exception fault) when (Refusals(fault) is { Length: > 0 })
        {
            return Refusals(fault);
        }
    }

    /// <summary>What forbids to start, in words; empty for a fault of ours. Options of several sections come in one exception.</summary>
    private static string Refusals(Exception fault) => fault switch
    {
        StartRefusedException or OptionsValidationException => fault.Message,
        AggregateException { InnerExceptions: var inner } when inner.All(one => one is OptionsValidationException) => string.Join("; ", inner.Select(one => one.Message)),

        IOException { InnerException: AddressInUseException } => $"{fault.Message} End what listens there, or choose another address, such as --urls http://localhost:5081.",
        SocketException => $"It cannot listen on its address (Urls): {fault.Message}.",

        // The server's words about a certificate that cannot be read, a file that is not there.
        IOException or UnauthorizedAccessException or CryptographicException or FormatException => fault.Message,
        InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } => fault.Message,
        _ => string.Empty,
    };

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Critical, "The service does not start. {Faults}")]
        public static partial void Refused(ILogger logger, string faults);
    }
}
