using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using Xunit;
using static CdsHooks.Tests.Cards.ToyJson;
using static CdsHooks.Tests.Cards.ToyRules;

namespace CdsHooks.Tests.Cards;

public sealed class ChoosingTests
{
    private static readonly ToyRules Toy = ToyPlan.Loaded(plan => plan with
    {
        Rows =
        [
            Row("injured", When("injury", "met")),
            Row("old-sprain", When("sprained-before", "met", "not-met", "unknown"), Shows("otherCard"), Fixed("warning")),
            Row("unread", WhenReason("care", "unknown", "not-retrieved", "truncated"), Shows("otherCard"), Fixed("info")),
            Row("both", When("walk", "met"), When("talk", "not-met", "unknown"), Shows("otherCard"), Fixed("warning")),
            Row("gap", When("care", "not-met"), Shows("toyCard"), ByParameter("toy.indicator"),
                Lowered("info", When("walk", "met")),
                Lowered("info", When("talk", "unknown"), When("pills", "unknown")),
                Lowered("warning", When("talk", "unknown"))),
            Row("rest"),
        ],
        Cards = [Card("toyCard", "A toy card."), Card("otherCard", "Another toy card.")],
    });

    public static TheoryData<string, Finding[], string> Rows => new()
    {
        { "the first row that matches decides", [Met("injury"), NotMet("care")], "injured" },
        { "a row on a criterion that is not enabled never matches", [NotMet("care")], "gap" },
        { "a reason on the list matches", [Unknown("care")], "unread" },
        { "a reason off the list does not", [Unknown("care", Reason.Borderline)], "rest" },
        { "every when must hold: first only", [Met("care"), Met("walk"), Met("talk")], "rest" },
        { "every when must hold: second only", [Met("care"), NotMet("walk"), NotMet("talk")], "rest" },
        { "every when must hold: both", [Met("care"), Met("walk"), Unknown("talk")], "both" },
        { "any of several results matches", [Met("care"), Met("walk"), NotMet("talk")], "both" },
        { "the last row catches the rest", [Met("care")], "rest" },
    };

    public static TheoryData<string, Finding[], CardIndicator> Indicators => new()
    {
        { "the row's own", [NotMet("care")], CardIndicator.Warning },
        { "lowered", [NotMet("care"), Met("walk"), Met("talk")], CardIndicator.Info },
        { "half of a lowering's conditions is not enough", [NotMet("care"), Unknown("talk")], CardIndicator.Warning },
        { "all of them are", [NotMet("care"), Unknown("talk"), Unknown("pills")], CardIndicator.Info },
        { "the lowest of several wins", [NotMet("care"), Met("walk"), Met("talk"), Unknown("pills")], CardIndicator.Info },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_first_row_whose_conditions_hold_decides(string why, Finding[] findings, string expected)
    {
        var row = Toy.Table.Choose(Toy.Assess(findings)).Row;

        Assert.True(string.Equals(expected, row.Id, StringComparison.Ordinal), why);
    }

    [Theory]
    [MemberData(nameof(Indicators))]
    public void An_indicator_is_the_lowest_that_applies(string why, Finding[] findings, CardIndicator expected)
    {
        var choice = Toy.Table.Choose(Toy.Assess(findings));

        Assert.True(choice.Row.Id is "gap" && choice.Indicator == expected, why);
    }

    [Theory]
    [InlineData(true, "full")]
    [InlineData(false, "short")]
    [InlineData(null, "rest")]
    public void A_row_may_ask_whether_a_duration_is_full(bool? isFull, string expected)
    {
        var toy = ToyPlan.Loaded(plan => plan with
        {
            Rows = [Row("full", WhenFull("walk", true)), Row("short", WhenFull("walk", false)), Row("rest", Shows("toyCard"), Fixed("info"))],
        });

        var row = toy.Table.Choose(toy.Assess(Met("walk") with { Facts = new FindingFacts(IsFull: isFull) })).Row;

        Assert.Equal(expected, row.Id);
    }

    [Fact]
    public void A_row_without_a_card_shows_none()
    {
        Assert.Null(Toy.Table.Choose(Toy.Assess(Met("injury"))).Indicator);
        Assert.Null(Toy.Compose(Toy.Assess(Met("injury"))));
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("info", CardIndicator.Info)]
    [InlineData("warning", CardIndicator.Warning)]
    public void A_parameter_sets_the_indicator_or_takes_the_card_away(string value, CardIndicator? expected)
    {
        var site = ToyPlan.Loaded(plan => plan with
        {
            Rows = [Row("gap", When("care", "not-met"), Shows("toyCard"), ByParameter("toy.indicator")), Row("rest", Shows("toyCard"), Fixed("info"))],
            SiteParameters = new Dictionary<string, System.Text.Json.Nodes.JsonNode>(StringComparer.Ordinal) { ["toy.indicator"] = value },
        });

        var choice = site.Table.Choose(site.Assess());

        Assert.Equal("gap", choice.Row.Id);
        Assert.Equal(expected, choice.Indicator);
    }

    [Theory]
    [InlineData(false, "plain")]
    [InlineData(true, "switched")]
    public void A_row_takes_part_only_when_it_is_enabled(bool isOn, string expected)
    {
        var site = ToyPlan.Loaded(plan => plan with
        {
            Rows = [Row("switched", IfParameter("toy.on"), When("care", "not-met")), Row("plain", When("care", "not-met")), Row("rest", Shows("toyCard"), Fixed("info"))],
            SiteParameters = new Dictionary<string, System.Text.Json.Nodes.JsonNode>(StringComparer.Ordinal) { ["toy.on"] = isOn },
        });

        Assert.Equal(expected, site.Table.Choose(site.Assess()).Row.Id);
    }
}
