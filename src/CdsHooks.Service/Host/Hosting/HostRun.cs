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
        catch (InvalidDataException exception)
        {
            // The reader's own words may hold a piece of the file.
            var place = exception.GetBaseException() is JsonException { LineNumber: { } line } ? $" It is no JSON in line {line + 1}." : string.Empty;
            Console.Error.WriteLine($"The service does not start. {exception.Message}{place}");
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
    /// <returns>The exit code: 0, or 1 when the options, the rules or the machine forbid to start; then the log lists every issue.</returns>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        await using (app)
        {
            try
            {
                List<string> issues = [.. AddressIssues(app.Configuration), .. ConfigurationShape.IssuesOf(app.Configuration)];
                if (issues.Count > 0)
                {
                    Log.Refused(app.Logger, string.Join("; ", issues.Append(OtherIssues(app)).Where(issue => issue.Length > 0)));
                    return 1;
                }

                await app.StartAsync();
            }
            catch (Exception exception) when (StartIssues(exception) is { Length: > 0 } startIssues)
            {
                Log.Refused(app.Logger, startIssues);
                return 1;
            }

            await app.WaitForShutdownAsync();
            return 0;
        }
    }

    /// <summary>The server would listen on every address of the machine for a port that is none.</summary>
    private static IEnumerable<string> AddressIssues(IConfiguration configuration) =>
        (configuration[WebHostDefaults.ServerUrlsKey] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(IsAddress)
            ? []
            : ["Urls must be addresses such as http://localhost:5080, separated by semicolons"];

    private static bool IsAddress(string text) =>
        text.Contains("://unix:/", StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(text.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https");

    /// <summary>What else is wrong with the options: nothing that can be told, once one of them cannot be read.</summary>
    private static string OtherIssues(WebApplication app)
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
        catch (Exception exception) when (StartIssues(exception) is { Length: > 0 })
        {
            return StartIssues(exception);
        }
    }

    /// <summary>What forbids to start, in words; empty for a fault of ours. Options of several sections come in one exception.</summary>
    private static string StartIssues(Exception exception) => exception switch
    {
        StartRefusedException or OptionsValidationException => exception.Message,
        AggregateException { InnerExceptions: var inner } when inner.All(one => one is OptionsValidationException) => string.Join("; ", inner.Select(one => one.Message)),

        IOException { InnerException: AddressInUseException } => $"{exception.Message} End what listens there, or choose another address, such as --urls http://localhost:5081.",
        SocketException => $"It cannot listen on its address (Urls): {exception.Message}.",

        // The server's words about a certificate that cannot be read, a file that is not there.
        IOException or UnauthorizedAccessException or CryptographicException or FormatException => exception.Message,
        InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } => exception.Message,
        _ => string.Empty,
    };

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Critical, "The service does not start. {Issues}")]
        public static partial void Refused(ILogger logger, string issues);
    }
}
