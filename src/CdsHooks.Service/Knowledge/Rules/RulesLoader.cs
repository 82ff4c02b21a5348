using CdsHooks.Decision;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Host.Hosting;
using CdsHooks.Service.Host.Telemetry;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>Loads the discovery document and its plans before the service listens.</summary>
internal sealed partial class RulesLoader(
    RuleBook book,
    IOptions<RulesOptions> rulesOptions,
    IOptions<DiscoveryOptions> discoveryOptions,
    IOptions<HostingOptions> hosting,
    ServiceMetrics metrics,
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
        var issues = new IssueList();
        var discovery = ReadDiscovery(issues);
        var knowledge = discovery is null ? null : ReadKnowledge(issues);
        var services = discovery is null || knowledge is null ? [] : LoadPlans(discovery, knowledge, issues);
        foreach (var issue in issues.Issues.Where(issue => !issue.IsError))
        {
            Log.Warned(logger, issue);
        }

        if (discovery is null || knowledge is null || issues.HasErrors)
        {
            List<KnowledgeIssue> errors = [.. issues.Issues.Where(issue => issue.IsError)];
            throw new StartRefusedException(
                $"The rules cannot be used ({errors.Count} {(errors.Count == 1 ? "error" : "errors")}):{Environment.NewLine}{string.Join(Environment.NewLine, errors)}");
        }

        metrics.CountRulesLoad(isAccepted: true);
        book.Replace(discovery, services, knowledge);
        foreach (var service in services)
        {
            Log.Loaded(logger, service.Id, service.Plan.Rules.Canonical, service.Plan.Rules.SiteParameters);
        }
    }

    private DiscoveryDocument? ReadDiscovery(IssueList issues)
    {
        var path = PathOf(discoveryOptions.Value.File);
        if (File.Exists(path))
        {
            return DiscoveryReader.Read(File.ReadAllBytes(path), Path.GetFileName(path), issues);
        }

        issues.Add(new KnowledgeIssue(discoveryOptions.Value.File, "", "The file does not exist: Discovery:File names the discovery document."));
        return null;
    }

    private KnowledgeFiles? ReadKnowledge(IssueList issues)
    {
        var directory = PathOf(rulesOptions.Value.Directory);
        if (Directory.Exists(directory))
        {
            return KnowledgeFiles.ReadDirectory(directory, issues);
        }

        issues.Add(new KnowledgeIssue(rulesOptions.Value.Directory, "", "The folder does not exist: Rules:Directory names the folder of the knowledge."));
        return null;
    }

    private List<CdsService> LoadPlans(DiscoveryDocument discovery, KnowledgeFiles knowledge, IssueList issues)
    {
        var loader = new PlanLoader(knowledge);
        List<CdsService> services = [];
        foreach (var sharing in discovery.Services.GroupBy(service => service.Plan, StringComparer.Ordinal))
        {
            // Services of several hooks share one plan, which is loaded once.
            var result = loader.Load(sharing.Key, rulesOptions.Value.SiteParametersInForce);
            foreach (var issue in result.Issues)
            {
                issues.Add(issue);
            }

            if (result.Plan is { } plan)
            {
                services.AddRange(sharing.Select(service => new CdsService(service.Id, service.Hook, plan, service.Options, PageOf(plan))));
            }
        }

        return services;
    }

    private Uri? PageOf(CompiledPlan plan) =>
        hosting.Value.PublicUrl is { } address ? new Uri($"{address.TrimEnd('/')}/docs/{plan.Id}") : null;

    private static string PathOf(string path) => Path.GetFullPath(path, AppContext.BaseDirectory);

    private static partial class Log
    {
        [LoggerMessage(1200, LogLevel.Information, "Service {ServiceId} uses plan {Plan} with site parameters {SiteParameters}")]
        public static partial void Loaded(ILogger logger, string serviceId, string plan, string siteParameters);

        [LoggerMessage(1201, LogLevel.Warning, "{Issue}")]
        public static partial void Warned(ILogger logger, KnowledgeIssue issue);
    }
}
