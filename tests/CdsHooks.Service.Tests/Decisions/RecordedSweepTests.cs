using System.Text.Json;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Workbench.Shadow;
using Xunit;

namespace CdsHooks.Service.Tests.Decisions;

/// <summary>A sweep over recorded decisions gives the results and the row that the engine gives to the charts.</summary>
public sealed class RecordedSweepTests
{
    private static readonly CompiledPlan Seed = RecordedCases.PlanWith();

    private static readonly (string Name, IReadOnlyDictionary<string, RecordedFinding> Recorded)[] Recorded =
        [.. RecordedCases.Names.Select(name => (name, RecordedFindings.Of(LineOf(RecordedCases.Record(Seed, RecordedCases.Decide(name, Seed))))))];

    /// <summary>Another grade of slip enables a criterion that was not recorded.</summary>
    public static TheoryData<string, decimal[]> Thresholds => [.. ThresholdReplayTests.Thresholds.Where(row => row.Data.Item1 is not "spondy.minGrade")];

    [Theory]
    [MemberData(nameof(Thresholds))]
    [InlineData("conservative.fullDays", new[] { 90.0, 365.0 })]
    [InlineData("pt.minWeeks", new[] { 6.0 })]
    public void The_recorded_numbers_give_the_row_of_the_engine(string parameter, object values)
    {
        List<string> wrong = [];
        var judged = 0;
        foreach (var value in values as decimal[] ?? [.. ((double[])values).Select(number => (decimal)number)])
        {
            var changed = RecordedCases.PlanWith((parameter, value));
            foreach (var (name, recorded) in Recorded)
            {
                var decision = RecordedCases.Decide(name, changed);
                if (decision.Row.Length is 0 || changed.JudgeRecorded(recorded, parameter) is not { } judgement)
                {
                    continue;
                }

                judged++;
                var differing = judgement.Assessment.Criteria.Where(finding => decision.Assessment.Find(finding.Id)!.Result != finding.Result).Select(finding => $"{finding.Id} {finding.Result.ToCode()}").ToList();
                if (differing.Count > 0 || !string.Equals(judgement.Choice!.Row.Id, decision.Row, StringComparison.Ordinal))
                {
                    wrong.Add($"{name} {value}: row {decision.Row}, by numbers {judgement.Choice!.Row.Id}; {string.Join(", ", differing)}");
                }
            }
        }

        Assert.True(wrong.Count is 0, string.Join('\n', wrong));
        Assert.True(judged > 40, $"Only {judged} cases are judged.");
    }

    [Theory]
    [InlineData("imaging.lookbackMonths", 6)]
    [InlineData("pt.maxGapDays", 7)]
    [InlineData("drug.assumedDays", 60)]
    [InlineData("neuro.progressionWindowDays", 30)]
    [InlineData("spondy.minGrade", 2)]
    [InlineData("acceptOrderReason", 0)]
    public void What_numbers_do_not_tell_is_not_guessed(string parameter, int value)
    {
        var changed = RecordedCases.PlanWith((parameter, value));

        Assert.All(Recorded, one => Assert.Null(changed.JudgeRecorded(one.Recorded, parameter)));
    }

    private static JsonElement LineOf(DecisionRecord record) => JsonSerializer.SerializeToElement(
        new Dictionary<string, object>(StringComparer.Ordinal) { ["criteria"] = JsonSerializer.SerializeToElement(record.Criteria, DecisionJson.Default.IReadOnlyListCriterionRecord) });
}
