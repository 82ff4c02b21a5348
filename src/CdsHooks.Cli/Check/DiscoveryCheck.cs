using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Protocol;
using CdsHooks.Decision.Rules;

namespace CdsHooks.Cli.Check;

/// <summary>Checks the discovery document beside the folder of the rules against the rules.</summary>
internal static class DiscoveryCheck
{
    private const string FileName = "cds-services.json";

    /// <summary>Checks the document, if there is one.</summary>
    /// <returns>How many services it has, and what was found.</returns>
    public static (int Services, IReadOnlyList<CheckFinding> Findings) Run(KnowledgeSource source)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(source.Directory));
        var path = parent is null ? FileName : Path.Combine(parent, FileName);
        if (!File.Exists(path))
        {
            return (0, []);
        }

        var faults = new FaultList();
        var document = DiscoveryReader.Read(File.ReadAllBytes(path), "../" + FileName, faults);
        foreach (var service in document?.Services ?? [])
        {
            if (FaultOf(service.Plan, source) is { } fault)
            {
                faults.Add(new KnowledgeFault("../" + FileName, service.PlanPath, fault));
            }
        }

        return (document?.Services.Count ?? 0, [.. faults.Faults.Select(fault => new CheckFinding(Severity.Error, fault.File, fault.Location, fault.Message))]);
    }

    private static string? FaultOf(string plan, KnowledgeSource source)
    {
        if (source.Knowledge.Find(plan) is not { Resource.ResourceType: "PlanDefinition" })
        {
            return "The folder of the rules holds no plan with this URL.";
        }

        return source.Loader.Load(plan).Plan is null ? "The plan of this service has errors." : null;
    }
}
