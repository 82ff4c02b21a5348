using CdsHooks.Simulation.Calls;
using Xunit;
using static CdsHooks.Tests.Simulation.Calls.SomeChart;

namespace CdsHooks.Tests.Simulation.Calls;

/// <summary>Which calls a chart gives.</summary>
public sealed class OrderReplayTests
{
    [Fact]
    public void An_order_is_judged_on_its_day()
    {
        var call = Assert.Single(CallsOf(Order("o1", "2025-03-02")).Calls);

        Assert.Equal(new DateOnly(2025, 3, 2), call.Date);
        Assert.Equal(CallOrigin.Order, call.Origin);
        Assert.Equal(["ServiceRequest/o1"], call.Sources);
    }

    [Fact]
    public void What_is_ordered_on_one_day_is_one_call()
    {
        var call = Assert.Single(CallsOf(Order("o1", "2025-03-02"), Order("o2", "2025-03-02T10:00:00Z", code: "22632"), Order("film", "2025-03-02", code: "72120")).Calls);

        Assert.Equal(["ServiceRequest/o1", "ServiceRequest/o2", "ServiceRequest/film"], call.Sources);
        Assert.Null(call.Signed);
    }

    [Fact]
    public void Orders_of_two_days_are_two_calls_in_their_order() =>
        Assert.Equal([new DateOnly(2024, 1, 1), new DateOnly(2025, 3, 2)], CallsOf(Order("o1", "2025-03-02"), Order("o2", "2024-01-01")).Calls.Select(call => call.Date));

    [Theory]
    [InlineData("active")]
    [InlineData("completed")]
    [InlineData("on-hold")]
    [InlineData("revoked")]
    [InlineData("unknown")]
    public void An_order_that_was_signed_is_judged_whatever_became_of_it(string status) => Assert.Single(CallsOf(Order("o1", "2025-03-02", status)).Calls);

    [Theory]
    [InlineData("2025-03-02", "draft", "order", "", nameof(NotJudged.Draft))]
    [InlineData("2025-03-02", "active", "proposal", "", nameof(NotJudged.NoOrder))]
    [InlineData("2025-03-02", "active", "plan", "", nameof(NotJudged.NoOrder))]
    [InlineData("2025-03-02", "entered-in-error", "order", "", nameof(NotJudged.InError))]
    [InlineData("2025-03-02", "active", "order", ",\"doNotPerform\":true", nameof(NotJudged.InError))]
    [InlineData("2025-03", "active", "order", "", nameof(NotJudged.NoDay))]
    [InlineData(null, "active", "order", "", nameof(NotJudged.NoDay))]
    [InlineData("yesterday", "active", "order", "", nameof(NotJudged.NoDay))]
    public void An_order_that_is_not_judged_is_counted_with_its_reason(string? authoredOn, string status, string intent, string more, string reason)
    {
        var found = CallsOf(Order("o1", authoredOn, status, intent, more: more));

        Assert.Empty(found.Calls);
        Assert.Equal([(Enum.Parse<NotJudged>(reason), 1)], found.Left.Select(left => (left.Key, left.Value)));
    }

    [Fact]
    public void What_must_not_be_done_is_no_order() => Assert.Empty(CallsOf(Order("o1", "2025-03-02", more: ",\"doNotPerform\":true")).Calls);

    [Theory]
    [InlineData("72120")]
    [InlineData("97110")]
    [InlineData("22551")]
    public void An_order_that_the_plan_is_not_about_gives_no_call(string code)
    {
        var found = CallsOf(Order("o1", "2025-03-02", code: code));

        Assert.Empty(found.Calls);
        Assert.Empty(found.Left);
    }

    [Fact]
    public void An_operation_without_an_order_is_judged_on_the_day_before()
    {
        var call = Assert.Single(CallsOf(Operation("op", "2025-03-02T08:00:00Z")).Calls);

        Assert.Equal(new DateOnly(2025, 3, 1), call.Date);
        Assert.Equal(CallOrigin.Procedure, call.Origin);
        Assert.Equal(["Procedure/op"], call.Sources);
    }

    [Theory]
    [InlineData("2025-03-02", 1)]
    [InlineData("2024-03-02", 1)]
    [InlineData("2024-02-28", 2)]
    [InlineData("2025-03-03", 2)]
    public void An_operation_belongs_to_an_order_of_the_year_before_it(string ordered, int calls) =>
        Assert.Equal(calls, CallsOf(Order("o1", ordered), Operation("op", "2025-03-02")).Calls.Count);

    [Theory]
    [InlineData("2025-03-16", 1)]
    [InlineData("2025-03-17", 2)]
    public void Operations_within_two_weeks_are_one(string second, int calls) =>
        Assert.Equal(calls, CallsOf(Operation("op1", "2025-03-02"), Operation("op2", second)).Calls.Count);

    [Theory]
    [InlineData("not-done")]
    [InlineData("preparation")]
    [InlineData("entered-in-error")]
    public void An_operation_that_was_not_done_gives_no_call(string status) => Assert.Empty(CallsOf(Operation("op", "2025-03-02", status)).Calls);

    [Theory]
    [InlineData(null)]
    [InlineData("2025")]
    public void An_operation_without_a_day_is_counted(string? performed) =>
        Assert.Equal([(NotJudged.NoDay, 1)], CallsOf(Operation("op", performed)).Left.Select(left => (left.Key, left.Value)));

    [Fact]
    public void Orders_outside_the_period_are_counted()
    {
        var found = new OrderReplay([Rules], new CallPeriod(new DateOnly(2025, 1, 1), new DateOnly(2025, 12, 31)))
            .Find(Patient, Sets(Order("o1", "2024-12-31"), Order("o2", "2025-01-01"), Order("o3", "2025-12-31"), Order("o4", "2026-01-01")));

        Assert.Equal(2, found.Calls.Count);
        Assert.Equal(2, found.Left[NotJudged.OutsidePeriod]);
    }

    [Fact]
    public void A_chart_without_relevant_codes_is_not_read()
    {
        var replay = new OrderReplay([Rules], default);

        Assert.False(replay.MayHaveCalls(Patient, Bytes(Birth, """{"resourceType":"Procedure","id":"x","status":"completed","code":{"coding":[{"system":"urn:local","code":"zzz-1"}]}}""")));
        Assert.True(replay.MayHaveCalls(Patient, Bytes(Birth, Order("o1", "2025-03-02"))));
    }
}
