using System.Reflection;
using CdsHooks.Service.Host.Telemetry;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CdsHooks.Service.Host.Monitoring;

/// <summary>Sends metrics, traces and logs to where the configuration says: a scrape of <c>/metrics</c>, a collector, both or neither.</summary>
internal static class MonitoringRegistration
{
    private const string ServiceName = "cdshooks";

    // Npgsql names its pool after the connection string; one is enough to know.
    private static readonly MetricStreamConfiguration WithoutPoolName = new() { TagKeys = ["db.client.connection.state", "db.operation.name", "error.type"] };

    // A plan has a hundred criteria, each with several outcomes; beyond the SDK's own limit they would be lumped together.
    private static readonly MetricStreamConfiguration ManyCriteria = new() { CardinalityLimit = 20_000 };

    public static void AddMonitoring(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsAttributesValidator>();
        builder.Services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        builder.Services.AddSingleton<ServiceMetrics>();
        builder.Services.AddSingleton<CodeCounts>();

        // The blank after the time keeps it from the next word of a line; JSON has none.
        builder.Services.PostConfigure<JsonConsoleFormatterOptions>(json => json.TimestampFormat = json.TimestampFormat?.TrimEnd());
        var isScraped = MetricsPort.Add(builder);
        var isSent = NamesCollector(builder.Configuration);
        if (isScraped || isSent)
        {
            Measure(builder.Services.AddOpenTelemetry(), isScraped);
            builder.Services.AddHostedService<ServiceGauges>();
        }

        if (isSent)
        {
            Send(builder);
        }
    }

    /// <summary>Determines whether a collector is configured; our own setting stands in for the standard variable, which the SDK reads.</summary>
    private static bool NamesCollector(ConfigurationManager configuration)
    {
        if (configuration[$"{TelemetryOptions.Section}:{nameof(TelemetryOptions.OtlpEndpoint)}"] is { Length: > 0 } address)
        {
            configuration[TelemetryOptions.StandardEndpoint] = address;
        }

        return Uri.TryCreate(configuration[TelemetryOptions.StandardEndpoint], UriKind.Absolute, out _);
    }

    private static void Measure(OpenTelemetryBuilder telemetry, bool isScraped) => telemetry
        .ConfigureResource(Describe)
        .WithMetrics(metrics =>
        {
            metrics.AddMeter(ServiceMetrics.MeterName)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddNpgsqlInstrumentation()
                .AddView(instrument => instrument.Meter.Name is "Npgsql" ? WithoutPoolName : null)
                .AddView("cdshooks.criteria", ManyCriteria);
            if (isScraped)
            {
                metrics.AddPrometheusExporter(page => page.ScopeInfoEnabled = false);
            }
        });

    private static void Send(WebApplicationBuilder builder) => builder.Services.AddOpenTelemetry()
        .WithTracing(traces => traces
            // ASP.NET Core's own spans. The instrumentation that adds addresses to them is left out; RequestIds adds the route.
            .AddSource("Microsoft.AspNetCore", ServiceTraces.SourceName)
            .AddNpgsql()
            .AddProcessor<SpanPrivacy>())
        .WithLogging(null, logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = true;
        })
        .UseOtlpExporter();

    private static void Describe(ResourceBuilder resource) => resource
        .AddService(ServiceName, serviceVersion: typeof(MonitoringRegistration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
        .AddEnvironmentVariableDetector();
}
