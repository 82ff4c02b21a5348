using System.Diagnostics;

namespace CdsHooks.Service.Telemetry;

/// <summary>Keeps the framework from telling what we do not tell: addresses, header values and what a caller calls its trace.</summary>
internal static class Discretion
{
    // They write addresses, origins or parts of what is no HTTP, some of it at Debug. What matters of it is in our own messages.
    private static readonly string[] Tellers =
    [
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Cors",
        "Microsoft.AspNetCore.HttpOverrides",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.Server.Kestrel.Connections",
        "Microsoft.AspNetCore.Server.Kestrel",
    ];

    /// <summary>Silences them below warnings, whatever the configuration says about <c>Microsoft.AspNetCore</c>.</summary>
    public static void AddDiscretion(this WebApplicationBuilder builder)
    {
        // Not even its scope, in which the path stands beside every line of a call.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        foreach (var teller in Tellers)
        {
            builder.Logging.AddFilter(teller, LogLevel.Warning);
        }

        builder.Services.AddSingleton<DistributedContextPropagator>(new TraceIdOnly());
    }

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
