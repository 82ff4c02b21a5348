using CdsHooks.Decision.Criteria.Results;
using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Groups in Kleene's logic, their reasons, references, and what is not enabled.</summary>
public sealed class GroupTests
{
    private static readonly Dictionary<char, string> Charts = new()
    {
        ['m'] = "Condition {0}",
        ['u'] = "Condition {0} verified:provisional",
        ['n'] = string.Empty,
    };

    [Theory]
    [InlineData("all", 'm', 'm', 'm')]
    [InlineData("all", 'm', 'u', 'u')]
    [InlineData("all", 'm', 'n', 'n')]
    [InlineData("all", 'u', 'm', 'u')]
    [InlineData("all", 'u', 'u', 'u')]
    [InlineData("all", 'u', 'n', 'n')]
    [InlineData("all", 'n', 'm', 'n')]
    [InlineData("all", 'n', 'u', 'n')]
    [InlineData("all", 'n', 'n', 'n')]
    [InlineData("any", 'm', 'm', 'm')]
    [InlineData("any", 'm', 'u', 'm')]
    [InlineData("any", 'm', 'n', 'm')]
    [InlineData("any", 'u', 'm', 'm')]
    [InlineData("any", 'u', 'u', 'u')]
    [InlineData("any", 'u', 'n', 'u')]
    [InlineData("any", 'n', 'm', 'm')]
    [InlineData("any", 'n', 'u', 'u')]
    [InlineData("any", 'n', 'n', 'n')]
    [InlineData("none", 'm', 'm', 'n')]
    [InlineData("none", 'm', 'u', 'n')]
    [InlineData("none", 'm', 'n', 'n')]
    [InlineData("none", 'u', 'm', 'n')]
    [InlineData("none", 'u', 'u', 'u')]
    [InlineData("none", 'u', 'n', 'u')]
    [InlineData("none", 'n', 'm', 'n')]
    [InlineData("none", 'n', 'u', 'u')]
    [InlineData("none", 'n', 'n', 'm')]
    public void A_group_of_two(string kind, char first, char second, char expected)
    {
        var plan = new TinyPlan(Node.Group("it", kind, "", Diagnosis("a"), Diagnosis("b")));
        var chart = Chart.Of(string.Format(null, Charts[first], "a") + "\n" + string.Format(null, Charts[second], "b"));

        var finding = chart.Finding(plan);

        Assert.Equal(expected, finding.Result switch { CriterionResult.Met => 'm', CriterionResult.Unknown => 'u', _ => 'n' });
    }

    [Theory]
    [InlineData("all", "", "Condition a", "not-met not-documented", "b is missing")]
    [InlineData("all", "notMetReason=class-missing", "Condition a", "not-met class-missing", "b is missing")]
    [InlineData("all", "notMetReason=class-missing", "Condition a\nCondition b on:2019", "not-met too-old", "b is too old")]
    [InlineData("all", "notMetReason=class-missing", "Condition b on:2019", "not-met class-missing", "a is missing, b is too old: the group's reason is that of a")]
    [InlineData("all", "notMetReason=class-missing", "Condition a verified:provisional\nCondition b verified:provisional", "unknown unconfirmed", "unknown has its own reason")]
    [InlineData("any", "", "Condition b on:2019", "not-met too-old", "of several reasons the one that tells something")]
    [InlineData("any", "notMetReason=class-missing", "", "not-met class-missing", "nothing")]
    [InlineData("any", "notMetReason=class-missing", "Condition b on:2019", "not-met too-old", "something")]
    [InlineData("none", "", "", "met documented", "neither")]
    [InlineData("none", "", "Condition a", "not-met excluded", "one")]
    [InlineData("none", "", "Condition a verified:provisional", "unknown unconfirmed", "perhaps one")]
    [InlineData("all", "", "AllergyIntolerance a\nCondition b", "met by-exception", "one exception is an exception")]
    [InlineData("any", "", "AllergyIntolerance a\nCondition b", "met documented", "one needs no exception")]
    [InlineData("any", "", "AllergyIntolerance a", "met by-exception", "only an exception")]
    public void A_group_has_a_reason(string kind, string settings, string chart, string expected, string why) =>
        Say.That(new TinyPlan(Node.Group("it", kind, settings, Diagnosis("a"), Diagnosis("b"))), chart, expected, why);

