using System.Text.Json;
using CdsHooks.Decision;
using CdsHooks.Simulation.Results;
using CdsHooks.Workbench.Shadow;

namespace CdsHooks.Simulation.Runs;

/// <summary>Sweeps thresholds over recorded decisions, from the numbers that were recorded, without any chart.</summary>
/// <param name="rules">The rules in force, and the sweeps.</param>
internal sealed class DecisionSweep(SimulatedRules rules)
{
    private readonly ShardTally _tally = new(rules);
    private readonly Dictionary<string, long> _left = new(StringComparer.Ordinal);

    /// <summary>Gets the number of decisions that were judged at every value.</summary>
    public long Judged { get; private set; }

    /// <summary>Gets the decisions that could not be judged, by reason.</summary>
    public IReadOnlyDictionary<string, long> Left => _left;

    /// <summary>Adds a recorded decision.</summary>
    /// <param name="decision">A line of an export, a JSON object.</param>
    /// <exception cref="InvalidOperationException">The object is no decision; other types of exceptions are possible, too.</exception>
    public void Add(JsonElement decision)
    {
        var plan = decision.GetProperty("plan").GetString()!.Split('|')[0];
        if (!string.Equals(plan, rules.Served.Plan.Rules.Canonical.Split('|')[0], StringComparison.Ordinal))
        {
            Leave("of another plan");
        }
        else if (decision.GetProperty("row").GetString() is not { Length: > 0 })
        {
            Leave("not covered");
        }
        else if (Judge(decision) is { } judgements)
        {
            Judged++;
            _tally.AddRecorded(judgements);
        }
        else
        {
            Leave("not told by the recorded numbers");
        }
    }

    /// <summary>Finishes counting and gets the counts, as those of a simulation; called once.</summary>
    public Counts ToCounts()
    {
        var counts = _tally.ToCounts();
        foreach (var (reason, count) in _left)
        {
            counts.Add(count, CountNames.NotJudged, reason);
        }

        return counts;
    }

    private Dictionary<CompiledPlan, PlanJudgement>? Judge(JsonElement decision)
    {
        var recorded = RecordedFindings.Of(decision);
        Dictionary<CompiledPlan, PlanJudgement> judgements = [];
        foreach (var sweep in rules.Sweeps)
        {
            // The rules in force, by the same numbers: what was recorded may have been judged by earlier values.
            foreach (var plan in sweep.Points.Select(point => point.Plan).Append(rules.Served.Plan))
            {
                if (plan.JudgeRecorded(recorded, sweep.Parameter) is not { } judgement)
                {
                    return null;
                }

                judgements[plan] = judgement;
            }
        }

        return judgements;
    }

    private void Leave(string reason) => _left[reason] = _left.GetValueOrDefault(reason) + 1;
}
