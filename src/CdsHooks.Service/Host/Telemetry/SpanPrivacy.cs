using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>
/// Removes from every span, before it is exported, all attributes that are not on a list. Libraries record addresses, SQL and
/// messages of exceptions, and newer versions of them may record more.
/// </summary>
internal sealed class SpanPrivacy : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Allowed = new[]
    {
        "http.request.method", "http.response.status_code", "http.route", "network.protocol.version", "url.scheme", "error.type",
        "db.system.name", "db.operation.name", "db.response.status_code", "cdshooks.service", "cdshooks.outcome",
    }.ToFrozenSet(StringComparer.Ordinal);

    // The spans of this service name a registered server here; elsewhere, these come from the caller's Host header.
    private static readonly FrozenSet<string> AllowedInOwn = Allowed.Concat(["server.address", "server.port"]).ToFrozenSet(StringComparer.Ordinal);

    public override void OnEnd(Activity data)
    {
        var allowed = data.Source.Name is ServiceTraces.SourceName ? AllowedInOwn : Allowed;
        foreach (var (name, _) in data.TagObjects.ToArray())
        {
            if (!allowed.Contains(name))
            {
                data.SetTag(name, null);
            }
        }

        // Without a description, which may be the message of an exception.
        data.SetStatus(data.Status);
        if (data.Events.Any(happening => happening.Tags.Any()) || data.Links.Any() || data.TraceStateString is not null)
        {
            // These cannot be removed, so the span is not exported. An error of the store, which Npgsql records so, is counted and logged.
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
