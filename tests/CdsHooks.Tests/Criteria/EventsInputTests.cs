using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Kind <c>events</c>: who did it and what for, whole courses in one record, doubts, explanations, exceptions.</summary>
public sealed class EventsInputTests
{
    private static readonly TinyPlan ByWhom = Of("performers=vs:therapist;sameBodySite=true");
    private static readonly TinyPlan WithReason = Of("sameBodySite=true;requireReason=true");

    private static readonly TinyPlan Whole = new(Node.Leaf(
        "it",
        "events",
        "minEvents=6;minSpan=6 wk;lookback=12 mo",
        Node.Input("spans", "Procedure", "code:visit", "inProgress=true;sameBodySite=true;performers=vs:therapist"),
        Node.Input("spans", "Observation", "code:weeks")));

    private static readonly TinyPlan Talk = new(Node.Leaf(
        "it",
        "events",
        "minEvents=2;lookback=12 mo",
        Node.Input("counts", "Procedure", "code:visit", "inProgress=true"),
        Node.Input("excepts", "Procedure", "code:visit", "status=not-done;statusReasonIn=true;lookback=12 mo;undated=counts"),
        Node.Input("excepts", "ServiceRequest", "code:referral", "status=revoked;statusReasonIn=vs:declined;lookback=12 mo"),
        Node.Input("doubts", "QuestionnaireResponse", "item:asked", "reason=patient-reported;lookback=12 mo"),
        Node.Input("doubts", "ServiceRequest", "code:referral", "status=completed;reason=referral-only;doubts=nothing-found"),
        Node.Input("doubts", "Observation", "code:failed", "reason=unconfirmed;doubts=not-documented"),
        Node.Input("explains", "ServiceRequest", "code:referral", "status=active;reason=referral-only;lookback=12 mo"),
        Node.Input("explains", "Procedure", "code:passive", "reason=passive-only;lookback=12 mo")))
    {
        More = [("no.json", TinyPlan.ValueSet("negative-answers", "no"))],
    };

    [Theory]
    [InlineData("", "met documented", "nobody is named")]
    [InlineData("| 'performer':[{'function':@therapist,'actor':{'display':'A'}}]", "met documented", "the right performer")]
    [InlineData("| 'performer':[{'function':@surgeon,'actor':{'display':'A'}}]", "not-met not-documented", "another performer")]
    [InlineData("| 'performer':[{'function':@surgeon,'actor':{'display':'A'}},{'function':@therapist,'actor':{'display':'B'}}]", "met documented", "the right one is among them")]
    [InlineData("| 'performer':[{'actor':{'reference':'#a'}}],'contained':[{'resourceType':'PractitionerRole','id':'a','specialty':[@surgeon]}]", "not-met not-documented", "a contained role")]
    [InlineData("| 'performer':[{'actor':{'reference':'Practitioner/9'}}]", "met documented", "whose role is not in hand")]
    [InlineData("reason:nearby", "met documented", "for the back")]
    [InlineData("reason:back-reason", "met documented", "for the back")]
    [InlineData("reason:knee", "not-met other-region", "for the knee")]
    [InlineData("| 'reasonCode':[@knee,@nearby]", "met documented", "for the knee and the back")]
    [InlineData("| 'reasonCode':[{'text':'knee'}]", "met documented", "a reason that is not coded")]
    [InlineData("site:lumbar", "met documented", "on the back")]
    [InlineData("site:knee", "unknown not-coded", "on a part of the body that no value set holds")]
    [InlineData("site:neck", "not-met other-region", "on the neck")]
    public void Performer_and_body_site_of_a_visit(string more, string expected, string why) =>
        Say.That(ByWhom, "Procedure visit on:2026-03-02 " + more, expected, why);

