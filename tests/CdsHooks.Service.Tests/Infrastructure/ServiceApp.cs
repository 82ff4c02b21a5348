using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>The whole service in memory, in Development, at noon of 1 June 2026, with every log line kept.</summary>
public sealed class ServiceApp : WebApplicationFactory<Program>
{
    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("cdshooks-store-"));

    public const string Service = "/cds-services/lumbar-fusion-order-sign";

    public TimeProvider Clock { get; init; } = new FixedClock(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public LogSink Logs { get; } = new();

    /// <summary>Settings over those of appsettings.json.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public string Environment { get; init; } = "Development";

    /// <summary>Whether log lines go to where the settings say, and are not only kept here.</summary>
    public bool SendsLogs { get; init; }

    /// <summary>The store's connection string; without one the app has a SQLite file for itself.</summary>
    public string? Store { get; init; }

    /// <summary>The port at which requests seem to arrive; in memory there is none.</summary>
    public int? LocalPort { get; set; }

    /// <summary>The address from which requests seem to come; in memory there is none.</summary>
    public IPAddress? RemoteAddress { get; set; } = IPAddress.Loopback;

    /// <summary>The folder of the simulations.</summary>
    public string Runs => Path.Combine(_folder.Value.FullName, "simulations");

    /// <summary>A client that follows no redirects and looks at every answer to a service call.</summary>
    public new HttpClient CreateClient() => CreateDefaultClient(new SoundAnswers());

    /// <summary>Puts a call with a JSON body.</summary>
    public Task<HttpResponseMessage> PostAsync(string body, params (string Name, string Value)[] headers) => PostToAsync(Service, body, headers);

    /// <summary>Puts a call with a JSON body to a path.</summary>
    public async Task<HttpResponseMessage> PostToAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        using var client = CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Some.Json(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseEnvironment(Environment);
        builder.UseSetting("Logging:LogLevel:Default", "Trace");
        builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "Trace");

        // Rules of the configuration that go before those of a program: for one provider, and for a longer category.
        builder.UseSetting($"Logging:{typeof(LogSink).FullName}:LogLevel:Default", "Trace");
        builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore.Routing.Matching", "Trace");
        builder.UseSetting("Store:ConnectionString", Store ?? $"Data Source={Path.Combine(_folder.Value.FullName, "store.db")}");

        builder.UseSetting("Rules:SiteDirectory", Path.Combine(_folder.Value.FullName, "site"));

        // Nothing sends an app calls that would have to be told.
        builder.UseSetting("Hosting:DrainSeconds", "0");

        // Tests call faster than anybody; those of the limits set their own.
        builder.UseSetting("Limits:CallsPerSecond", "1000000");
        builder.UseSetting("Limits:CallBurst", "1000000");
        foreach (var (name, value) in Settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureLogging(logging => (SendsLogs ? logging : logging.ClearProviders()).AddProvider(Logs));
        builder.ConfigureTestServices(services => services.AddSingleton(Clock).AddSingleton<IStartupFilter>(new Arrival(this)));
    }

    protected override void Dispose(bool disposing)
    {
        try
        {
            base.Dispose(disposing);
        }
        finally
        {
            // A host that never started may not know how to stop.
            if (disposing && _folder.IsValueCreated && _folder.Value.Exists)
            {
                _folder.Value.Delete(recursive: true);
            }
        }
    }

    /// <summary>Says at which port requests arrive, and from where.</summary>
    private sealed class Arrival(ServiceApp app) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => builder =>
        {
            builder.Use((context, following) =>
            {
                context.Connection.LocalPort = app.LocalPort ?? context.Connection.LocalPort;
                context.Connection.RemoteIpAddress ??= app.RemoteAddress;
                return following(context);
            });
            next(builder);
        };
    }
}
