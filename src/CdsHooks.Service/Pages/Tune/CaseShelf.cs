using CdsHooks.Decision.Plan;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Tuning;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>Judges the golden cases beside the program with a change, and keeps the latest results: a page is often loaded again.</summary>
internal sealed class CaseShelf
{
    private const int Kept = 4;

    private readonly Lock _judging = new();
    private readonly Lazy<IReadOnlyList<CaseRun>> _runs = new(Read);
    private readonly List<(string Key, JudgedChange Judged)> _latest = [];

    /// <summary>Gets the number of cases and variants.</summary>
    public int Count => _runs.Value.Count;

    /// <summary>Judges every case by the rules in force and by those of a change, one change at a time; to the end, so that whoever asks again has it at once.</summary>
    /// <param name="sheet">The change.</param>
    public JudgedChange Judge(TuneSheet sheet)
    {
        lock (_judging)
        {
            return JudgeOne(sheet);
        }
    }

    private JudgedChange JudgeOne(TuneSheet sheet)
    {
        if (sheet.InForce == sheet.Target)
        {
            return new JudgedChange([], 0, [], [], []);
        }

        var key = $"{sheet.Rules.Version} {sheet.Token}";
        lock (_latest)
        {
            if (_latest.FirstOrDefault(entry => string.Equals(entry.Key, key, StringComparison.Ordinal)).Judged is { } known)
            {
                return known;
            }
        }

        var candidate = sheet.ToCandidate();
        var judged = candidate.Plan is null ? new JudgedChange(candidate.Issues, 0, [], [], []) : JudgedChange.Of(sheet, candidate, Turns(sheet, candidate));
        lock (_latest)
        {
            _latest.Insert(0, (key, judged));
            _latest.RemoveRange(Math.Min(_latest.Count, Kept), Math.Max(0, _latest.Count - Kept));
        }

        return judged;
    }

    /// <summary>Judges one case with a change.</summary>
    /// <param name="name">The name of the case.</param>
    /// <param name="candidate">The rules of the change, without errors.</param>
    public Decision.Hooks.Card? CardOf(string name, SiteCandidate candidate) =>
        _runs.Value.FirstOrDefault(run => string.Equals(run.Name, name, StringComparison.Ordinal)) is { } run ? CaseJudge.Judge(run, candidate.Plan!).Card : null;

    private CaseTurns Turns(TuneSheet sheet, SiteCandidate candidate)
    {
        var inForce = new SiteRules(KnowledgeSource.Of("the rules in force", sheet.Rules.Knowledge), ParametersOf(sheet));

        // Calls go first: half of the processors at most.
        return new CaseTrial(inForce, new SiteRules(candidate.Source, candidate.SiteParameters)).Run(_runs.Value, Math.Max(1, Environment.ProcessorCount / 2), progress: null, CancellationToken.None);
    }

    private static KnowledgeResource? ParametersOf(TuneSheet sheet) =>
        sheet.Rules.Knowledge.OfType("Parameters").FirstOrDefault(resource => string.Equals(resource.Id, sheet.Plan.Rules.SiteParameters, StringComparison.Ordinal));

    private static IReadOnlyList<CaseRun> Read()
    {
        try
        {
            // Variants that set values themselves are about other values than the site's.
            return [.. CaseFolder.List(ShippedCases.Folder).Where(run => run.SiteParameters is { Id: null, Parameters.Count: 0 })];
        }
        catch (WorkbenchException)
        {
            // A deployment without the cases can still be tuned; the page says that nothing was judged.
            return [];
        }
    }
}
