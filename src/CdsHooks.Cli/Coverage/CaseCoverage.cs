using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Workbench.Cases;

namespace CdsHooks.Cli.Coverage;

/// <summary>Counts how many runs of a folder show each outcome that its plans can have.</summary>
internal sealed class CaseCoverage
{
    private const string NoCard = "no card";

    private readonly HashSet<CompiledPlan> _plans = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CoverageCell, int> _counts = [];
    private readonly SortedSet<string> _unforeseen = new(StringComparer.Ordinal);

    /// <summary>Gets every cell and the number of runs that show it, in the order of the plans.</summary>
    public IReadOnlyDictionary<CoverageCell, int> Cells => _counts;

    /// <summary>Gets the observed outcomes that the engine reports as impossible; empty unless the engine is wrong.</summary>
    public IReadOnlyCollection<string> Unforeseen => _unforeseen;

    /// <summary>Adds a run that passed. A criterion that reads the record counts only when the run's expectation names it.</summary>
    public void Add(CaseOutcome outcome)
    {
        if (_plans.Add(outcome.Plan))
        {
            Foresee(outcome.Plan);
        }

        AddCriteria(outcome);
        if (outcome.Run.Expected.ComparesCard && outcome.Call.Row is { } row)
        {
            Count(new CoverageCell(CoverageKind.Row, row, outcome.Call.Card is { } shown ? CodeOf(shown.Indicator) : NoCard));
        }

        if (outcome.Call.Card is { Suggestions: { } suggestions } card && outcome.Run.Expected.Card?.Suggestions is not null)
        {
            foreach (var suggestion in suggestions)
            {
                Count(new CoverageCell(CoverageKind.Suggestion, card.Source.Topic!.Code, CaseComparison.CodeOf(suggestion)));
            }
        }
    }

    /// <summary>Adds a run that shows that a limit of a parameter matters.</summary>
    public void Add(string parameter, string value) => Count(new CoverageCell(CoverageKind.Parameter, parameter, value));

    private static string CodeOf(Decision.Hooks.CardIndicator indicator) => indicator.ToString().ToLowerInvariant();

    private void AddCriteria(CaseOutcome outcome)
    {
        var named = outcome.Run.Expected.Criteria.Select(criterion => criterion.Id).ToHashSet(StringComparer.Ordinal);
        var isRecorded = File.Exists(outcome.Run.Response);
        foreach (var finding in outcome.Call.Decision.Assessment.Criteria)
        {
            var isGroup = outcome.Plan.Rules.FindCriterion(finding.Id) is { Members.Count: > 0 };
            var cell = new CoverageCell(CoverageKind.Criterion, finding.Id, ExpectedResult.Show(finding.Result, finding.Reason));
            if (!_counts.ContainsKey(cell))
            {
                _unforeseen.Add($"{cell} in {outcome.Run.Name}");
            }
            else if (isGroup || isRecorded || named.Contains(finding.Id))
            {
                Count(cell);
            }
        }
    }

    private void Count(CoverageCell cell)
    {
        if (_counts.TryGetValue(cell, out var count))
        {
            _counts[cell] = count + 1;
        }
        else
        {
            _unforeseen.Add(cell.ToString());
        }
    }

    /// <summary>Adds an empty cell for every outcome that a plan can have with its parameters.</summary>
    private void Foresee(CompiledPlan plan)
    {
        IEnumerable<CoverageCell> cells =
        [
            .. plan.Rules.Criteria.SelectMany(criterion => plan.Rules.OutcomesOf(criterion.Id)
                .Select(outcome => new CoverageCell(CoverageKind.Criterion, criterion.Id, outcome.ToString()))),
            .. plan.Cards.Rows.SelectMany(row => IndicatorsOf(row).Select(indicator => new CoverageCell(CoverageKind.Row, row.Id, indicator))),
            .. plan.Rules.Parameters.All.SelectMany(parameter => ParameterLimits.Of(parameter)
                .Select(limit => new CoverageCell(CoverageKind.Parameter, parameter.Name, limit.ToText(parameter.Type)))),
            .. plan.Cards.Cards.SelectMany(card => card.Suggestions
                .Select(suggestion => new CoverageCell(CoverageKind.Suggestion, card.Id, CaseComparison.CodeOf(suggestion.Code) ?? suggestion.Label.Source))),
        ];
        foreach (var cell in cells)
        {
            _counts.TryAdd(cell, 0);
        }
    }

    private static IEnumerable<string> IndicatorsOf(CardRow row) => row switch
    {
        { Card: null } or { Indicator: null } => [NoCard],
        _ => row.Lowered.Select(lowering => lowering.Indicator).Append(row.Indicator.Value).Distinct().Select(CodeOf),
    };
}
