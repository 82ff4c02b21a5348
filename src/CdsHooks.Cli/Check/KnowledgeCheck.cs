using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Check;

/// <summary>Checks a folder of rules, and the discovery document next to it.</summary>
internal sealed class KnowledgeCheck(KnowledgeSource source)
{
    private readonly List<CheckFinding> _findings = [];

    /// <summary>Runs all checks.</summary>
    /// <param name="directory">The folder.</param>
    public static CheckReport Run(string directory)
    {
        var source = KnowledgeSource.Open(directory);
        var check = new KnowledgeCheck(source);
        check.CheckPlans();
        check._findings.AddRange(UsageCheck.Run(source));
        check._findings.AddRange(RecordProfileCheck.Run(source));
        var discovery = DiscoveryCheck.Run(source);
        check._findings.AddRange(discovery.Findings);
        return new CheckReport(
            directory,
            check.Counts(discovery.Services),
            [.. check._findings.Select(check.Named).Distinct().OrderBy(finding => finding.Severity).ThenBy(finding => finding.File, StringComparer.Ordinal)]);
    }

    private void CheckPlans()
    {
        Add(source.ReadIssues.Issues);
        Add(source.Loader.CommonIssues);
        if (source.Plans.Count == 0)
        {
            _findings.Add(new CheckFinding(Severity.Error, string.Empty, string.Empty, "This folder contains no PlanDefinition."));
        }

        foreach (var plan in source.Plans)
        {
            CheckPlan(plan);
        }

        foreach (var siteParameters in source.SiteParameters.Where(siteParameters => !source.Plans.Any(plan => source.SiteParametersOf(plan).Contains(siteParameters))))
        {
            _findings.Add(new CheckFinding(Severity.Error, siteParameters.File, "Parameters.meta", "These site parameters are for a plan that is not in the folder."));
        }
    }

    private void CheckPlan(KnowledgeResource plan)
    {
        if (plan.Url.Length == 0)
        {
            _findings.Add(new CheckFinding(Severity.Error, plan.File, "PlanDefinition", "A plan must have a url."));
            return;
        }

        var own = source.Loader.Load(plan.Url).Issues;
        Add(own);
        foreach (var siteParameters in source.SiteParametersOf(plan))
        {
            foreach (var issue in source.Loader.Load(plan.Url, siteParameters).Issues.Except(own))
            {
                // An issue in the plan that occurs only with certain site parameters must name them.
                var isElsewhere = !string.Equals(issue.File, siteParameters.File, StringComparison.Ordinal);
                var finding = CheckFinding.Of(issue);
                _findings.Add(isElsewhere ? finding with { Message = $"{issue.Message} (With the site parameters {siteParameters.File}.)" } : finding);
            }
        }
    }

    /// <summary>Adds the nearest id above the location, since ids are easier to find in a file than indexes.</summary>
    private CheckFinding Named(CheckFinding finding)
    {
        var plan = source.Plans.FirstOrDefault(plan => string.Equals(plan.File, finding.File, StringComparison.Ordinal));
        return plan is null ? finding : finding with { Near = plan.Located.Along(finding.Location).OfType<Element>().Select(part => part.ElementId).LastOrDefault(id => id is not null) };
    }

    private void Add(IEnumerable<KnowledgeIssue> issues) => _findings.AddRange(issues.Select(CheckFinding.Of));

    private List<(string What, int Count)> Counts(int services) =>
    [
        ("plan", source.Plans.Count),
        ("site parameter file", source.SiteParameters.Count),
        ("value set", source.Knowledge.OfType("ValueSet").Count()),
        ("code system", source.Knowledge.OfType("CodeSystem").Count()),
        ("activity", source.Knowledge.OfType("ActivityDefinition").Count()),
        ("extension", source.Knowledge.OfType("StructureDefinition").Count(structure => !RecordProfileCheck.IsRecordProfile(structure))),
        ("record profile", source.Knowledge.OfType("StructureDefinition").Count(RecordProfileCheck.IsRecordProfile)),
        ("service", services),
    ];
}