    [Theory]
    [InlineData("Condition nearby id:c", "met documented", "the condition is in hand and is the back")]
    [InlineData("Condition knee id:c", "not-met other-region", "the condition is in hand and is the knee")]
    [InlineData("Condition id:c | 'code':{'text':'Knee pain'}", "met documented", "a condition that is not coded says no body site")]
    [InlineData("Condition knee id:c verified:refuted", "met documented", "a refuted condition says nothing")]
    [InlineData("Condition neck-reason id:c", "not-met other-region", "the condition is in hand and is the neck")]
    [InlineData("Condition knee id:c verified:entered-in-error", "met documented", "nor does an error")]
    [InlineData("", "unknown not-retrieved", "the condition is nowhere, and may be the knee")]
    [InlineData("!conditions failed", "unknown not-retrieved", "the condition may be the knee")]
    [InlineData("!conditions truncated\nCondition nearby id:c", "met documented", "the condition is in hand")]
    public void A_reason_may_point_at_a_condition(string more, string expected, string why) =>
        Say.That(ByWhom, "Procedure visit on:2026-03-02 reasonRef:Condition/c\n" + more, expected, why);

    [Fact]
    public void A_reason_that_points_at_something_else_than_a_condition_waits_for_no_conditions() =>
        Say.That(ByWhom, "Procedure visit on:2026-03-02 reasonRef:Observation/o\n!conditions failed", "met documented", "no condition is pointed at");

    [Fact]
    public void Whatever_another_kind_of_visit_was_for_it_is_no_such_visit() =>
        Say.That(ByWhom, "Procedure nearby on:2026-03-02 reasonRef:Condition/c\n!conditions failed", "not-met not-documented", "only the reason may be lost");

    [Theory]
    [InlineData("reason:back-reason", "met documented", "a reason")]
    [InlineData("", "not-met not-stated", "no reason")]
    [InlineData("reason:knee", "not-met other-region", "another reason")]
    [InlineData("reasonRef:Condition/gone\n!conditions failed", "unknown not-retrieved", "the reason is not in hand")]
    [InlineData("| 'reasonCode':[{'text':'pain, see referral'}]", "unknown not-coded", "a reason in words")]
    [InlineData("site:lumbar | 'reasonCode':[{'text':'pain, see referral'}]", "met documented", "a reason in words, and a site that says it")]
    [InlineData("site:neck | 'reasonCode':[{'text':'pain, see referral'}]", "not-met other-region", "a reason in words, and a site elsewhere")]
    public void A_reason_may_be_required(string more, string expected, string why) =>
        Say.That(WithReason, "Procedure visit on:2026-03-02 " + more, expected, why);

    [Theory]
    [InlineData("PractitionerRole id:9 | 'code':[@therapist]", "Encounter on:2026-03-02 | 'participant':[{'individual':{'reference':'PractitionerRole/9'}}]", "met documented", "through the role")]
    [InlineData("Practitioner id:9 | 'qualification':[{'code':@therapist}]", "Encounter on:2026-03-02 | 'participant':[{'individual':{'reference':'Practitioner/9'}}]", "met documented", "through the qualification")]
    [InlineData("", "Encounter on:2026-03-02 | 'participant':[{'type':[@therapist]}]", "met documented", "in place")]
    [InlineData("", "Encounter on:2026-03-02 | 'participant':[{'type':[@surgeon]}]", "not-met not-documented", "somebody else")]
    public void An_encounter_counts_by_who_took_part(string helper, string encounter, string expected, string why)
    {
        var plan = new TinyPlan(Node.Leaf("it", "events", "minEvents=1", Node.Input("counts", "Encounter", "participant:therapist")));

        Say.That(plan, $"{helper}\n{encounter}", expected, why);
    }

