using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Service.Hooks.Decisions;
using Xunit;

namespace CdsHooks.Service.Tests.Decisions;

/// <summary>What another threshold would have decided can be told from what is recorded, without the chart: over every golden case, against the engine.</summary>
public sealed class ThresholdReplayTests
{
    private static readonly CompiledPlan Seed = RecordedCases.PlanWith();

    private static readonly (string Name, DecisionRecord Record)[] Recorded =
        [.. RecordedCases.Names.Select(name => (name, RecordedCases.Record(Seed, RecordedCases.Decide(name, Seed))))];

    public static TheoryData<string, decimal[]> Thresholds { get; } = new()
    {
        { "instability.translation.metAboveMm", [3.0m, 3.5m, 4.5m] },
        { "instability.translation.indeterminateAboveMm", [2.0m, 4.0m] },
        { "instability.angulation.metAboveDeg", [12m, 22m] },
        { "stenosis.metAboveMm", [2.0m, 3.0m] },
        { "deformity.cobbDeg", [10m, 50m] },
        { "spondy.minGrade", [2m, 3m] },
        { "pt.minWeeks", [4m, 5m, 8m, 12m] },
        { "pt.minSessions", [4m, 12m, 18m] },
        { "med.minTrialDays", [14m, 90m] },
        { "conservative.minDays", [42m, 120m, 180m] },
    };

    [Theory]
    [MemberData(nameof(Thresholds))]
    public void Another_threshold_gives_the_recorded_values_the_result_of_the_engine(string parameter, decimal[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        List<string> wrong = [];
        var turned = 0;
        foreach (var value in values)
        {
            var changed = RecordedCases.PlanWith((parameter, value));
            foreach (var (name, record) in Recorded)
            {
                var expected = RecordedCases.Decide(name, changed).Assessment;
                foreach (var criterion in record.Criteria)
                {
                    if (ReplayOf(criterion, one => changed.Rules.Parameters.Find(one)!.Value.Number) is not { } replayed)
                    {
                        continue;
                    }

                    var engine = expected.Find(criterion.Id)!.Result.ToCode();
                    turned += string.Equals(engine, criterion.Result, StringComparison.Ordinal) ? 0 : 1;
                    if (!string.Equals(engine, replayed, StringComparison.Ordinal))
                    {
                        wrong.Add($"{name} {criterion.Id} {value}: recorded {criterion.Result}, engine {engine}, replayed {replayed}: {DecisionJson.WriteFigures([criterion])}");
                    }
                }
            }
        }

        Assert.True(wrong.Count is 0, string.Join('\n', wrong));
        Assert.True(turned > 0, "No case turns.");
    }

    private static string? ReplayOf(CriterionRecord criterion, Func<string, decimal> parameter) => criterion.Id switch
    {
        "flexion-extension-motion" or "flexion-extension-motion-with-stenosis" or "flexion-extension-motion-any-age" => DecisionReplay.Measurement(criterion, figure => figure.Unit is "mm"
            ? Translation(criterion, figure, parameter)
            : DecisionReplay.Above(figure, parameter("instability.angulation.metAboveDeg"), parameter("instability.angulation.metAboveDeg"))),
        "meyerding-grade" => DecisionReplay.Measurement(criterion, figure => DecisionReplay.AtLeast(figure, parameter("spondy.minGrade"))),
        "deformity-angle" => DecisionReplay.Measurement(criterion, figure => DecisionReplay.AtLeast(figure, parameter("deformity.cobbDeg"))),
        "physical-therapy" => DecisionReplay.Events(criterion, (int)parameter("pt.minWeeks") * 7, (int)parameter("pt.minSessions"), 7),
        "anti-inflammatory-trial" or "neuropathic-trial" => DecisionReplay.Interval(criterion, "supply", (int)parameter("med.minTrialDays")),
        "conservative-duration" => DecisionReplay.Interval(criterion, "care", (int)parameter("conservative.minDays")),
        "adult" => DecisionReplay.Age(criterion, (int)parameter("adultAge")),
        _ => null,
    };

    private static string Translation(CriterionRecord criterion, FigureRecord figure, Func<string, decimal> parameter) => criterion.Id switch
    {
        "flexion-extension-motion-with-stenosis" => DecisionReplay.Above(figure, parameter("stenosis.metAboveMm"), parameter("instability.translation.indeterminateAboveMm")),
        _ => DecisionReplay.Above(figure, parameter("instability.translation.metAboveMm"), parameter("instability.translation.indeterminateAboveMm")),
    };
}
