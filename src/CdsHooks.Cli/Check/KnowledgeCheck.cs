using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Cli.Check;

/// <summary>Checks a folder of rules, and the discovery document beside it.</summary>
internal sealed class KnowledgeCheck
{
    private readonly KnowledgeSource _source;
    private readonly List<CheckFinding> _findings = [];

    private KnowledgeCheck(KnowledgeSource source) => _source = source;

    /// <summary>Checks everything.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>The report.</returns>
    public static CheckReport Run(string directory)
    {
        var check = new KnowledgeCheck(KnowledgeSource.Open(directory));
        check.CheckPlans();
        check._findings.AddRange(UsageCheck.Run(check._source));
        check._findings.AddRange(RecordProfileCheck.Run(check._source));
        var discovery = DiscoveryCheck.Run(check._source);
        check._findings.AddRange(discovery.Findings);
        return new CheckReport(
            directory,
            check.Counts(discovery.Services),
            [.. check._findings.Select(check.Named).Distinct().OrderBy(finding => finding.Severity).ThenBy(finding => finding.File, StringComparer.Ordinal)]);
    }

    private void CheckPlans()
    {
        Add(_source.ReadFaults.Faults);
        Add(_source.Loader.CommonFaults);
        if (_source.Plans.Count == 0)
        {
            _findings.Add(new CheckFinding(Severity.Error, string.Empty, string.Empty, "There is no PlanDefinition in this folder."));
        }

        foreach (var plan in _source.Plans)
        {
            CheckPlan(plan);
        }

        foreach (var profile in _source.Profiles.Where(profile => !_source.Plans.Any(plan => _source.ProfilesOf(plan).Contains(profile))))
        {
            _findings.Add(new CheckFinding(Severity.Error, profile.File, "Parameters.meta", "This site profile is for a plan that the folder does not hold."));
        }
    }

    private void CheckPlan(KnowledgeResource plan)
    {
        if (plan.Url.Length == 0)
        {
            _findings.Add(new CheckFinding(Severity.Error, plan.File, "PlanDefinition", "A plan needs a url."));
            return;
        }

        var own = _source.Loader.Load(plan.Url).Faults;
        Add(own);
        foreach (var profile in _source.ProfilesOf(plan))
        {
            foreach (var fault in _source.Loader.Load(plan.Url, profile).Faults.Except(own))
            {
                // A fault in the plan that only a profile brings out would puzzle a reader who does not know which.
                var isElsewhere = !string.Equals(fault.File, profile.File, StringComparison.Ordinal);
                var finding = CheckFinding.Of(fault);
                _findings.Add(isElsewhere ? finding with { Message = $"{fault.Message} (Under the site profile {profile.File}.)" } : finding);
            }
        }
    }

    private CheckFinding Named(CheckFinding finding)
    {
        var plan = _source.Plans.FirstOrDefault(plan => string.Equals(plan.File, finding.File, StringComparison.Ordinal));
        return plan is null ? finding : finding with { Near = NearestId.Of(plan.Placed, finding.Location) };
    }

    private void Add(IEnumerable<KnowledgeFault> faults) => _findings.AddRange(faults.Select(CheckFinding.Of));

    private List<(string What, int Count)> Counts(int services) =>
    [
        ("plan", _source.Plans.Count),
        ("site profile", _source.Profiles.Count),
        ("value set", _source.Knowledge.OfType("ValueSet").Count()),
        ("code system", _source.Knowledge.OfType("CodeSystem").Count()),
        ("activity", _source.Knowledge.OfType("ActivityDefinition").Count()),
        ("extension", _source.Knowledge.OfType("StructureDefinition").Count(structure => !RecordProfileCheck.IsRecordProfile(structure))),
        ("record profile", _source.Knowledge.OfType("StructureDefinition").Count(RecordProfileCheck.IsRecordProfile)),
        ("service", services),
    ];
}