    [Theory]
    [InlineData("Procedure visit over:2026-03-02/2026-04-13", "met documented", "42 days")]
    [InlineData("Procedure visit over:2026-03-02/2026-04-12", "not-met too-short", "41 days: there is no near miss without visits")]
    [InlineData("Procedure visit over:2025-01-02/2025-05-31", "not-met too-old", "it ended before the look-back")]
    [InlineData("Procedure visit over:2025-01-02/2025-06-01", "met documented", "it ended on its first day")]
    [InlineData("Procedure visit over:2025-01-02/2025", "unknown unusable", "the end may lie on either side")]
    [InlineData("Procedure visit over:2026-03/2026-05-30", "met documented", "60 to 90 days")]
    [InlineData("Procedure visit over:2026-03/2026-04-20", "unknown unusable", "20 to 50 days")]
    [InlineData("Procedure visit over:2026-03-02/2026-04", "unknown unusable", "30 to 59 days")]
    [InlineData("Procedure visit over:2025-12-01/2026", "unknown unusable", "31 days to half a year")]
    [InlineData("Procedure visit over:2026-05-02/2026-12-31", "not-met too-short", "30 days up to today")]
    [InlineData("Procedure visit status:in-progress over:2026-03-02/", "unknown unusable", "how long it lasted is not said")]
    [InlineData("Procedure visit status:in-progress over:2026-05-02/", "not-met too-short", "it cannot have lasted long enough")]
    [InlineData("Procedure visit", "unknown unusable", "undated")]
    [InlineData("Procedure visit over:2026-03-02/9999-12-31", "met documented", "an end beyond the calendar is cut off at today")]
    [InlineData("Procedure visit reason:knee over:2026-03-02/2026-04-13", "not-met other-region", "a whole course for the knee")]
    [InlineData("Procedure visit over:2026-03-02/2026-04-13 | 'performer':[{'function':@surgeon,'actor':{'display':'A'}}]", "not-met not-documented", "by another performer")]
    public void A_period_states_a_whole_course(string chart, string expected, string why) => Say.That(Whole, chart, expected, why);

    [Theory]
    [InlineData("on:2026-03-02 q:6wk", "met documented", "six weeks")]
    [InlineData("on:2026-03-02 q:42d", "met documented", "42 days")]
    [InlineData("on:2026-03-02 q:5wk", "not-met too-short", "five weeks")]
    [InlineData("on:2026-03-02 q:>=6wk", "met documented", "at least six")]
    [InlineData("on:2026-03-02 q:>5wk", "unknown unusable", "more than five may be six")]
    [InlineData("on:2026-03-02 q:<8wk", "unknown unusable", "less than eight may be six")]
    [InlineData("on:2026-03-02 q:<5wk", "not-met too-short", "less than five")]
    [InlineData("on:2026-03-02 q:<=5wk", "not-met too-short", "at most five")]
    [InlineData("on:2026-03-02 q:<=6wk", "unknown unusable", "at most six may be six")]
    [InlineData("on:2026-03-02 q:8", "unknown unusable", "no unit")]
    [InlineData("q:8wk", "unknown unusable", "undated")]
    [InlineData("on:2025-05-31 q:8wk", "not-met too-old", "before the look-back")]
    [InlineData("on:2025 q:8wk", "unknown unusable", "perhaps before the look-back")]
    [InlineData("on:2026-03-02 q:8wk status:preliminary", "unknown preliminary", "preliminary")]
    [InlineData("on:2026-03-02", "unknown report-without-values", "no value")]
    public void Weeks_state_a_whole_course(string observation, string expected, string why) => Say.That(Whole, "Observation weeks " + observation, expected, why);

    [Theory]
    [InlineData("", "not-met not-documented", "nothing")]
    [InlineData("Procedure visit status:in-progress on:2026-03-02\nProcedure visit on:2026-03-09", "met documented", "a visit of a course in progress counts")]
    [InlineData("Procedure visit status:not-done on:2026-03-02 | 'statusReason':@any", "met by-exception", "declined, with a coded reason")]
    [InlineData("Procedure visit status:not-done | 'statusReason':@any", "met by-exception", "undated counts here")]
    [InlineData("Procedure visit status:not-done on:2026-03-02 | 'statusReason':{'text':'no'}", "not-met not-documented", "not a coded reason")]
    [InlineData("Procedure visit status:not-done on:2025-03-02 | 'statusReason':@any", "not-met not-documented", "declined too long ago")]
    [InlineData("ServiceRequest referral status:revoked on:2026-03-02 | 'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/request-statusReason','valueCodeableConcept':@declined}]", "met by-exception", "a revoked referral with the right reason")]
    [InlineData("ServiceRequest referral status:revoked on:2026-03-02 | 'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/request-statusReason','valueCodeableConcept':@moved}]", "not-met not-documented", "another reason")]
    [InlineData("ServiceRequest referral status:revoked on:2026-03-02", "not-met not-documented", "no reason")]
    public void Exceptions_meet(string chart, string expected, string why) => Say.That(Talk, chart, expected, why);

