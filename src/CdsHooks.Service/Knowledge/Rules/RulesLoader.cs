using CdsHooks.Decision;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Host.Hosting;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>Loads the discovery document and the plans it names, before the service listens.</summary>
internal sealed partial class RulesLoader(
    RuleBook book,
    IOptions<RulesOptions> rulesOptions,
    IOptions<DiscoveryOptions> discoveryOptions,
    IOptions<HostingOptions> hosting,
    ILogger<RulesLoader> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Load();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Load()
    {
        var faults = new FaultList();
        var discovery = ReadDiscovery(faults);
        var knowledge = discovery is null ? null : ReadKnowledge(faults);
        var services = discovery is null || knowledge is null ? [] : LoadPlans(discovery, knowledge, faults);
        foreach (var fault in faults.Faults.Where(fault => !fault.IsError))
        {
            Log.Warned(logger, fault);
        }

        if (discovery is null || knowledge is null || faults.HasErrors)
        {
            List<KnowledgeFault> errors = [.. faults.Faults.Where(fault => fault.IsError)];
            throw new StartRefusedException(
                $"The rules cannot be used ({errors.Count} {(errors.Count == 1 ? "error" : "errors")}):{Environment.NewLine}{string.Join(Environment.NewLine, errors)}");
        }

        book.Replace(discovery, services, knowledge);
        foreach (var service in services)
        {
            Log.Loaded(logger, service.Id, service.Plan.Rules.Canonical, service.Plan.Rules.Profile);
        }
    }

    private DiscoveryDocument? ReadDiscovery(FaultList faults)
    {
        var path = PathOf(discoveryOptions.Value.File);
        if (File.Exists(path))
        {
            return DiscoveryReader.Read(File.ReadAllBytes(path), Path.GetFileName(path), faults);
        }

        faults.Add(new KnowledgeFault(discoveryOptions.Value.File, "", "There is no such file: Discovery:File names the discovery document."));
        return null;
    }

    private KnowledgeFiles? ReadKnowledge(FaultList faults)
    {
        var directory = PathOf(rulesOptions.Value.Directory);
        if (Directory.Exists(directory))
        {
            return KnowledgeFiles.ReadDirectory(directory, faults);
        }

        faults.Add(new KnowledgeFault(rulesOptions.Value.Directory, "", "There is no such folder: Rules:Directory names the knowledge."));
        return null;
    }

    private List<HookedPlan> LoadPlans(DiscoveryDocument discovery, KnowledgeFiles knowledge, FaultList faults)
    {
        var loader = new PlanLoader(knowledge);
        List<HookedPlan> services = [];
        foreach (var sharing in discovery.Services.GroupBy(service => service.Plan, StringComparer.Ordinal))
        {
            // Services of several hooks follow one plan, which is loaded once.
            var result = loader.Load(sharing.Key, rulesOptions.Value.SiteProfile);
            foreach (var fault in result.Faults)
            {
                faults.Add(fault);
            }

            if (result.Plan is { } plan)
            {
                services.AddRange(sharing.Select(service => new HookedPlan(service.Id, service.Hook, plan, service.Options, PageOf(plan))));
            }
        }

        return services;
    }

    private Uri? PageOf(CompiledPlan plan) =>
        hosting.Value.PublicUrl is { } address ? new Uri($"{address.TrimEnd('/')}/docs/{plan.Id}") : null;

    private static string PathOf(string path) => Path.GetFullPath(path, AppContext.BaseDirectory);

    private static partial class Log
    {
        [LoggerMessage(1200, LogLevel.Information, "Service {ServiceId} follows plan {Plan} with site profile {Profile}")]
        public static partial void Loaded(ILogger logger, string serviceId, string plan, string profile);

        [LoggerMessage(1201, LogLevel.Warning, "{Fault}")]
        public static partial void Warned(ILogger logger, KnowledgeFault fault);
    }
}
