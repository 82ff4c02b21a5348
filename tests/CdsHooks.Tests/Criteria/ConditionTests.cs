using CdsHooks.Decision.Criteria.Results;
using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Kind <c>condition</c>: diagnoses by code, place, date, order, and where else they may stand.</summary>
public sealed class ConditionTests
{
    private static readonly TinyPlan Plan = new(Node.Leaf(
        "it",
        "condition",
        "",
        Node.Input("counts", "Condition", "code:slip"),
        Node.Input("counts", "DiagnosticReport", "conclusion:slip"),
        Node.Input("counts", "Observation", "code:finding value:slip"),
        Node.Input("counts", "ServiceRequest", "reason:slip", "from=draft-orders")));

    [Theory]
    [InlineData("Condition slip", "met documented", "a problem")]
    [InlineData("Condition slip-2", "met documented", "another code of the set")]
    [InlineData("Condition pain", "not-met not-documented", "another code")]
    [InlineData("Condition pain | 'other':1", "not-met not-documented", "an unknown member")]
    [InlineData("DiagnosticReport mri | 'conclusionCode':[@pain,@slip]", "met documented", "a conclusion")]
    [InlineData("DiagnosticReport slip", "not-met not-documented", "the code of the report is not its conclusion")]
    [InlineData("Observation finding value:slip", "met documented", "a finding")]
    [InlineData("Observation finding value:pain", "not-met not-documented", "another finding")]
    [InlineData("Observation other value:slip", "not-met not-documented", "an answer to another question")]
    [InlineData("Draft order reason:slip", "met documented", "the reason of the order")]
    [InlineData("Draft order reason:pain", "not-met not-documented", "another reason")]
    [InlineData("Draft order status:revoked reason:slip", "not-met not-documented", "the reason of a revoked order")]
    [InlineData("Draft order reasonRef:Condition/c\nCondition slip id:c", "met documented", "the order points at it")]
    [InlineData("Draft order reasonRef:Condition/c\nCondition slip id:c verified:refuted", "not-met excluded", "the order points at what was refuted")]
    [InlineData("Draft order reasonRef:Condition/c\n!conditions failed", "unknown not-retrieved", "what the order points at may be it")]
    [InlineData("Draft order reasonRef:Condition/c", "unknown not-retrieved", "what the order points at is nowhere, and may be it")]
    [InlineData("Draft order | 'reasonReference':[{'reference':'#c'}],'contained':[{'resourceType':'Condition','id':'c','code':@slip}]", "met documented", "the order contains it")]
    [InlineData("Draft order | 'reasonCode':'slip'", "unknown unusable", "a malformed reason")]
    [InlineData("ServiceRequest order reason:slip", "not-met not-documented", "an order of the chart is not one being signed")]
    [InlineData("Condition slip for:Patient/p2", "not-met not-documented", "another patient")]
    [InlineData("Patient id:p2\nCondition slip for:Patient/p2", "unknown truncated", "the chart was merged into another")]
    [InlineData("Patient id:p2\nCondition slip for:Patient/p2\nCondition slip", "met documented", "the chart was merged, and some of it has the old id")]
    [InlineData("Patient id:p2\nObservation finding for:Patient/p2\nCondition slip site:neck", "unknown truncated", "merged, and another set than the one that speaks")]
    [InlineData("Patient id:p2", "not-met not-documented", "the patient alone says nothing about the sets")]
    [InlineData("Condition slip for:https://ehr.example/fhir/Patient/p1", "met documented", "the patient by an address")]
    [InlineData("Condition slip verified:provisional\nCondition slip", "met documented", "one that counts suffices")]
    [InlineData("Condition slip status:resolved\nCondition slip site:neck", "not-met other-region", "another region tells more than a status")]
    [InlineData("Condition slip verified:provisional\nCondition slip status:resolved", "unknown unconfirmed", "doubt outweighs what is over")]
    [InlineData("Condition slip\n!diagnosticReports failed", "met documented", "what is found is found")]
    [InlineData("Condition slip\n!conditions truncated", "met documented", "what is found is found")]
    [InlineData("!conditions truncated", "unknown truncated", "part of it")]
    [InlineData("!conditions truncated\n!observations failed", "unknown not-retrieved", "a set not got tells more than one cut short")]
    [InlineData("!diagnosticReports absent", "unknown not-retrieved", "absent is not empty")]
    public void A_diagnosis_is_found_in_every_place_that_may_hold_it(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);

