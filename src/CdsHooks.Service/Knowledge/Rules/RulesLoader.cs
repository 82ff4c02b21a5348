using System.Collections.Frozen;
using CdsHooks.Decision;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Host.Hosting;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>Turns the files of the rules into rules that can be used, or lists every issue that forbids it.</summary>
internal sealed class RulesLoader(IOptions<HostingOptions> hosting, TimeProvider clock)
{
    /// <summary>Loads the discovery document and its plans.</summary>
    /// <param name="files">The files.</param>
    /// <param name="current">The rules that they are to replace, whose services must stay; null for none.</param>
    public RulesLoad Load(RulesFiles files, RulesSnapshot? current)
    {
        var issues = new IssueList(files.Issues);
        var discovery = files.Discovery is null ? null : DiscoveryReader.Read(files.Discovery, Path.GetFileName(files.Source.DiscoveryPath), issues);
        if (discovery is null || files.Issues.Count > 0)
        {
            return new RulesLoad(null, issues.Issues);
        }

        CheckServicesStay(discovery, current, files, issues);
        var site = KnowledgeFiles.Of(files.Site, issues).Resources;
        var knowledge = KnowledgeFiles.Of(files.Knowledge, issues);
        knowledge = site.Count == 0 ? knowledge : knowledge.LaidUnder(site, issues);
        var services = LoadPlans(discovery, knowledge, site, files, issues);
        return new RulesLoad(
            issues.HasErrors
                ? null
                : new RulesSnapshot(files.Version, clock.GetUtcNow(), discovery, knowledge)
                {
                    SiteVersion = files.SiteVersion,
                    KnowledgeHash = KnowledgeFiles.HashOf(files.Knowledge.Concat(files.Site).Select(file => file.Json)),
                    Services = services.ToFrozenDictionary(service => service.Id, StringComparer.Ordinal),
                },
            issues.Issues);
    }

    /// <summary>Reports services that clients know and would no longer find.</summary>
    private static void CheckServicesStay(DiscoveryDocument discovery, RulesSnapshot? current, RulesFiles files, IssueList issues)
    {
        foreach (var service in current?.Discovery.Services ?? [])
        {
            var isThere = discovery.Services.Any(other => string.Equals(other.Id, service.Id, StringComparison.Ordinal) && string.Equals(other.Hook, service.Hook, StringComparison.Ordinal));
            if (!isThere)
            {
                issues.Add(new KnowledgeIssue(
                    Path.GetFileName(files.Source.DiscoveryPath), "$.services", $"The service {service.Id} of {service.Hook} is missing: clients still call it. Only a restart removes a service."));
            }
        }
    }

    private List<CdsService> LoadPlans(DiscoveryDocument discovery, KnowledgeFiles knowledge, IReadOnlyList<KnowledgeResource> site, RulesFiles files, IssueList issues)
    {
        var loader = new PlanLoader(knowledge);
        List<CdsService> services = [];
        foreach (var sharing in discovery.Services.GroupBy(service => service.Plan, StringComparer.Ordinal))
        {
            // Services of several hooks share one plan, which is loaded once. In shadow, another version of the plan may be tried.
            var plan = files.Source.IsShadow ? sharing.Key.Split('|')[0] : sharing.Key;
            var parameters = files.Source.IsSiteParametersFixed ? null : SiteResources.ParametersFor(site, plan);
            var result = parameters is null ? loader.Load(plan, files.Source.SiteParameters) : loader.Load(plan, parameters);
            issues.AddRange(result.Issues);
            if (result.Plan is { } loaded)
            {
                services.AddRange(sharing.Select(service => new CdsService(service.Id, service.Hook, loaded, service.Options, PageOf(loaded), files.Version)));
            }
        }

        return services;
    }

    private Uri? PageOf(CompiledPlan plan) =>
        hosting.Value.PublicUrl is { } address ? new Uri($"{address.TrimEnd('/')}/docs/{plan.Id}") : null;
}

/// <summary>Loaded rules, or the issues that forbid their use.</summary>
/// <param name="Rules">The rules; null when any issue is an error.</param>
/// <param name="Issues">Every issue, including warnings.</param>
internal sealed record RulesLoad(RulesSnapshot? Rules, IReadOnlyList<KnowledgeIssue> Issues)
{
    /// <summary>Gets the issues that forbid the use of the rules.</summary>
    public IReadOnlyList<KnowledgeIssue> Errors { get; } = [.. Issues.Where(issue => issue.IsError)];
}
