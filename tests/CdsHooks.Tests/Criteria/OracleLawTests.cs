using CdsHooks.Decision.Criteria.Results;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>The arithmetic of the rules against slow and obvious counting.</summary>
public sealed class OracleLawTests
{
    private static readonly Dictionary<string, CriterionResult> Lines = new(StringComparer.Ordinal)
    {
        ["Condition {0}"] = CriterionResult.Met,
        ["Condition {0} verified:provisional"] = CriterionResult.Unknown,
        [""] = CriterionResult.NotMet,
    };

    [Fact]
    public void A_course_is_a_run_of_days_with_no_gap_too_long() => Law.Holds(
        Days(400, 14).Zip(Gen.Choose(1, 5)).Zip(Gen.Choose(0, 40).Zip(Gen.Choose(1, 40))),
        given =>
        {
            var ((visits, minEvents), (minSpan, maxGap)) = given;
            var plan = new TinyPlan(Node.Leaf(
                "it",
                "events",
                $"minEvents={minEvents};minSpan={minSpan} d;maxGap={maxGap};lookback=365 d",
                Node.Input("counts", "Procedure", "code:visit")));

            var finding = Chart.Of(SomeChart.Join(visits.Select(day => $"Procedure visit on:{SomeChart.Day(day)}"))).Finding(plan);

            var runs = Runs([.. visits], maxGap).FindAll(run => run[^1] <= 365);
            var best = runs.FindLast(run => run.Count >= minEvents && run[0] - run[^1] >= minSpan);
            return best is null
                ? finding.Result is CriterionResult.NotMet
                : finding.Result is CriterionResult.Met
                    && finding.Facts!.Events == best.Count
                    && (finding.Facts.Days ?? 0) == best[0] - best[^1]
                    && finding.Facts.Weeks == best.Select(MondayBefore).Distinct().Count();
        });

    [Fact]
    public void A_trial_is_the_longest_run_of_covered_days_in_the_look_back() => Law.Holds(
        Days(500, 8).Zip(Gen.Choose(1, 60).ListOf(8)).Zip(Gen.Choose(1, 60)),
        given =>
        {
            var ((starts, lengths), minTrial) = given;
            var orders = starts.Zip(lengths).ToList();
            var plan = new TinyPlan(Node.Leaf("it", "medication-trial", $"minTrial={minTrial} d;lookback=300 d", Node.Input("counts", "MedicationRequest", "medication:drug")));

            var finding = Chart.Of(SomeChart.Join(orders.Select(order => $"MedicationRequest drug on:{SomeChart.Day(order.First)} supply:{order.Second}"))).Finding(plan);

            var isCovered = new bool[301];
            foreach (var (start, length) in orders)
            {
                // Today is not over yet.
                for (var day = start; day > start - length && day >= 1; day--)
                {
                    if (day <= 300)
                    {
                        isCovered[day] = true;
                    }
                }
            }

            var longest = 0;
            var run = 0;
            foreach (var covered in isCovered)
            {
                run = covered ? run + 1 : 0;
                longest = Math.Max(longest, run);
            }

            return finding.Result == (longest >= minTrial ? CriterionResult.Met : CriterionResult.NotMet)
                && (longest == 0 || finding.Facts!.Days == longest);
        });

    [Fact]
    public void Care_lasts_from_the_first_to_the_last_day_of_the_longest_recent_cluster() => Law.Holds(
        Days(700, 8).Zip(Gen.Choose(0, 60).ListOf(8)).Zip(Gen.Choose(1, 90)),
        given =>
        {
            var ((starts, lengths), gap) = given;
            var plan = new TinyPlan(Node.Leaf("it", "care-duration", $"minDays=60 d;clusterGap={gap} d;lookback=365 d", Node.Input("counts", "Procedure", "code:visit")));
            var periods = starts.Zip(lengths, (start, length) => (From: start, To: Math.Max(0, start - length))).ToList();

            var finding = Chart.Of(SomeChart.Join(periods.Select(period => $"Procedure visit over:{SomeChart.Day(period.From)}/{SomeChart.Day(period.To)}"))).Finding(plan);

            var covered = periods.SelectMany(period => Enumerable.Range(period.To, period.From - period.To + 1)).Distinct().ToList();

            // Days before the look-back do not make care longer.
            var longest = Runs(covered, gap).FindAll(run => run[^1] <= 365).ConvertAll(run => Math.Min(run[0], 365) - run[^1]);
            if (longest.Count == 0)
            {
                return finding.Result is CriterionResult.NotMet;
            }

            var expected = longest.Max() >= 60 ? CriterionResult.Met : CriterionResult.NotMet;
            return finding.Facts!.Days == longest.Max() && finding.Result == expected;
        });