    [Fact]
    public void A_group_rests_on_the_members_that_decided()
    {
        var plan = new TinyPlan(Node.Group("it", "any", "", Diagnosis("a"), Diagnosis("b")));

        var finding = Chart.Of("Condition a id:1\nCondition b id:2 verified:provisional").Finding(plan);

        Assert.Equal("Condition/1", Assert.Single(finding.Evidence).Reference);
    }

    [Fact]
    public void A_criterion_may_be_a_member_of_several_groups_wherever_it_is_defined()
    {
        var plan = new TinyPlan(
            Node.Group("it", "all", "", Node.Reference("a"), Node.Reference("pair")),
            Node.Group("pair", "any", "", Diagnosis("a"), Diagnosis("b")));

        Say.That(plan, "Condition a", "met documented", "a alone");
        Say.That(plan, "Condition b", "not-met not-documented", "b alone");
        Assert.Equal("the-order it pair a b", string.Join(' ', plan.Rules.Criteria.Select(criterion => criterion.Id)));
        Assert.Equal("a pair", string.Join(' ', plan.Rules.FindCriterion("it")!.Members));
    }

    [Theory]
    [InlineData("when=flag", "b", "met documented", "the flag is off: a is left out")]
    [InlineData("when=flag equals false", "b", "not-met not-documented", "it is in")]
    [InlineData("when=flag equals true", "b", "met documented", "it is left out")]
    [InlineData("when=mode equals soft", "b", "not-met not-documented", "the code is soft")]
    [InlineData("when=mode equals hard", "b", "met documented", "the code is not hard")]
    [InlineData("when=list contains x", "b", "not-met not-documented", "the list contains x")]
    [InlineData("when=list contains z", "b", "met documented", "the list does not contain z")]
    [InlineData("when=limit above 1", "b", "not-met not-documented", "2 is above 1")]
    [InlineData("when=limit above 2", "b", "met documented", "2 is not above 2")]
    [InlineData("when=limit equals 2", "b", "not-met not-documented", "2 equals 2")]
    [InlineData("when=limit equals 3", "b", "met documented", "2 does not equal 3")]
    [InlineData("when=list contains x;when=flag", "b", "met documented", "both must hold")]
    public void A_member_that_is_not_enabled_is_left_out(string settings, string present, string expected, string why)
    {
        var plan = Tuned(Node.Group("it", "all", "", Node.Leaf("a", "condition", settings, Node.Input("counts", "Condition", "code:a")), Diagnosis("b")));

        Say.That(plan, "Condition " + present, expected, why);
    }

    [Fact]
    public void An_input_that_is_not_enabled_is_not_read()
    {
        var plan = Tuned(Node.Leaf(
            "it",
            "condition",
            "",
            Node.Input("counts", "Condition", "code:a", "when=flag"),
            Node.Input("counts", "Condition", "code:b"),
            Node.Input("counts", "Observation", "code:b", "when=flag")));

        Say.That(plan, "Condition a", "not-met not-documented", "the flag is off");
        Say.That(plan, "Condition b", "met documented", "the other input");
        Say.That(plan, "!observations failed", "not-met not-documented", "the set is not needed");
    }

    [Fact]
    public void A_group_left_without_members_is_left_out_too()
    {
        var plan = Tuned(
            Node.Group("it", "all", "", Node.Group("empty", "any", "", Node.Leaf("a", "condition", "when=flag", Node.Input("counts", "Condition", "code:a")), Node.Reference("c")), Diagnosis("b")),
            Node.Group("off", "all", "when=flag", Diagnosis("c")));

        Say.That(plan, "Condition b", "met documented", "only b is left");
        Assert.Equal("the-order it b", string.Join(' ', plan.Rules.Criteria.Select(criterion => criterion.Id)));
        Assert.Null(Chart.Of("").Assess(plan).Find("empty"));
        Assert.True(plan.Rules.Declares("empty") && plan.Rules.Declares("c") && !plan.Rules.Declares("d"));
    }

    private static string Diagnosis(string id) => Node.Leaf(
        id,
        "condition",
        "",
        Node.Input("counts", "Condition", "code:" + id, "lookback=12 mo;undated=counts"),
        Node.Input("excepts", "AllergyIntolerance", "code:" + id));

    private static TinyPlan Tuned(params string[] criteria) => new(criteria)
    {
        Parameters =
        [
            TinyPlan.Flag("flag", value: false),
            TinyPlan.Code("mode", "soft", "soft", "hard"),
            TinyPlan.List("list", ["x", "y"], "x", "y", "z"),
            TinyPlan.Number("limit", 2, 1, 3),
        ],
    };
}
