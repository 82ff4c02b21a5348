using System.Globalization;
using System.Text.RegularExpressions;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using FsCheck.Fluent;
using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>What holds for every chart, whatever the kind of criterion.</summary>
public sealed partial class ChartLawTests
{
    private static readonly TinyPlan Plan = SomeChart.Plan;

    [Fact]
    public void The_order_of_resources_makes_no_difference() => Law.Holds(
        SomeChart.Lines().SelectMany(lines => Gen.Shuffle(lines).Select(shuffled => (lines, shuffled))),
        given => string.Equals(Written(given.lines), Written(given.shuffled), StringComparison.Ordinal));

    [Fact]
    public void A_resource_that_comes_twice_counts_once() => Law.Holds(
        SomeChart.Lines().SelectMany(lines => Gen.SubListOf(lines).Select(again => (lines, again))),
        given => string.Equals(Written(given.lines), Written([.. given.lines, .. given.again]), StringComparison.Ordinal));

    [Fact]
    public void What_no_rule_is_about_makes_no_difference() => Law.Holds(SomeChart.Lines(), lines => string.Equals(
        Written(lines),
        Written(
    [
        "Condition other on:2026-05-01",
        "Observation other on:2026-05-01 q:9mm",
        .. lines,
        "Procedure other over:2026-01-01/2026-05-01",
        "Encounter other on:2026-05-01",
        "DiagnosticReport other on:2026-05-01",
        "ServiceRequest other on:2026-05-01",
        "QuestionnaireResponse other=Boolean=true on:2026-05-01",
        "AllergyIntolerance other",
        "MedicationStatement other on:2026-01-01",
        "Condition slip for:Patient/somebody-else on:2026-05-01",
    ]),
        StringComparison.Ordinal));

    [Fact]
    public void More_evidence_takes_nothing_from_what_is_met() => Law.Holds(
        SomeChart.Lines().Two(),
        given =>
        {
            var less = Assess(given.Item1);
            var more = Assess([.. given.Item1, .. given.Item2.Where(line => !given.Item1.Contains(line, StringComparer.Ordinal))]);
            return SomeChart.Growing.All(id => less.Find(id)!.Result is not CriterionResult.Met || more.Find(id)!.Result is CriterionResult.Met);
        });

    [Fact]
    public void Only_distances_between_days_matter() => Law.Holds(
        SomeChart.Lines(onlyDays: true).Zip(Gen.Choose(-300, 300)),
        given =>
        {
            var days = 7 * given.Item2;
            var moved = given.Item1.Select(line => DayForm().Replace(line, day => Parsed(day.Value).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            var later = Chart.EvaluationDate.AddDays(days);
            return string.Equals(Results(Assess(given.Item1)), Results(Chart.Of(SomeChart.Join(moved)).Assess(Plan, later)), StringComparison.Ordinal);
        });

    [Fact]
    public void Losing_sets_turns_nothing_into_its_opposite() => Law.Holds(
        SomeChart.Lines().SelectMany(lines => Loss(lines).Select(loss => (lines, loss.Lost, loss.Lossy))),
        given =>
        {
            var whole = Assess(given.lines);
            var lossy = Assess(given.Lossy);
            return whole.Criteria.Zip(lossy.Criteria).All(pair =>
                    (pair.First.Result, pair.Second.Result) is not ((CriterionResult.NotMet, CriterionResult.Met) or (CriterionResult.Met, CriterionResult.NotMet)))
                && whole.Criteria.Zip(lossy.Criteria).All(pair => pair.Second.Result is not CriterionResult.NotMet || pair.First.Result is CriterionResult.NotMet)
                && SomeChart.NewestWins.All(leaf =>
                    !leaf.Sets.Intersect(given.Lost, StringComparer.Ordinal).Any()
                    || lossy.Find(leaf.Id)!.Result is CriterionResult.Unknown
                    || IsNewOnset(lossy.Find(leaf.Id)!));
        },
        runs: 600);

    /// <summary>A deficit that began lately decides at once, whatever else may be lost.</summary>
    private static bool IsNewOnset(Finding finding) =>
        finding is { Result: CriterionResult.Met, Evidence.Count: > 0 } && finding.Evidence.All(item => item.Reference.StartsWith("Condition/", StringComparison.Ordinal));

    /// <summary>Some sets are lost, each in some way: not asked for, failed, refused, too late, unreadable, or cut short with some of its resources.</summary>
    private static FsCheck.Gen<(IReadOnlyCollection<string> Lost, string[] Lossy)> Loss(string[] lines) => Gen
        .SubListOf("conditions", "observations", "procedures", "medicationRequests", "medicationStatements", "diagnosticReports", "encounters", "questionnaireResponses", "allergies", "serviceRequests")
        .SelectMany(keys => Gen
            .Elements("absent", "failed", "truncated", "forbidden", "timed-out", "unparseable").ArrayOf(keys.Count)
            .Zip(Gen.Choose(0, int.MaxValue))
            .Select(how =>
            {
                var types = keys.Select(key => PrefetchKeys.All.First(entry => string.Equals(entry.Key, key, StringComparison.Ordinal)).ResourceType).ToList();
                var kept = lines.Where((line, index) => !types.Contains(line[..line.IndexOf(' ', StringComparison.Ordinal)], StringComparer.Ordinal) || ((how.Item2 >> (index % 31)) & 1) == 1);
                return ((IReadOnlyCollection<string>)[.. keys], (string[])[.. keys.Select((key, index) => $"!{key} {how.Item1[index]}"), .. kept]);
            }));

    private static Assessment Assess(IEnumerable<string> lines) => Chart.Of(SomeChart.Join(lines)).Assess(Plan);

    private static DateOnly Parsed(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Results(Assessment assessment) => SomeChart.Join(assessment.Criteria.Select(finding =>
        $"{finding.Id} {finding.Result} {finding.Reason} {finding.Facts?.Days} {finding.Facts?.Events} {finding.Facts?.Weeks}"));

    private static string Written(IEnumerable<string> lines)
    {
        var assessment = Assess(lines);
        return SomeChart.Join(assessment.Criteria.Select(finding => $"{finding.Id} {finding.Result} {finding.Reason} {finding.Facts} {string.Join(';', finding.Evidence)}"));
    }

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}", RegexOptions.None, 1000)]
    private static partial Regex DayForm();
}
