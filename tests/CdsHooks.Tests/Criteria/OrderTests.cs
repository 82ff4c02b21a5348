using System.Globalization;
using System.Text;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Kind <c>order</c>, what the plan is about, the evaluation date, and <c>age</c>.</summary>
public sealed class OrderTests
{
    private static readonly TinyPlan Plan = new(Node.Leaf("it", "age", "minYears=18"))
    {
        Orders = Node.Leaf(
            "the-order",
            "order",
            "",
            Node.Input("counts", "ServiceRequest", "code:order", "from=draft-orders"),
            Node.Input("counts", "ServiceRequest", "code:vague", "from=draft-orders;bodySite=neutral"),
            Node.Input("counts", "ServiceRequest", "code:wide", "from=draft-orders;bodySite=neutral;unstatedCounts=true"),
            Node.Input("counts", "ServiceRequest", "", "from=draft-orders;text='lumbar fusion','plif'")),
    };

    [Theory]
    [InlineData("Draft order", "met documented", "a draft")]
    [InlineData("Draft order status:active", "met documented", "signed again")]
    [InlineData("Draft order status:on-hold", "met documented", "on hold")]
    [InlineData("Draft order no:status", "met documented", "a client that sends no status")]
    [InlineData("Draft order status:revoked", "not-met excluded", "revoked")]
    [InlineData("Draft order status:completed", "not-met excluded", "completed")]
    [InlineData("Draft order status:entered-in-error", "not-met excluded", "an error")]
    [InlineData("Draft order | 'doNotPerform':true", "not-met excluded", "not to be done")]
    [InlineData("Draft order intent:option", "not-met excluded", "an option")]
    [InlineData("Draft order intent:plan", "met documented", "any other intent")]
    [InlineData("Draft other", "not-met not-documented", "something else")]
    [InlineData("Draft other\nDraft order", "met documented", "one of several")]
    [InlineData("Draft order site:neck", "met documented", "the code says the body site")]
    [InlineData("Draft order | 'note':'malformed'", "met documented", "malformed where no rule reads")]
    [InlineData("Draft order on:2026-07-01", "met documented", "a future authoredOn does not unsign it")]
    [InlineData("Draft vague", "not-met not-stated", "no body site")]
    [InlineData("Draft vague site:lumbar", "met documented", "by its site")]
    [InlineData("Draft vague reason:back-reason", "met documented", "by its reason")]
    [InlineData("Draft vague site:neck", "not-met other-region", "another site")]
    [InlineData("Draft vague reason:neck-reason", "not-met other-region", "another reason")]
    [InlineData("Draft vague\nDraft other site:lumbar", "met documented", "by its neighbour")]
    [InlineData("Draft vague\nDraft other site:lumbar status:revoked", "not-met not-stated", "a revoked neighbour says nothing")]
    [InlineData("Draft vague site:neck\nDraft other site:lumbar", "not-met other-region", "its own site goes first")]
    [InlineData("Draft vague reasonRef:Condition/c\nCondition back-reason id:c", "met documented", "by the reason it points at")]
    [InlineData("Draft vague reasonRef:Condition/c\n!conditions failed", "unknown not-retrieved", "the reason is not in hand")]
    [InlineData("Draft vague reasonRef:Condition/c", "unknown not-retrieved", "the reason is nowhere")]
    [InlineData("Draft wide", "met documented", "no body site counts here")]
    [InlineData("Draft wide site:neck", "not-met other-region", "another body site does not")]
    [InlineData("Draft | 'code':{'text':'L4-5 Lumbar  Fusion'}", "not-met not-documented", "words as they stand")]
    [InlineData("Draft | 'code':{'text':'L4-5 Lumbar Fusion, open'}", "met documented", "the words, in any case")]
    [InlineData("Draft | 'code':{'text':'PLIF L5'}", "met documented", "a whole word")]
    [InlineData("Draft | 'code':{'text':'Uplift'}", "not-met not-documented", "not a part of one")]
    public void What_the_plan_is_about(string chart, string expected, string why)
    {
        var said = Chart.Of(chart).Says(Plan, "the-order");

        Assert.True(string.Equals(expected, said, StringComparison.Ordinal), $"Expected {expected} ({why}), but it said {said}.");
    }

    [Theory]
    [InlineData("Draft order", true)]
    [InlineData("Draft other", false)]
    [InlineData("Draft order status:revoked", false)]
    [InlineData("Draft vague", false)]
    [InlineData("Draft vague reasonRef:Condition/c", true)]
    [InlineData("Draft order on:2999-01-01", true)]
    public void Before_any_evidence_an_order_that_may_be_ours_is_let_through(string chart, bool expected)
    {
        using var request = HookRequest.Read(Encoding.UTF8.GetBytes(Chart.Of(chart).Request()));
        var orders = OrderRecords.Read(Plan.Rules.Terminology, request.Context.DraftOrders);

        Assert.Equal(expected, Plan.Rules.Match(orders).Result is not CriterionResult.NotMet);
    }

