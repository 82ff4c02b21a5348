using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Runs;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;
using Hl7.Fhir.Model;

namespace CdsHooks.Tests.Simulation.Views;

/// <summary>The charts of every golden case in one database. Made once.</summary>
public sealed class GoldenLake : IDisposable
{
    public GoldenLake()
    {
        var source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));
        Rules = RulesLoader.Side(source, "version", plan: null, siteParameters: null, []);
        Runs = [.. CaseFolder.List(Repository.PathOf("tests", "cases"))];
        Dictionary<string, Resource?> known = new(StringComparer.Ordinal);
        Evidence = [.. Runs.SelectMany(EvidenceOf)];
        Lake = new Lake(Rules, Runs.Select(run => LakeChart.Of(run.Name, run.Request, known)));
    }

    internal SimulatedSide Rules { get; }

    internal IReadOnlyList<CaseRun> Runs { get; }

    internal Lake Lake { get; }

    /// <summary>Gets the records of the findings of leaves; groups have those of their members. A record without an id cannot be named.</summary>
    internal IReadOnlyList<(CaseRun Run, Finding Finding, EvidenceItem Item)> Evidence { get; }

    public void Dispose() => Lake.Dispose();

    private IEnumerable<(CaseRun Run, Finding Finding, EvidenceItem Item)> EvidenceOf(CaseRun run) =>
        from finding in CaseJudge.Judge(run, Rules.Plan).Decision.Assessment.Criteria
        where Rules.Plan.Rules.FindCriterion(finding.Id)!.Members.Count == 0
        from item in finding.Evidence
        where item.Reference.Length > 0
        select (run, finding, item);
}
