using System.Globalization;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Results;

namespace CdsHooks.Simulation.Runs;

/// <summary>Counts the judgements of one shard. Not thread-safe.</summary>
/// <param name="rules">The rules.</param>
internal sealed class ShardTally(SimulatedRules rules)
{
    private readonly Counts _counts = new();
    private readonly CriterionTally _served = new(rules.Served.Plan);
    private readonly CriterionTally? _candidate = rules.Candidate is { } candidate ? new CriterionTally(candidate.Plan) : null;
    private readonly IReadOnlyList<string>[] _sweptCriteria = [.. rules.Sweeps.Select(sweep => CriteriaOf(rules.Swept.Plan, sweep.Parameter))];

    /// <summary>Counts a patient.</summary>
    /// <param name="resources">The number of resources in the chart.</param>
    public void AddPatient(int resources)
    {
        _counts.Add(1, CountNames.Patients);
        _counts.Add(resources, CountNames.Resources);
    }

    /// <summary>Counts what was judged about a patient.</summary>
    public void Add(JudgedChart chart)
    {
        if (chart.Calls.Count > 0)
        {
            _counts.Add(1, CountNames.PatientsWithCalls);
        }

        foreach (var (reason, count) in chart.Left)
        {
            _counts.Add(count, CountNames.NotJudged, FlipFinder.CodeOf(reason));
        }

        foreach (var call in chart.Calls)
        {
            _counts.Add(1, CountNames.Calls, FlipFinder.CodeOf(call.Call.Origin));
            AddSide(CountNames.Served, _served, call.Judgements[rules.Served.Plan]);
            if (rules.Candidate is { } candidate)
            {
                AddSide(CountNames.Candidate, _candidate!, call.Judgements[candidate.Plan]);
            }

            AddSweeps(call.Judgements);
            AddValues(call.Judgements[rules.Swept.Plan]);
            AddEvidence(chart.Chart, call.Call);
        }
    }

    /// <summary>Counts a recorded decision, judged anew by its numbers.</summary>
    /// <param name="judgements">The judgement of each plan.</param>
    public void AddRecorded(IReadOnlyDictionary<CompiledPlan, PlanJudgement> judgements)
    {
        _counts.Add(1, CountNames.Calls, CountNames.Recorded);
        AddSide(CountNames.Served, _served, judgements[rules.Served.Plan]);
        AddSweeps(judgements);
        AddValues(judgements[rules.Served.Plan]);
    }

    /// <summary>Counts a call that the two sides judge differently.</summary>
    public void Add(Flip flip)
    {
        if (flip.Change is Flip.ByCard)
        {
            _counts.Add(1, CountNames.Flip, flip.From.Described, flip.To.Described);
        }

        foreach (var turn in flip.Turns)
        {
            _counts.Add(1, CountNames.Turn, turn.Criterion, turn.From ?? string.Empty, turn.To ?? string.Empty);
        }
    }

    /// <summary>Finishes counting and gets the counts; called once.</summary>
    public Counts ToCounts()
    {
        _served.AddTo(_counts, CountNames.Served);
        _candidate?.AddTo(_counts, CountNames.Candidate);
        return _counts;
    }

    private static IReadOnlyList<string> CriteriaOf(CompiledPlan plan, string parameter) =>
        [.. plan.Rules.Criteria.Where(criterion => criterion.Members.Count is 0 && criterion.Parameters.Contains(parameter, StringComparer.Ordinal)).Select(criterion => criterion.Id)];

    private void AddSide(string side, CriterionTally criteria, PlanJudgement judgement)
    {
        var outcome = FlipFinder.OutcomeOf(judgement);
        _counts.Add(1, CountNames.Card, side, outcome.Name, outcome.Indicator ?? string.Empty);
        if (judgement.Choice is not null)
        {
            _counts.Add(1, CountNames.Row, side, outcome.Row);
            criteria.Add(judgement.Assessment);
        }
    }

    private void AddSweeps(IReadOnlyDictionary<CompiledPlan, PlanJudgement> judgements)
    {
        for (var index = 0; index < rules.Sweeps.Count; index++)
        {
            var sweep = rules.Sweeps[index];
            foreach (var point in sweep.Points)
            {
                var judgement = judgements[point.Plan];
                var outcome = FlipFinder.OutcomeOf(judgement);
                _counts.Add(1, CountNames.Sweep, sweep.Parameter, point.Value, outcome.Name, outcome.Indicator ?? string.Empty);
                foreach (var criterion in _sweptCriteria[index])
                {
                    if (judgement.Choice is not null && judgement.Assessment.Find(criterion) is { } finding)
                    {
                        _counts.Add(1, CountNames.SweepCriterion, sweep.Parameter, point.Value, criterion, finding.Result.ToCode());
                    }
                }
            }
        }
    }

    /// <summary>Counts the values behind the criteria whose thresholds are swept.</summary>
    private void AddValues(PlanJudgement judgement)
    {
        foreach (var criterion in _sweptCriteria.SelectMany(criteria => criteria).Distinct(StringComparer.Ordinal))
        {
            if (judgement.Choice is not null && judgement.Assessment.Find(criterion)?.Figures is { } figures)
            {
                foreach (var value in TellingValues.Of(figures().Items))
                {
                    _counts.Add(1, CountNames.Value, criterion, value.Kind.ToCode(), value.Unit ?? string.Empty, value.Value!.Value.ToString("0.######", CultureInfo.InvariantCulture));
                }
            }
        }
    }

    private void AddEvidence(IReadOnlyList<EvidenceSet> chart, SimulatedCall call)
    {
        foreach (var set in chart)
        {
            var type = set.Retrieval.Kind.ToString();
            _counts.Add(1, CountNames.Set, type, set.Retrieval.Outcome.ToCode());
            _counts.Add(set.Retrieval.Uncoded > 0 ? 1 : 0, CountNames.Uncoded, type);
            foreach (var (system, code, display) in UnknownCodes.Of(set, call))
            {
                _counts.Add(1, CountNames.UnknownCode, type, system, code, display);
            }
        }
    }
}