    [Theory]
    [InlineData("Draft order", "2026-06-01", "no authoredOn")]
    [InlineData("Draft order on:2026-05-20", "2026-05-20", "the day it was written")]
    [InlineData("Draft order on:2026-05-20\nDraft order on:2026-05-25", "2026-05-25", "the latest")]
    [InlineData("Draft order on:2026-05-20\nDraft other on:2026-05-25", "2026-05-20", "of those the plan is about")]
    [InlineData("Draft order on:2026-06-02", "2026-06-01", "not the future")]
    [InlineData("Draft order on:2026-05-20\nDraft order on:2026-06-02", "2026-05-20", "the latest that is not in the future")]
    [InlineData("Draft order on:2026-05", "2026-06-01", "not a month")]
    [InlineData("Draft order on:2026-05-20\nDraft order on:2026-06-02T01:00:00Z", "2026-05-20", "nor is a point in time that is in the future")]
    [InlineData("Draft order on:2026-06-01T11:59:00Z", "2026-06-01", "a minute ago")]
    [InlineData("Draft order on:2026-06-02T01:00:00+14:00", "2026-06-01", "an hour ago, tomorrow's date where it was written")]
    [InlineData("Draft order on:2026-06-01T12:01:00Z", "2026-06-01", "a minute ahead")]
    public void The_evaluation_date_is_the_latest_authoredOn_that_is_not_in_the_future(string chart, string expected, string why)
    {
        var now = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

        var clock = Plan.Rules.Match(Chart.Of(chart).Record(Plan.Rules).Orders).ClockFor(now);

        Assert.True(clock == new AssessmentClock(DateOnly.ParseExact(expected, "yyyy-MM-dd", CultureInfo.InvariantCulture), new DateOnly(2026, 6, 1)), why);
    }

    [Theory]
    [InlineData("Draft order", "says itself what it is")]
    [InlineData("Draft order reason:back-reason", "gives a code as its reason")]
    [InlineData("Draft vague | 'reasonReference':[{'reference':'#c'}],'contained':[{'resourceType':'Condition','id':'c','code':@back-reason}]", "contains its reason")]
    public void An_order_is_read_once(string chart, string why)
    {
        using var request = HookRequest.Read(Encoding.UTF8.GetBytes(Chart.Of(chart + "\nCondition back-reason id:c").Request()));
        var orders = OrderRecords.Read(Plan.Rules.Terminology, request.Context.DraftOrders);

        var record = PatientRecordBuilder.Build(Plan.Rules.Terminology, "p1", orders, request.ReadRest(Plan.Rules.Terminology, Plan.Rules.KeepAll).Sets);

        Assert.True(ReferenceEquals(orders, record.Orders) && !orders.NeedsChart, why);
    }

    [Theory]
    [InlineData("back-reason", "met", "2026-05-25", "inside: the evaluation date is its day")]
    [InlineData("neck-reason", "met", "2026-05-20", "outside: the evaluation date is the other one's day")]
    public void An_order_whose_reason_comes_with_the_chart_is_judged_again(string reason, string expected, string evaluationDate, string why)
    {
        var chart = $"Draft order on:2026-05-20\nDraft vague on:2026-05-25 reasonRef:Condition/c\nCondition {reason} id:c";
        using var request = HookRequest.Read(Encoding.UTF8.GetBytes(Chart.Of(chart).Request()));
        var before = Plan.Rules.Match(OrderRecords.Read(Plan.Rules.Terminology, request.Context.DraftOrders));
        var record = PatientRecordBuilder.Build(
            Plan.Rules.Terminology, "p1", before.Orders, request.ReadRest(Plan.Rules.Terminology, Plan.Rules.KeepAll).Sets);

        var after = Plan.Rules.Match(record.Orders);

        Assert.Single(before.Matched);
        Assert.True(before.Orders.NeedsChart && !record.Orders.NeedsChart, why);
        Assert.True(string.Equals(expected, after.Result.ToCode(), StringComparison.Ordinal), why);
        Assert.Equal(evaluationDate, after.ClockFor(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero)).EvaluationDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Throws<ArgumentException>(() => Plan.Rules.Assess(record, before, new AssessmentClock(Chart.EvaluationDate, Chart.EvaluationDate)));
    }

    [Theory]
    [InlineData("birthDate:2008-06-01", "met documented", "18 today")]
    [InlineData("birthDate:2008-06-02", "not-met measured-negative", "18 tomorrow")]
    [InlineData("birthDate:2008-05", "met documented", "18 in May")]
    [InlineData("birthDate:2008-06", "unknown unusable", "18 this month")]
    [InlineData("birthDate:2008", "unknown unusable", "18 this year")]
    [InlineData("birthDate:2007", "met documented", "18 last year")]
    [InlineData("birthDate:2009", "not-met measured-negative", "not yet this year")]
    [InlineData("", "unknown not-stated", "no birth date")]
    [InlineData("birthDate:early", "unknown not-stated", "none that can be read")]
    public void Age_is_in_whole_years(string patient, string expected, string why) => Say.That(Plan, "Patient id:p1 " + patient, expected, why);

    [Fact]
    public void Age_needs_the_patient()
    {
        Say.That(Plan, "!patient failed", "unknown not-retrieved", "no patient");
        Say.That(Plan, "Patient id:p2 birthDate:1950-01-01", "unknown not-stated", "another patient");
    }

    [Fact]
    public void Born_on_a_leap_day_one_is_of_age_on_the_first_of_March()
    {
        var chart = Chart.Of("Patient id:p1 birthDate:2008-02-29");

        Assert.Equal("not-met measured-negative", chart.Says(Plan, evaluationDate: new DateOnly(2026, 2, 28)));
        Assert.Equal("met documented", chart.Says(Plan, evaluationDate: new DateOnly(2026, 3, 1)));
    }
}