    [Fact]
    public void Care_of_which_only_the_month_is_known_is_long_enough_only_if_it_is_on_every_day_it_may_mean() => Law.Holds(
        Gen.Choose(0, 500).Zip(Gen.Elements(true, false)).ListOf(4).Zip(Gen.Choose(1, 120)).Zip(Gen.Choose(0, 27).ListOf(4)),
        given =>
        {
            var ((events, gap), moved) = given;
            var plan = new TinyPlan(Node.Leaf("it", "care-duration", $"minDays=60 d;clusterGap={gap} d;lookback=365 d", Node.Input("counts", "Procedure", "code:visit")));
            var days = events.Select(one => Chart.EvaluationDate.AddDays(-one.Item1)).ToList();
            var inexact = events.Zip(days, (one, day) => one.Item2 ? SomeChart.Iso(day)[..7] : SomeChart.Iso(day));
            var exact = events.Zip(days, (one, day) => one.Item2 ? new DateOnly(day.Year, day.Month, 1) : day)
                .Zip(events.Zip(moved), (day, one) => one.First.Item2 ? day.AddDays(one.Second) : day)
                .Where(day => day <= Chart.EvaluationDate);

            var said = ResultOf(inexact, plan);
            var told = ResultOf(exact.Select(SomeChart.Iso), plan);

            return said switch
            {
                CriterionResult.Met => told is CriterionResult.Met || exact.Count() < events.Count,
                CriterionResult.NotMet => told is CriterionResult.NotMet,
                _ => true,
            };

            static CriterionResult ResultOf(IEnumerable<string> dates, TinyPlan plan) =>
                Chart.Of(SomeChart.Join(dates.Select(date => $"Procedure visit on:{date}"))).Finding(plan).Result;
        });

    [Fact]
    public void Of_each_place_the_values_of_the_newest_day_decide_together() => Law.Holds(
        Gen.Choose(0, 450).Zip(Gen.Choose(0, 2)).Zip(Gen.Choose(20, 50)).ListOf().Resize(8),
        given =>
        {
            var readings = given.Select(one => (Day: one.Item1.Item1, Place: one.Item1.Item2, Value: one.Item2 / 10m)).ToList();
            var plan = new TinyPlan(Node.Leaf("it", "measurement", "lookback=365 d", Node.Input("counts", "Observation", "code:gap", "unit=mm;metAbove=4;indeterminateAbove=3")))
            {
                Sets = new(StringComparer.Ordinal) { ["lumbar"] = ["s0", "s1", "s2"] },
            };

            var finding = Chart.Of(SomeChart.Join(readings.Select(reading =>
                string.Create(null, $"Observation gap site:s{reading.Place} on:{SomeChart.Day(reading.Day)} q:{reading.Value}mm")))).Finding(plan);

            var results = readings
                .Where(reading => reading.Day <= 365)
                .GroupBy(reading => reading.Place)
                .Select(place => place.Where(reading => reading.Day == place.Min(other => other.Day)).Select(reading => Judged(reading.Value)).Distinct().ToList())
                .Select(judged => judged.Count == 1 ? judged[0] : CriterionResult.Unknown)
                .ToList();
            return finding.Result == (results.Count == 0 ? CriterionResult.NotMet : results.MaxBy(Rank));
        });

    [Fact]
    public void Groups_of_groups_follow_the_least_and_the_greatest() => Law.Holds(
        Gen.Elements("all", "any", "none").Three().Zip(Gen.Elements(Lines.Keys.ToArray()).ListOf(4)),
        given =>
        {
            var ((outer, left, right), lines) = given;
            var plan = new TinyPlan(Node.Group("it", outer, "", Node.Group("left", left, "", Diagnosis("a"), Diagnosis("b")), Node.Group("right", right, "", Diagnosis("c"), Diagnosis("d"))));

            var said = Chart.Of(SomeChart.Join(lines.Zip("abcd", (line, code) => line.Replace("{0}", code.ToString(), StringComparison.Ordinal)))).Finding(plan).Result;

            var ranks = lines.Select(line => Rank(Lines[line])).ToList();
            return Rank(said) == Combined(outer, Combined(left, ranks[0], ranks[1]), Combined(right, ranks[2], ranks[3]));
        });

    /// <summary>0 not met, 1 unknown, 2 met: all is the least, any the greatest, none the opposite of any.</summary>
    private static int Combined(string kind, int one, int other) => kind switch
    {
        "all" => Math.Min(one, other),
        "any" => Math.Max(one, other),
        _ => 2 - Math.Max(one, other),
    };

    private static int Rank(CriterionResult result) => result switch
    {
        CriterionResult.Met => 2,
        CriterionResult.Unknown => 1,
        _ => 0,
    };

    private static CriterionResult Judged(decimal value) => value switch
    {
        > 4 => CriterionResult.Met,
        > 3 => CriterionResult.Unknown,
        _ => CriterionResult.NotMet,
    };

    private static string Diagnosis(string code) => Node.Leaf(code, "condition", "", Node.Input("counts", "Condition", "code:" + code));

    private static Gen<List<int>> Days(int most, int count) => Gen.Choose(0, most).ListOf().Resize(count).Select(days => days.ToList());

    /// <summary>Days before the evaluation date, walked through one by one from the oldest: a run ends where the next day is too far away.</summary>
    private static List<List<int>> Runs(List<int> days, int maxGap)
    {
        List<List<int>> runs = [];
        var since = int.MaxValue;
        for (var day = 800; day >= 0; day--)
        {
            since = since == int.MaxValue ? since : since + 1;
            if (!days.Contains(day))
            {
                continue;
            }

            if (since > maxGap)
            {
                runs.Add([]);
            }

            runs[^1].Add(day);
            since = 0;
        }

        return runs;
    }

    private static int MondayBefore(int before)
    {
        var day = Chart.EvaluationDate.AddDays(-before);
        while (day.DayOfWeek is not DayOfWeek.Monday)
        {
            day = day.AddDays(-1);
        }

        return day.DayNumber;
    }
}
