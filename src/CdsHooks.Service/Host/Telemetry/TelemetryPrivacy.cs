using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>Keeps addresses, header values and a caller's trace state out of the logs and traces of the framework.</summary>
internal static class TelemetryPrivacy
{
    // Below warnings, the framework logs addresses, origins and fragments of malformed HTTP. This service logs the relevant events itself.
    private const string Framework = "Microsoft.AspNetCore.";

    // Never logged: the first adds the path to every line of a call; the second logs a failed start as an exception with its stack
    // trace, which hides the list of issues.
    private static readonly string[] Silent = ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.Extensions.Hosting.Internal.Host"];

    /// <summary>Applies these limits, regardless of the configuration.</summary>
    public static void AddTelemetryPrivacy(this WebApplicationBuilder builder)
    {
        builder.Services.PostConfigure<LoggerFilterOptions>(Bound);
        builder.Services.AddSingleton<DistributedContextPropagator>(new TraceIdOnly());

        // Otherwise OpenTelemetry would read the headers once more, with a caller's state and baggage.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());

        // The id of the request contains the trace's.
        builder.Logging.Configure(logging => logging.ActivityTrackingOptions = ActivityTrackingOptions.None);
    }

    /// <summary>
    /// Restricts every existing rule instead of adding rules: a configured rule for a single provider or a longer category would take
    /// precedence over an added one.
    /// </summary>
    private static void Bound(LoggerFilterOptions options)
    {
        // For categories without any other rule.
        options.Rules.Insert(0, new LoggerFilterRule(null, null, options.MinLevel, null));
        for (var index = 0; index < options.Rules.Count; index++)
        {
            var rule = options.Rules[index];
            options.Rules[index] = new LoggerFilterRule(
                rule.ProviderName,
                rule.CategoryName,
                rule.LogLevel,
                (provider, category, level) => MayLog(category, level) && rule.Filter?.Invoke(provider, category, level) is not false);
        }
    }

    private static bool MayLog(string? category, LogLevel level) =>
        category is null
        || (!Silent.Contains(category, StringComparer.Ordinal)
            && (level >= LogLevel.Warning || !category.StartsWith(Framework, StringComparison.Ordinal)));

    /// <summary>Accepts the ids of a caller's trace and nothing else: state and baggage may contain anything.</summary>
    private sealed class TraceIdOnly : DistributedContextPropagator
    {
        private static readonly DistributedContextPropagator W3C = CreateW3CPropagator();

        public override IReadOnlyCollection<string> Fields => [];

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
        {
            // Only requests to registered FHIR servers pass the trace on: ServiceTraces.PassOn.
        }

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
        {
            W3C.ExtractTraceIdAndState(carrier, getter, out traceId, out _);
            traceId = ActivityContext.TryParse(traceId, null, out _) ? traceId : null;
            traceState = null;
        }

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }
}
