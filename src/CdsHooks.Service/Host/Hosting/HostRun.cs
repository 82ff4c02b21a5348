using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Hosting;

/// <summary>Builds, starts and stops the host.</summary>
internal static partial class HostRun
{
    private const string DefaultAddress = "http://localhost:5080";

    /// <summary>Creates the builder and reads the configuration.</summary>
    /// <returns>The builder; null when a configuration file is not JSON, which is reported on standard error.</returns>
    public static WebApplicationBuilder? NewBuilder(string[] args)
    {
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        }
        catch (InvalidDataException exception)
        {
            // The message of the inner exception may contain part of the file.
            var place = exception.GetBaseException() is JsonException { LineNumber: { } line } ? $" It is not valid JSON in line {line + 1}." : string.Empty;
            Console.Error.WriteLine($"The service does not start. {exception.Message}{place}");
            return null;
        }
    }

    /// <summary>Sets the address to listen on unless the configuration, the environment or the command line does.</summary>
    public static void AddHosting(this WebApplicationBuilder builder)
    {
        // With a wrong public address, every token would be rejected for no visible reason.
        builder.Services.AddOptions<HostingOptions>().BindConfiguration(HostingOptions.Section)
            .Validate(options => options.PublicUrl is null || IsRoot(options.PublicUrl), $"{HostingOptions.Section}:{nameof(HostingOptions.PublicUrl)} must be an http or https address without user, query and fragment, such as https://cds.hospital.example.")
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<HostingOptions>, HostingOptionsValidator>();
        builder.Services.AddOptions<HostOptions>().Configure<IConfiguration>(LimitShutdown);
        string[] keys = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        if (!keys.Any(key => builder.Configuration[key] is { Length: > 0 }) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }
    }

    /// <summary>Lists the addresses that the service listens on with a configuration, as they are written there.</summary>
    public static IReadOnlyList<string> AddressesOf(IConfiguration configuration)
    {
        List<string> endpoints = [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()];
        return endpoints switch
        {
            { Count: > 0 } => endpoints,
            _ when Listed(configuration, WebHostDefaults.ServerUrlsKey) is { Length: > 0 } urls => urls,
            _ when Listed(configuration, WebHostDefaults.HttpPortsKey) is { Length: > 0 } ports => [.. ports.Select(port => $"http://localhost:{port}")],
            _ => [DefaultAddress],
        };
    }

    /// <summary>Runs until shutdown is requested.</summary>
    /// <returns>The exit code: 0, or 1 when the options, the rules or the environment prevent the start; the log then lists every issue.</returns>
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

    /// <summary>Lets the calls of a stopping replica end after it has drained. An invalid setting is reported at start.</summary>
    private static void LimitShutdown(HostOptions host, IConfiguration configuration)
    {
        var text = configuration[$"{HostingOptions.Section}:{nameof(HostingOptions.DrainSeconds)}"];
        host.ShutdownTimeout += TimeSpan.FromSeconds(int.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? Math.Max(seconds, 0) : new HostingOptions().DrainSeconds);
    }

    private static bool IsRoot(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.UserInfo.Length is 0 && url.Query.Length is 0 && url.Fragment.Length is 0;

    /// <summary>Lists the issues of the listening addresses: given an invalid port, Kestrel would listen on every address of the machine.</summary>
    private static IEnumerable<string> AddressIssues(IConfiguration configuration) =>
        Listed(configuration, WebHostDefaults.ServerUrlsKey).All(IsAddress)
            ? []
            : ["Urls must be addresses such as http://localhost:5080, separated by semicolons"];

    private static string[] Listed(IConfiguration configuration, string key) =>
        (configuration[key] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsAddress(string text) =>
        text.Contains("://unix:/", StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(text.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https");

    /// <summary>Lists the issues that validation of the options reports; empty when one of them cannot be bound at all.</summary>
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

    /// <summary>Describes what prevents the start; empty for a programming error. Issues of several sections arrive in one exception.</summary>
    private static string StartIssues(Exception exception) => exception switch
    {
        StartRefusedException or OptionsValidationException => exception.Message,
        AggregateException { InnerExceptions: var inner } when inner.All(one => one is OptionsValidationException) => string.Join("; ", inner.Select(one => one.Message)),

        IOException { InnerException: AddressInUseException } => $"{exception.Message} Stop the process that uses it, or choose another address, such as --urls http://localhost:5081.",
        SocketException => $"The service cannot listen on its address (Urls): {exception.Message}.",

        // Messages of the server about a certificate that cannot be read or a missing file.
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

/// <summary>Prevents the start of the service, with a message for the operator.</summary>
/// <param name="message">All issues, so that one attempt reports everything.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The message is required.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The message is required.")]
internal sealed class StartRefusedException(string message) : Exception(message);
