using System.Diagnostics;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>Keeps the framework from telling what we do not tell: addresses, header values and what a caller calls its trace.</summary>
internal static class Discretion
{
    // It writes addresses, origins and parts of what is no HTTP below warnings. What matters of it is in our own messages.
    private const string Framework = "Microsoft.AspNetCore.";

    // Never: the one has the path beside every line of a call, the other a refused start as an exception with its stack, which
    // buries the list of issues.
    private static readonly string[] Silent = ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.Extensions.Hosting.Internal.Host"];

    /// <summary>Silences them, whatever the configuration says.</summary>
    public static void AddDiscretion(this WebApplicationBuilder builder)
    {
        builder.Services.PostConfigure<LoggerFilterOptions>(Bound);
        builder.Services.AddSingleton<DistributedContextPropagator>(new TraceIdOnly());
    }

    /// <summary>
    /// Bounds every rule there is instead of adding rules: one of the configuration for a single provider, or for a longer category,
    /// would go before any that is added.
    /// </summary>
    private static void Bound(LoggerFilterOptions options)
    {
        // For what no other rule is about.
        options.Rules.Insert(0, new LoggerFilterRule(null, null, options.MinLevel, null));
        for (var index = 0; index < options.Rules.Count; index++)
        {
            var rule = options.Rules[index];
            options.Rules[index] = new LoggerFilterRule(
                rule.ProviderName,
                rule.CategoryName,
                rule.LogLevel,
                (provider, category, level) => MayTell(category, level) && rule.Filter?.Invoke(provider, category, level) is not false);
        }
    }

    private static bool MayTell(string? category, LogLevel level) =>
        category is null
        || (!Silent.Contains(category, StringComparer.Ordinal)
            && (level >= LogLevel.Warning || !category.StartsWith(Framework, StringComparison.Ordinal)));

    /// <summary>Takes the ids of a caller's trace and nothing else: state and baggage may hold anything.</summary>
    private sealed class TraceIdOnly : DistributedContextPropagator
    {
        private static readonly DistributedContextPropagator W3C = CreateW3CPropagator();

        public override IReadOnlyCollection<string> Fields => [];

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
        {
            // Nobody is told of our traces.
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