    [Theory]
    [InlineData("Condition slip on:2026-06-02", 0, 1, "after today")]
    [InlineData("Condition slip on:2026-06-01", 0, 0, "today")]
    [InlineData("Condition slip on:2026-06", 0, 0, "perhaps after today")]
    [InlineData("Condition slip on:2026-06-02 verified:refuted", 0, 0, "refuted, so it would play no part on any day")]
    [InlineData("Condition pain on:2026-06-02", 0, 0, "the rules do not ask for it")]
    [InlineData("Draft order authored:2026-06-02 reason:slip", 0, 0, "an order of tomorrow is still an order")]
    [InlineData("Condition slip for:Patient/p2\nObservation finding for:Patient/p3", 2, 0, "other patients")]
    public void What_plays_no_part_is_counted(string chart, int otherPatient, int future, string why) =>
        Assert.True(new Decision.Evidence.LeftOut(otherPatient, future) == Chart.Of(chart).Assess(Plan).LeftOut, why);

    [Theory]
    [InlineData("bodySite=neutral", "site:lumbar", "met documented", "inside")]
    [InlineData("bodySite=neutral", "site:neck", "not-met other-region", "outside")]
    [InlineData("bodySite=neutral", "| 'bodySite':[@neck,@lumbar]", "met documented", "both")]
    [InlineData("bodySite=neutral", "", "unknown not-stated", "unsaid")]
    [InlineData("bodySite=neutral", "site:knee", "unknown not-stated", "a place that says nothing about the spine")]
    [InlineData("bodySite=neutral;unstatedCounts=true", "", "met documented", "unsaid counts")]
    [InlineData("bodySite=neutral;unstatedCounts=true", "site:neck", "not-met other-region", "outside all the same")]
    [InlineData("bodySite=stated", "", "met documented", "the code says it")]
    [InlineData("bodySite=stated", "site:neck", "not-met other-region", "the place contradicts the code")]
    [InlineData("bodySite=neutral", "verified:provisional site:neck", "not-met other-region", "a suspicion elsewhere raises no doubt")]
    [InlineData("bodySite=neutral", "verified:provisional", "unknown unconfirmed", "a suspicion nowhere in particular")]
    public void Place(string setting, string condition, string expected, string why) =>
        Say.That(Of(setting), "Condition slip " + condition, expected, why);

