using CdsHooks.Decision.Comparison;
using Xunit;

namespace CdsHooks.Tests.Comparison;

/// <summary>Two sets of rules are compared over the calls that both judged.</summary>
public sealed class RulesComparisonTests
{
    private static readonly RulesIdentity Served = new("https://example.org/plan|1.0.0", "seed", "aaa");
    private static readonly RulesIdentity Tried = new("https://example.org/plan|1.0.0", "strict", "bbb");

    [Fact]
    public void A_flip_names_the_criteria_that_turned_and_what_was_measured()
    {
        var comparison = new RulesComparison();
        foreach (var days in new[] { 42, 43, 45, 49 })
        {
            comparison.Add(
                Call(Served, "D9", "shared", ("therapy", "met documented", days), ("age", "met documented", 50)),
                Call(Tried, "D6", "missing", ("therapy", "not-met too-short", days), ("age", "met documented", 50)),
                []);
        }

        var flip = Assert.Single(comparison.ToReport().Flips);

        Assert.Equal(("shared", "missing", 4), (flip.From, flip.To, flip.Calls));
        var turn = Assert.Single(flip.Turns);
        Assert.Equal(("therapy", "met documented", "not-met too-short", 4), (turn.Criterion, turn.From, turn.To, turn.Calls));
        Assert.Equal(new ValueReport("course", "d", 4, 42, 42, 43, 45, 49), Assert.Single(turn.Values));
    }

    [Fact]
    public void Cards_and_rows_are_counted_for_both()
    {
        var comparison = new RulesComparison();
        comparison.Add(Call(Served, "D9", "shared"), Call(Tried, "D9", "shared"), []);
        comparison.Add(Call(Served, "D1", null), Call(Tried, "D6", "missing"), []);
        comparison.Add(Call(Served, "", null), Call(Tried, "D6", "missing"), ["carePlans"]);

        var report = comparison.ToReport();

        Assert.Equal(3, report.Compared);
        Assert.Equal([new("missing", 0, 2), new("no card", 1, 0), new("not covered", 1, 0), new("shared", 1, 1)], report.Outcomes);
        Assert.Equal([new("D1", 1, 0), new("D6", 0, 2), new("D9", 1, 1), new("not covered", 1, 0)], report.Rows);
        Assert.Equal([("no card", "missing"), ("not covered", "missing")], report.Flips.Select(flip => (flip.From, flip.To)));
        Assert.Equal(1, report.Lacking["carePlans"]);
    }

    [Fact]
    public void Criteria_are_not_listed_one_by_one_where_a_plan_is_about_none_of_the_orders()
    {
        var comparison = new RulesComparison();
        comparison.Add(Call(Served, "", null), Call(Tried, "D6", "missing", ("therapy", "met documented", 42)), []);

        Assert.Empty(Assert.Single(comparison.ToReport().Flips).Turns);
    }

    [Fact]
    public void A_criterion_that_turns_without_a_flip_is_counted()
    {
        var comparison = new RulesComparison();
        comparison.Add(Call(Served, "D9", "shared", ("therapy", "met documented", 42)), Call(Tried, "D9", "shared", ("therapy", "unknown borderline", 42)), []);

        var report = comparison.ToReport();

        Assert.Empty(report.Flips);
        Assert.Equal(1, report.TurnedWithoutFlip);
    }

    [Fact]
    public void A_criterion_that_only_one_plan_has_turned_too()
    {
        var comparison = new RulesComparison();
        comparison.Add(Call(Served, "D9", "shared"), Call(Tried, "D6", "missing", ("weight", "not-met measured-negative", 90)), []);

        Assert.Equal("not judged", Assert.Single(Assert.Single(comparison.ToReport().Flips).Turns).From);
    }

    [Fact]
    public void Calls_that_were_not_judged_in_shadow_are_counted_by_reason()
    {
        var comparison = new RulesComparison();
        comparison.AddSkipped("dropped");
        comparison.AddSkipped("dropped");
        comparison.AddSkipped("failed");

        var report = comparison.ToReport();

        Assert.Equal(0, report.Compared);
        Assert.Equal((2, 1), (report.Skipped["dropped"], report.Skipped["failed"]));
    }

    [Fact]
    public void Every_pair_of_versions_is_named_with_its_calls()
    {
        var comparison = new RulesComparison();
        comparison.Add(Call(Served, "D9", "shared"), Call(Tried, "D9", "shared"), []);
        comparison.Add(Call(Served, "D9", "shared"), Call(Tried with { Version = "ccc" }, "D9", "shared"), []);
        comparison.Add(Call(Served, "D9", "shared"), Call(Tried with { Version = "ccc" }, "D9", "shared"), []);

        Assert.Equal([("ccc", 2L), ("bbb", 1L)], comparison.ToReport().Rules.Select(rules => (rules.Shadow.Version!, rules.Calls)));
    }

    [Fact]
    public void Of_several_measured_values_the_newest_is_told_and_of_several_courses_the_longest()
    {
        var comparison = new RulesComparison();
        JudgedCriterion slip = new("met documented", [new JudgedValue("value", "mm", 9, -400), new JudgedValue("value", "mm", 3, -10), new JudgedValue("course", "d", 20, -10), new JudgedValue("course", "d", 30, -90)]);
        comparison.Add(
            new JudgedCall(Served, "D9", "shared", new Dictionary<string, JudgedCriterion>(StringComparer.Ordinal) { ["slip"] = slip }),
            new JudgedCall(Tried, "D6", "missing", new Dictionary<string, JudgedCriterion>(StringComparer.Ordinal) { ["slip"] = slip with { Outcome = "not-met measured-negative" } }),
            []);

        var values = Assert.Single(Assert.Single(comparison.ToReport().Flips).Turns).Values;

        Assert.Equal([("course", 30m), ("value", 3m)], values.Select(value => (value.Kind, value.Median)));
    }

    private static JudgedCall Call(RulesIdentity rules, string row, string? kind, params (string Id, string Outcome, int Days)[] criteria) => new(
        rules,
        row,
        kind,
        criteria.ToDictionary(criterion => criterion.Id, criterion => new JudgedCriterion(criterion.Outcome, [new JudgedValue("course", "d", criterion.Days, -10)]), StringComparer.Ordinal));
}
