using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Cli.Check;

/// <summary>Checks the discovery document next to the folder of the rules, and compares it with the evidence that the rules read.</summary>
internal sealed class DiscoveryCheck(KnowledgeSource source)
{
    private const string FileName = "cds-services.json";
    private const string Shown = "../" + FileName;

    private readonly List<CheckFinding> _findings = [];

    /// <summary>Checks the document, if there is one.</summary>
    /// <returns>The number of its services, and the findings.</returns>
    public static (int Services, IReadOnlyList<CheckFinding> Findings) Run(KnowledgeSource source)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(source.Directory));
        var path = parent is null ? FileName : Path.Combine(parent, FileName);
        if (!File.Exists(path))
        {
            return (0, []);
        }

        var issues = new IssueList();
        var services = DiscoveryReader.Read(File.ReadAllBytes(path), Shown, issues)?.Services ?? [];
        var check = new DiscoveryCheck(source);
        check._findings.AddRange(issues.Issues.Select(CheckFinding.Of));
        foreach (var service in services)
        {
            check.CheckPlan(service);
        }

        return (services.Count, check._findings);
    }

    private void CheckPlan(AdvertisedService service)
    {
        if (source.Knowledge.Find(service.Plan) is not { ResourceType: "PlanDefinition" } plan)
        {
            Add(Severity.Error, service.PlanPath, "The folder of the rules contains no plan with this URL.");
        }
        else if (source.Loader.Load(service.Plan).Plan is not { } loaded)
        {
            Add(Severity.Error, service.PlanPath, "The plan of this service has errors.");
        }
        else
        {
            // Site parameters may enable criteria that are disabled by default.
            var reads = source.SiteParametersOf(plan)
                .Select(siteParameters => source.Loader.Load(service.Plan, siteParameters).Plan)
                .Append(loaded)
                .SelectMany(candidate => candidate?.Reads ?? (IEnumerable<EvidenceKind>)[])
                .ToHashSet();
            ComparePrefetch(service, reads);
        }
    }

    private void ComparePrefetch(AdvertisedService service, HashSet<EvidenceKind> reads)
    {
        foreach (var (key, kind, type) in PrefetchKeys.All)
        {
            var isAdvertised = service.Prefetch.Contains(key, StringComparer.Ordinal);
            if (isAdvertised && !reads.Contains(kind))
            {
                Add(Severity.Warning, $"{service.PrefetchPath}.{key}", $"The plan does not read {type}: this query slows every call of the hook for no benefit.");
            }
            else if (!isAdvertised && reads.Contains(kind))
            {
                Add(Severity.Note, $"{service.PrefetchPath}.{key}", $"The plan reads {type}, which is not advertised: it is fetched when the plan covers an order, and is unknown when it cannot be fetched.");
            }
        }
    }

    private void Add(Severity severity, string location, string message) => _findings.Add(new CheckFinding(severity, Shown, location, message));
}