    [Theory]
    [InlineData("lookback=12 mo", "on:2025-06-01", "met documented", "the first day")]
    [InlineData("lookback=12 mo", "on:2025-05-31", "not-met too-old", "the day before")]
    [InlineData("lookback=12 mo", "on:2025", "unknown unusable", "either")]
    [InlineData("lookback=12 mo", "recorded:2025-06-01", "met documented", "recorded stands in for onset")]
    [InlineData("lookback=12 mo", "on:2020-01-01 recorded:2026-01-01", "not-met too-old", "onset goes first")]
    [InlineData("lookback=12 mo", "over:2026-01-01/2026-02-01", "met documented", "the start of a period")]
    [InlineData("lookback=12 mo", "", "unknown unusable", "undated")]
    [InlineData("lookback=12 mo;undated=counts", "", "met documented", "undated counts here")]
    [InlineData("lookback=12 mo", "verified:provisional on:2015", "not-met too-old", "a suspicion of long ago raises no doubt")]
    [InlineData("lookback=12 mo", "verified:provisional on:2026-07-01", "not-met not-documented", "nor does one of the future")]
    [InlineData("lookback=1 a", "on:2025-06-01", "met documented", "a year")]
    [InlineData("lookback=4 wk", "on:2026-05-04", "met documented", "28 days")]
    [InlineData("lookback=4 wk", "on:2026-05-03", "not-met too-old", "29 days")]
    [InlineData("lookback=99999 a", "on:0001-01-01", "met documented", "the beginning of the calendar")]
    [InlineData("lookback=99999 mo", "on:0001-01-01", "met documented", "the beginning of the calendar")]
    [InlineData("lookback=99999 wk", "on:0110-01-01", "met documented", "1916 years")]
    [InlineData("minAge=90 d", "on:2026-03-03", "met documented", "90 days")]
    [InlineData("minAge=90 d", "on:2026-03-04", "not-met too-short", "89 days")]
    [InlineData("minAge=90 d", "on:2026-03", "unknown unusable", "either")]
    [InlineData("minAge=90 d", "on:2026-02", "met documented", "93 days at least")]
    [InlineData("minAge=90 d", "", "unknown unusable", "undated")]
    [InlineData("minAge=90 d;undated=counts", "", "met documented", "undated counts here")]
    [InlineData("minAge=90 d", "verified:provisional on:2026-05-01", "not-met too-short", "a young suspicion raises no doubt")]
    public void Dates(string setting, string condition, string expected, string why) =>
        Say.That(Of(setting), "Condition slip " + condition, expected, why);

    [Theory]
    [InlineData("needsReason=vs:back", "reason:back", "met documented", "the reason asked for")]
    [InlineData("needsReason=vs:back", "reason:knee", "not-met not-documented", "another")]
    [InlineData("needsReason=vs:back", "", "not-met not-documented", "none")]
    [InlineData("needsReason=vs:back", "\n!conditions failed", "not-met not-documented", "none, so that none is lost")]
    [InlineData("needsReason=vs:back", "reasonRef:Condition/c\nCondition back id:c", "met documented", "by reference")]
    [InlineData("needsReason=vs:back", "reasonRef:Condition/gone\n!conditions failed", "unknown not-retrieved", "by reference, not in hand")]
    [InlineData("needsReason=vs:back", "status:unknown reason:knee", "not-met not-documented", "a doubtful record for another reason raises no doubt")]
    public void A_reason_may_be_needed(string setting, string procedure, string expected, string why)
    {
        var plan = new TinyPlan(Node.Leaf("it", "condition", "", Node.Input("counts", "Procedure", "code:visit", setting)));

        Say.That(plan, "Procedure visit on:2026-01-01 " + procedure, expected, why);
    }

    [Theory]
    [InlineData("Procedure surgery on:2026-01-01", "on:2026-02-12", "met documented", "42 days after")]
    [InlineData("Procedure surgery on:2026-01-01", "on:2026-02-11", "not-met not-documented", "41 days after")]
    [InlineData("Procedure surgery on:2026-01-01", "on:2025-12-01", "not-met not-documented", "before")]
    [InlineData("Procedure surgery on:2026-01-01", "on:2026", "unknown unusable", "before or after")]
    [InlineData("Procedure surgery on:2026-01-01", "", "unknown unusable", "undated")]
    [InlineData("Procedure surgery on:2025", "on:2026-02-11", "met documented", "42 days after any day of 2025")]
    [InlineData("Procedure surgery on:2025", "on:2026-02-10", "unknown unusable", "41 days after the last day of 2025")]
    [InlineData("Procedure surgery", "on:2026-02-11", "unknown unusable", "after what is undated")]
    [InlineData("Procedure surgery on:2026-05-01\nProcedure surgery on:2020-01-01", "on:2026-02-11", "met documented", "after one of them")]
    [InlineData("", "on:2026-02-11", "not-met not-documented", "after nothing")]
    [InlineData("Procedure surgery status:not-done on:2020-01-01", "on:2026-02-11", "not-met not-documented", "after what was not done")]
    [InlineData("Procedure surgery status:unknown on:2020-01-01", "on:2026-02-11", "unknown unconfirmed", "after what may have been done")]
    [InlineData("!procedures failed", "on:2026-02-11", "unknown not-retrieved", "after what is not in hand")]
    [InlineData("Procedure surgery on:2026-05-01\n!procedures truncated", "on:2026-02-11", "unknown truncated", "an earlier one may be lost")]
    [InlineData("Procedure surgery on:2026-05-01\nProcedure surgery on:2020", "on:2026-02-11", "met documented", "after the one dated to the year")]
    [InlineData("Procedure surgery on:2020-01-01\n!procedures truncated", "on:2026-02-11", "met documented", "after the one in hand")]
    public void A_record_may_have_to_come_after_another(string earlier, string condition, string expected, string why)
    {
        var plan = new TinyPlan(
            Node.Leaf("it", "condition", "", Node.Input("counts", "Condition", "code:slip", "after=earlier;afterDays=42")),
            Node.Leaf("earlier", "events", "minEvents=1", Node.Input("counts", "Procedure", "code:surgery")));

        Say.That(plan, $"{earlier}\nCondition slip {condition}", expected, why);
    }

