using System.Text;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Draft orders of which only some are selected: those start a review, the others stand beside them.</summary>
public sealed class SelectTests
{
    private static readonly TinyPlan Plan = new(Node.Leaf(
        "it", "condition", "", Node.Input("counts", "ServiceRequest", "reason:back-reason", "from=draft-orders")))
    {
        Orders = Node.Leaf(
            "the-order",
            "order",
            "",
            Node.Input("counts", "ServiceRequest", "code:order", "from=draft-orders"),
            Node.Input("counts", "ServiceRequest", "code:vague", "from=draft-orders;bodySite=neutral")),
    };

    [Theory]
    [InlineData("Draft order", 1, "met documented", "the only one")]
    [InlineData("Draft order\nDraft other", 1, "met documented", "one of two")]
    [InlineData("Draft order\nDraft other", 2, "not-met not-documented", "the other one of two")]
    [InlineData("Draft order status:revoked\nDraft order", 1, "not-met excluded", "a revoked one")]
    [InlineData("Draft vague\nDraft other site:lumbar", 1, "met documented", "placed by the one beside it")]
    [InlineData("Draft vague\nDraft other site:lumbar", 2, "not-met not-documented", "the one that places another")]
    [InlineData("Draft vague reasonRef:Condition/c\nDraft order\n!conditions failed", 1, "unknown not-retrieved", "one in doubt, beside one that is not")]
    [InlineData("Draft vague reasonRef:Condition/c\nDraft other\n!conditions failed", 2, "not-met not-documented", "one beside one in doubt")]
    public void Only_a_selected_order_starts_a_review(string chart, int selected, string expected, string why)
    {
        var finding = Assess(chart, selected).Find("the-order")!;

        Assert.True(string.Equals(expected, $"{finding.Result.ToCode()} {finding.Reason.ToCode()}", StringComparison.Ordinal), why);
        using var request = RequestOf(chart);
        Assert.Equal(!expected.StartsWith("not-met", StringComparison.Ordinal), Plan.Rules.Match(Orders(request, selected)).Result is not CriterionResult.NotMet);
    }

    [Theory]
    [InlineData("Draft order\nDraft order reason:back-reason", "met", "another part of the operation")]
    [InlineData("Draft order\nDraft other reason:back-reason", "not-met", "an order of another kind")]
    [InlineData("Draft order\nDraft order reason:back-reason status:revoked", "not-met", "a revoked part")]
    [InlineData("Draft order reason:back-reason\nDraft other", "met", "the selected order itself")]
    public void The_reasons_of_the_whole_operation_are_read(string chart, string expected, string why) =>
        Assert.True(string.Equals(expected, Assess(chart, 1).Find("it")!.Result.ToCode(), StringComparison.Ordinal), why);

    [Fact]
    public void Where_no_order_is_selected_none_is_read_before_the_chart()
    {
        using var request = RequestOf("Draft order");
        var orders = Orders(request, selected: 0);

        var record = PatientRecordBuilder.Build(Plan.Rules.Terminology, request.Context.PatientId, orders, []);

        Assert.Empty(orders.Records);
        Assert.Equal(CriterionResult.NotMet, Plan.Rules.Match(orders).Result);
        Assert.Single(record.Of(EvidenceKind.DraftOrder));
        Assert.Equal(CriterionResult.NotMet, Plan.Rules.Match(record.Orders).Result);
    }

    [Fact]
    public void The_evaluation_date_is_that_of_the_selected_order()
    {
        const string Chart = "Draft order on:2026-05-20\nDraft order on:2026-05-25";
        var now = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(new DateOnly(2026, 5, 20), Plan.Rules.Match(Record(Chart, 1).Orders).ClockFor(now).EvaluationDate);
        Assert.Equal(new DateOnly(2026, 5, 25), Plan.Rules.Match(Record(Chart, 2).Orders).ClockFor(now).EvaluationDate);
    }

    private static Assessment Assess(string chart, int selected)
    {
        var record = Record(chart, selected);
        return Plan.Rules.Assess(record, Plan.Rules.Match(record.Orders), new AssessmentClock(Chart.EvaluationDate, Chart.EvaluationDate));
    }

    private static PatientRecord Record(string chart, int selected)
    {
        using var request = RequestOf(chart);
        var sets = request.ReadRest(Plan.Rules.Terminology, Plan.Rules.KeepAll).Sets;
        return PatientRecordBuilder.Build(Plan.Rules.Terminology, request.Context.PatientId, Orders(request, selected), sets);
    }

    private static HookRequest RequestOf(string chart) => HookRequest.Read(Encoding.UTF8.GetBytes(Chart.Of(chart).Request()));

    private static OrderRecords Orders(HookRequest request, int selected) => OrderRecords.Read(
        Plan.Rules.Terminology,
        [.. request.Context.DraftOrders.Select((order, index) => order with { IsSelected = index + 1 == selected })]);
}
