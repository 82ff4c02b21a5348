using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Simulation.Calls;

namespace CdsHooks.Simulation.Runs;

/// <summary>Judges the calls of one chart under all rules.</summary>
/// <param name="rules">The rules.</param>
/// <param name="source">The source of the calls.</param>
/// <param name="complete">The kinds of resource of which the pack has every one.</param>
internal sealed class ChartJudge(SimulatedRules rules, ICallSource source, IReadOnlySet<EvidenceKind> complete)
{
    /// <summary>Judges a chart.</summary>
    /// <param name="patientId">The patient.</param>
    /// <param name="resources">The chart; it must not change until the result has been read.</param>
    /// <returns>The calls with their judgements, by day; null when the chart gives no call and no order is left out.</returns>
    /// <exception cref="System.Text.Json.JsonException">A resource is not JSON.</exception>
    public JudgedChart? Judge(string patientId, IReadOnlyList<ReadOnlyMemory<byte>> resources)
    {
        if (!source.MayHaveCalls(patientId, resources))
        {
            return null;
        }

        var charts = rules.Groups.Select(group => ChartScan.Read(resources, complete, group.Terminology, group.KeepAll)).ToArray();
        var found = source.Find(patientId, charts[0]);
        return found.Calls.Count is 0 && found.Left.Count is 0
            ? null
            : new JudgedChart(charts[0], [.. found.Calls.Select(call => Judge(patientId, charts, call))], found.Left);
    }

    private JudgedCall Judge(string patientId, IReadOnlyList<EvidenceSet>[] charts, SimulatedCall call)
    {
        Dictionary<CompiledPlan, PlanJudgement> judgements = [];
        for (var index = 0; index < charts.Length; index++)
        {
            var group = rules.Groups[index];
            var orders = OrderRecords.Read(group.Terminology, call.Drafts, call.Present);
            var record = PatientRecordBuilder.Build(group.Terminology, patientId, orders, ChartAsOf.Of(charts[index], call), call.Present);
            var judged = group.Family.Judge(record, new AssessmentClock(call.Date, call.Date));
            for (var plan = 0; plan < judged.Count; plan++)
            {
                judgements[group.Plans[plan]] = judged[plan];
            }
        }

        return new JudgedCall(call, judgements);
    }
}

/// <summary>The judgements about a chart.</summary>
/// <param name="Chart">The chart as exported, read with the codes of the served rules.</param>
/// <param name="Calls">The calls.</param>
/// <param name="Left">The orders that were not judged, by reason.</param>
internal sealed record JudgedChart(IReadOnlyList<EvidenceSet> Chart, IReadOnlyList<JudgedCall> Calls, IReadOnlyDictionary<NotJudged, int> Left);

/// <summary>The judgements about one call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Judgements">The judgement of each plan.</param>
internal sealed record JudgedCall(SimulatedCall Call, IReadOnlyDictionary<CompiledPlan, PlanJudgement> Judgements);