    [Theory]
    [InlineData("QuestionnaireResponse asked=Boolean=true on:2026-03-02", "unknown patient-reported", "the patient says so")]
    [InlineData("QuestionnaireResponse asked=Boolean=true on:2026-03-02\nProcedure visit on:2026-03-02", "unknown patient-reported", "always: one visit is on file")]
    [InlineData("QuestionnaireResponse asked=Boolean=true on:2025-03-02", "not-met not-documented", "too long ago")]
    [InlineData("ServiceRequest referral status:completed on:2026-03-02", "unknown referral-only", "a completed referral and no visit")]
    [InlineData("ServiceRequest referral status:completed on:2026-03-02\nProcedure visit on:2026-03-02", "not-met too-few", "nothing-found: a visit is on file")]
    [InlineData("Observation failed on:2026-03-02 is:true", "unknown unconfirmed", "a statement, and nothing else")]
    [InlineData("Observation failed on:2026-03-02 is:true\nProcedure visit on:2026-03-02", "not-met too-few", "not-documented: there is a reason")]
    [InlineData("Observation failed on:2026-03-02 is:true\nProcedure passive on:2026-03-02", "not-met passive-only", "not-documented: there is an explanation")]
    [InlineData("Observation failed on:2026-03-02 is:true\nProcedure visit status:not-done on:2026-03-02", "unknown unconfirmed", "not-documented: a visit that was not held says nothing")]
    [InlineData("Observation failed on:2026-03-02 is:true\nProcedure visit status:entered-in-error on:2026-03-02", "unknown unconfirmed", "an error is no record")]
    [InlineData("Procedure passive on:2026-03-02", "not-met passive-only", "explained")]
    [InlineData("ServiceRequest referral on:2026-03-02", "not-met referral-only", "explained")]
    [InlineData("ServiceRequest referral on:2026-03-02\nProcedure passive on:2026-03-02", "not-met referral-only", "the plan's order decides between explanations")]
    [InlineData("ServiceRequest referral on:2026-03-02 | 'doNotPerform':true", "not-met not-documented", "an order not to refer")]
    [InlineData("Procedure passive on:2025-03-02", "not-met not-documented", "explanations have a look-back too")]
    [InlineData("Procedure passive status:unknown on:2026-03-02", "not-met not-documented", "a doubtful explanation raises no doubt")]
    [InlineData("Procedure passive on:2026-03-02\n!serviceRequests failed", "unknown not-retrieved", "an exception may be lost")]
    [InlineData("Procedure visit on:2026-03-02\nProcedure visit on:2026-03-09\n!serviceRequests failed", "met documented", "enough is in hand")]
    public void Doubts_and_explanations_apply_where_they_should(string chart, string expected, string why) => Say.That(Talk, chart, expected, why);

    [Theory]
    [InlineData("asked=Boolean=true", "unknown patient-reported", "yes")]
    [InlineData("asked=Boolean=false", "not-met not-documented", "no")]
    [InlineData("asked=Integer=3", "unknown patient-reported", "a positive number")]
    [InlineData("asked=Integer=0", "not-met not-documented", "none")]
    [InlineData("asked=Decimal=1.5", "unknown patient-reported", "a positive number")]
    [InlineData("asked=Decimal=0.0", "not-met not-documented", "none")]
    [InlineData("asked=Quantity={\"value\":6}", "unknown patient-reported", "a positive quantity")]
    [InlineData("asked=Quantity={\"value\":0}", "not-met not-documented", "none")]
    [InlineData("asked=Quantity={\"value\":1}", "unknown patient-reported", "one is positive")]
    [InlineData("asked=Coding={\"code\":\"weekly\"}", "unknown patient-reported", "a coded answer")]
    [InlineData("asked=Coding={\"code\":\"N\"}", "not-met not-documented", "HL7's no")]
    [InlineData("asked=Coding={\"system\":\"https://codes.example/made-up\",\"code\":\"no\"}", "not-met not-documented", "a coded no")]
    [InlineData("asked", "not-met not-documented", "no answer")]
    public void Only_a_positive_answer_is_a_statement(string item, string expected, string why) =>
        Say.That(Talk, $"QuestionnaireResponse {item} on:2026-03-02", expected, why);

    private static TinyPlan Of(string settings) => new(Node.Leaf("it", "events", "minEvents=1", Node.Input("counts", "Procedure", "code:visit", settings)));
}