    [Fact]
    public void What_counted_for_a_criterion_that_is_not_met_is_nothing_to_come_after()
    {
        var plan = new TinyPlan(
            Node.Leaf("it", "condition", "", Node.Input("counts", "Condition", "code:slip", "after=earlier")),
            Node.Leaf("earlier", "events", "minEvents=2", Node.Input("counts", "Procedure", "code:surgery")));

        Say.That(plan, "Procedure surgery on:2020-01-01\nCondition slip on:2026-01-01", "not-met not-documented", "one surgery of two");
    }

    [Theory]
    [InlineData("", "unknown not-stated", "absent is unknown here")]
    [InlineData("Condition slip verified:refuted", "not-met excluded", "refuted is a no")]
    [InlineData("Condition slip status:resolved", "not-met excluded", "so is resolved")]
    [InlineData("Condition slip verified:entered-in-error", "unknown not-stated", "an error is as good as no record")]
    public void What_an_absent_record_means_is_the_plans_to_say(string chart, string expected, string why)
    {
        var plan = new TinyPlan(Node.Leaf("it", "condition", "absent=unknown", Node.Input("counts", "Condition", "code:slip")));

        Say.That(plan, chart, expected, why);
    }

    [Fact]
    public void Evidence_is_newest_first_and_names_each_record_once()
    {
        var chart = Chart.Of(
            """
            Condition slip id:a on:2020
            Condition slip id:b on:2024-05-06
            Condition slip id:b on:2024-05-06
            Condition slip id:c
            """);

        var finding = chart.Finding(Plan);

        Assert.Equal(
            [new EvidenceItem("Condition/b", "2024-05-06", "slip"), new EvidenceItem("Condition/a", "2020", "slip"), new EvidenceItem("Condition/c", null, "slip")],
            finding.Evidence);
    }

    [Fact]
    public void Evidence_counts_up_to_today_and_look_backs_start_at_the_evaluation_date()
    {
        var plan = Of("lookback=12 mo");
        var chart = Chart.Of("Condition slip on:2026-05-20");

        Assert.Equal("met documented", chart.Says(plan, evaluationDate: new DateOnly(2026, 5, 1), today: new DateOnly(2026, 6, 1)));
        Assert.Equal("not-met not-documented", chart.Says(plan, evaluationDate: new DateOnly(2026, 5, 1), today: new DateOnly(2026, 5, 1)));
        Assert.Equal("not-met too-old", chart.Says(plan, evaluationDate: new DateOnly(2027, 5, 21)));
    }

    private static TinyPlan Of(string setting) => new(Node.Leaf("it", "condition", "", Node.Input("counts", "Condition", "code:slip", setting)));
}
