using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using CdsHooks.Service.Gate.Limits;
using CdsHooks.Service.Hooks.FhirAccess;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Host.Telemetry;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Monitoring;

/// <summary>Reports states when metrics are collected: the store, the places for calls, the FHIR servers, the rules, and codes that these do not know.</summary>
internal sealed class ServiceGauges(
    IMeterFactory meters,
    ServiceMetrics metrics,
    CodeCounts codes,
    StoreState store,
    CallPlaces places,
    IOptions<LimitsOptions> limits,
    FhirServerChannels servers,
    RuleBook book) : IHostedService
{
    private const long Megabyte = 1024 * 1024;

    private readonly Lock _lock = new();

    // A version that is no longer in force is reported as such: a collector would otherwise go on showing it.
    private readonly HashSet<(string Service, string Plan, string SiteParameters, string Rules)> _versions = [];

    /// <summary>Publishes the instruments, after the meters are listened to.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The factory owns the meter.")]
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(ServiceMetrics.MeterName);
        meter.CreateObservableGauge("cdshooks.store.available", () => store.Cause is null ? 1 : 0, null, "1 while the store is available, otherwise 0");
        meter.CreateObservableGauge("cdshooks.store.waiting", () => metrics.Backlog.Waiting, "{decision}", "Decisions that wait for the store");
        meter.CreateObservableGauge("cdshooks.store.lag", () => metrics.Backlog.Lag.TotalSeconds, "s", "Time since a decision was last written to the store, while others wait");
        meter.CreateObservableGauge("cdshooks.places.used", () => places.Counts.InProgress, "{call}", "Calls that are processed");
        meter.CreateObservableGauge("cdshooks.places.waiting", () => places.Counts.Waiting, "{call}", "Calls that wait for a place");
        meter.CreateObservableGauge("cdshooks.places.limit", () => limits.Value.ConcurrentCalls, "{call}", "Calls that may be processed at a time");
        meter.CreateObservableGauge("cdshooks.places.memory", () => places.Counts.Bytes, "By", "Memory that is reserved for the bodies of calls");
        meter.CreateObservableGauge("cdshooks.places.memory.limit", () => limits.Value.BodyMegabytes * Megabyte, "By", "Memory that may be reserved for the bodies of calls");
        meter.CreateObservableGauge("cdshooks.fhir.server.paused", MeasureServers, null, "1 while requests to a registered FHIR server are paused because it failed, otherwise 0");
        meter.CreateObservableGauge("cdshooks.rules.info", MeasureRules, null, "1 for the plan, its version and the site parameters in force, 0 for those that were before");
        meter.CreateObservableGauge("cdshooks.codes", MeasureCodes, "{code}", "The most frequent codes that the rules do not know: of orders that no plan covers, and of drugs and diagnoses in assessed calls");
        meter.CreateObservableCounter("cdshooks.codes.unlisted", MeasureUnlisted, "{code}", "Codes of systems that may not be listed, and texts without the form of a code");
        metrics.CountFromZero();
        _ = MeasureRules();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private IEnumerable<Measurement<int>> MeasureServers() => servers.States.Select(server => new Measurement<int>(server.IsPaused ? 1 : 0, Tag("server", server.Address)));

    private List<Measurement<int>> MeasureRules()
    {
        var services = book.Current.Services.Values;
        var current = services.Select(VersionOf).ToHashSet();
        lock (_lock)
        {
            foreach (var service in services.Where(service => _versions.Add(VersionOf(service))))
            {
                CountFromZero(service);
            }

            return [.. _versions.Select(version => new Measurement<int>(
                current.Contains(version) ? 1 : 0,
                Tag("service", version.Service), Tag("plan", version.Plan), Tag("site_parameters", version.SiteParameters), Tag("version", version.Rules)))];
        }
    }

    private static (string Service, string Plan, string SiteParameters, string Rules) VersionOf(CdsService service) =>
        (service.Id, service.Plan.Rules.Canonical, service.Plan.Rules.SiteParameters, service.RulesVersion ?? string.Empty);

    private void CountFromZero(CdsService service)
    {
        foreach (var row in service.Plan.Cards.Rows)
        {
            metrics.CountFromZero(service.Id, row.Id, row.Card?.Id);
        }
    }

    private IEnumerable<Measurement<long>> MeasureCodes() =>
        codes.List().Select(code => new Measurement<long>(code.Count, Tag("use", NameOf(code.Use)), Tag("system", code.System), Tag("code", code.Code)));

    private IEnumerable<Measurement<long>> MeasureUnlisted() =>
        Enum.GetValues<CodeUse>().Select(use => new Measurement<long>(codes.Unlisted(use), Tag("use", NameOf(use))));

    private static string NameOf(CodeUse use) => use switch
    {
        CodeUse.Order => "order",
        CodeUse.Drug => "drug",
        _ => "diagnosis",
    };
}
