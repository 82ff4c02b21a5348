using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>The tables of usable statuses, one resource type after the other, row by row.</summary>
public sealed class StatusTests
{
    private static readonly TinyPlan Plan = Of("");
    private static readonly TinyPlan History = Of("history=true");
    private static readonly TinyPlan InProgress = Of("inProgress=true");

    [Theory]
    [InlineData("active", "confirmed", "met documented")]
    [InlineData("recurrence", "confirmed", "met documented")]
    [InlineData("relapse", "confirmed", "met documented")]
    [InlineData("inactive", "confirmed", "not-met excluded")]
    [InlineData("remission", "confirmed", "not-met excluded")]
    [InlineData("resolved", "confirmed", "not-met excluded")]
    [InlineData("active", "unconfirmed", "unknown unconfirmed")]
    [InlineData("active", "provisional", "unknown unconfirmed")]
    [InlineData("active", "differential", "unknown unconfirmed")]
    [InlineData("active", "refuted", "not-met excluded")]
    [InlineData("active", "entered-in-error", "not-met not-documented")]
    [InlineData("resolved", "provisional", "not-met excluded")]
    [InlineData("invented", "confirmed", "unknown unconfirmed")]
    [InlineData("active", "invented", "unknown unconfirmed")]
    public void A_condition(string clinical, string verification, string expected) =>
        Say.That(Plan, $"Condition code status:{clinical} verified:{verification}", expected, "a condition");

    [Theory]
    [InlineData("active", "confirmed", "met documented")]
    [InlineData("inactive", "confirmed", "not-met excluded")]
    [InlineData("resolved", "unconfirmed", "not-met excluded")]
    [InlineData("active", "unconfirmed", "unknown unconfirmed")]
    [InlineData("active", "refuted", "not-met excluded")]
    [InlineData("active", "entered-in-error", "not-met not-documented")]
    [InlineData("recurrence", "confirmed", "unknown unconfirmed")]
    [InlineData("active", "provisional", "unknown unconfirmed")]
    public void An_allergy(string clinical, string verification, string expected) =>
        Say.That(Plan, $"AllergyIntolerance code status:{clinical} verified:{verification}", expected, "an allergy");

    [Theory]
    [InlineData("no:clinicalStatus", "met documented", "a missing status counts")]
    [InlineData("no:verificationStatus", "met documented", "a missing status counts")]
    [InlineData("no:clinicalStatus no:verificationStatus", "met documented", "missing statuses count")]
    [InlineData("no:clinicalStatus | 'clinicalStatus':'active'", "unknown unusable", "a malformed status")]
    [InlineData("no:clinicalStatus verified:refuted | 'clinicalStatus':'active'", "not-met excluded", "malformed, but refuted anyway")]
    public void Statuses_of_a_condition_may_be_missing_but_not_malformed(string condition, string expected, string why) =>
        Say.That(Plan, "Condition code " + condition, expected, why);

    [Theory]
    [InlineData("abated:2026-05-31", "not-met excluded", "over before the evaluation date")]
    [InlineData("abated:2026-06-01", "met documented", "over on the evaluation date")]
    [InlineData("abated:2026-07-01", "met documented", "over later")]
    [InlineData("abated:2026", "unknown unusable", "over before or after the evaluation date")]
    [InlineData("abated:2025", "not-met excluded", "over last year")]
    [InlineData("| 'abatementAge':{'value':50}", "not-met excluded", "over at some age")]
    [InlineData("| 'abatementString':'last spring'", "not-met excluded", "over some day")]
    [InlineData("| 'abatementBoolean':false", "met documented", "not over")]
    [InlineData("| 'abatementPeriod':{'start':'2026-01-01','end':'2026-02-01'}", "not-met excluded", "over by the end of a period")]
    [InlineData("verified:provisional abated:2025", "not-met excluded", "a suspicion that is over")]
    public void Abatement_ends_a_condition_whatever_its_status(string condition, string expected, string why) =>
        Say.That(Plan, "Condition code " + condition, expected, why);

    [Theory]
    [InlineData("status:resolved", "met documented", "resolved")]
    [InlineData("status:inactive abated:2020", "met documented", "long over")]
    [InlineData("verified:refuted", "not-met excluded", "it never was")]
    [InlineData("verified:provisional", "unknown unconfirmed", "it may never have been")]
    public void Where_history_counts_what_is_over_counts(string condition, string expected, string why) =>
        Say.That(History, "Condition code " + condition, expected, why);

    [Theory]
    [InlineData("Procedure", "completed", "met documented")]
    [InlineData("Procedure", "in-progress", "not-met not-documented")]
    [InlineData("Procedure", "preparation", "not-met not-documented")]
    [InlineData("Procedure", "not-done", "not-met not-documented")]
    [InlineData("Procedure", "on-hold", "not-met not-documented")]
    [InlineData("Procedure", "stopped", "not-met not-documented")]
    [InlineData("Procedure", "entered-in-error", "not-met not-documented")]
    [InlineData("Procedure", "unknown", "unknown unconfirmed")]
    [InlineData("Procedure", "", "unknown unconfirmed")]
    [InlineData("Encounter", "finished", "met documented")]
    [InlineData("Encounter", "in-progress", "not-met not-documented")]
    [InlineData("Encounter", "onleave", "not-met not-documented")]
    [InlineData("Encounter", "planned", "not-met not-documented")]
    [InlineData("Encounter", "arrived", "not-met not-documented")]
    [InlineData("Encounter", "triaged", "not-met not-documented")]
    [InlineData("Encounter", "cancelled", "not-met not-documented")]
    [InlineData("Encounter", "entered-in-error", "not-met not-documented")]
    [InlineData("Encounter", "unknown", "unknown unconfirmed")]
    [InlineData("Encounter", "", "unknown unconfirmed")]
    [InlineData("Observation", "final", "met documented")]
    [InlineData("Observation", "amended", "met documented")]
    [InlineData("Observation", "corrected", "met documented")]
    [InlineData("Observation", "registered", "not-met not-documented")]
    [InlineData("Observation", "cancelled", "not-met not-documented")]
    [InlineData("Observation", "unknown", "unknown unconfirmed")]
    [InlineData("Observation", "entered-in-error", "not-met not-documented")]
    [InlineData("Observation", "preliminary", "unknown preliminary")]
    [InlineData("Observation", "", "unknown unconfirmed")]
    [InlineData("DiagnosticReport", "final", "met documented")]
    [InlineData("DiagnosticReport", "amended", "met documented")]
    [InlineData("DiagnosticReport", "corrected", "met documented")]
    [InlineData("DiagnosticReport", "appended", "met documented")]
    [InlineData("DiagnosticReport", "registered", "not-met not-documented")]
    [InlineData("DiagnosticReport", "cancelled", "not-met not-documented")]
    [InlineData("DiagnosticReport", "entered-in-error", "not-met not-documented")]
    [InlineData("DiagnosticReport", "partial", "unknown preliminary")]
    [InlineData("DiagnosticReport", "preliminary", "unknown preliminary")]
    [InlineData("DiagnosticReport", "", "unknown unconfirmed")]
    [InlineData("ServiceRequest", "active", "met documented")]
    [InlineData("ServiceRequest", "completed", "met documented")]
    [InlineData("ServiceRequest", "draft", "not-met not-documented")]
    [InlineData("ServiceRequest", "on-hold", "not-met not-documented")]
    [InlineData("ServiceRequest", "revoked", "not-met not-documented")]
    [InlineData("ServiceRequest", "entered-in-error", "not-met not-documented")]
    [InlineData("ServiceRequest", "unknown", "unknown unconfirmed")]
    [InlineData("ServiceRequest", "", "unknown unconfirmed")]
    [InlineData("MedicationRequest", "active", "met documented")]
    [InlineData("MedicationRequest", "completed", "met documented")]
    [InlineData("MedicationRequest", "stopped", "met documented")]
    [InlineData("MedicationRequest", "draft", "not-met not-documented")]
    [InlineData("MedicationRequest", "cancelled", "not-met not-documented")]
    [InlineData("MedicationRequest", "entered-in-error", "not-met not-documented")]
    [InlineData("MedicationRequest", "on-hold", "unknown unconfirmed")]
    [InlineData("MedicationRequest", "unknown", "unknown unconfirmed")]
    [InlineData("MedicationStatement", "active", "met documented")]
    [InlineData("MedicationStatement", "completed", "met documented")]
    [InlineData("MedicationStatement", "stopped", "met documented")]
    [InlineData("MedicationStatement", "on-hold", "unknown unconfirmed")]
    [InlineData("MedicationStatement", "intended", "not-met not-documented")]
    [InlineData("MedicationStatement", "not-taken", "not-met not-documented")]
    [InlineData("MedicationStatement", "entered-in-error", "not-met not-documented")]
    [InlineData("MedicationStatement", "unknown", "unknown unconfirmed")]
    [InlineData("QuestionnaireResponse", "completed", "met documented")]
    [InlineData("QuestionnaireResponse", "amended", "met documented")]
    [InlineData("QuestionnaireResponse", "in-progress", "not-met not-documented")]
    [InlineData("QuestionnaireResponse", "stopped", "not-met not-documented")]
    [InlineData("QuestionnaireResponse", "entered-in-error", "not-met not-documented")]
    [InlineData("QuestionnaireResponse", "", "unknown unconfirmed")]
    public void Every_other_type(string type, string status, string expected)
    {
        var code = type is "QuestionnaireResponse" ? "code=Boolean=true" : "code";

        Say.That(Plan, $"{type} {code} {(string.IsNullOrEmpty(status) ? "no:status" : "status:" + status)}", expected, $"{type} {status}");
    }

    [Theory]
    [InlineData("Procedure code status:in-progress", "met documented")]
    [InlineData("Encounter code status:in-progress", "met documented")]
    [InlineData("Encounter code status:onleave", "met documented")]
    [InlineData("Encounter code status:planned", "not-met not-documented")]
    public void What_is_in_progress_counts_where_the_input_says_so(string chart, string expected) =>
        Say.That(InProgress, chart, expected, "inProgress");

    [Theory]
    [InlineData("Procedure code status:not-done", "met documented", "only the statuses named count")]
    [InlineData("Procedure code", "not-met not-documented", "and no other")]
    [InlineData("Procedure code no:status", "not-met not-documented", "nor none")]
    [InlineData("Condition code status:resolved verified:refuted", "not-met excluded", "but never what is refuted")]
    [InlineData("ServiceRequest code status:not-done | 'doNotPerform':true", "not-met not-documented", "nor what is not to be done")]
    [InlineData("Procedure code status:not-done | 'bodySite':'back'", "unknown unusable", "nor what is malformed")]
    public void A_list_of_statuses_replaces_the_table(string chart, string expected, string why) =>
        Say.That(Of("status=not-done,resolved"), chart, expected, why);

    [Fact]
    public void A_list_of_statuses_makes_the_abatement_irrelevant() =>
        Say.That(Of("status=resolved"), "Condition code status:resolved abated:2026-01-01", "met documented", "resolved is asked for");

    [Theory]
    [InlineData("Condition | 'code':'back'")]
    [InlineData("AllergyIntolerance | 'code':'back'")]
    [InlineData("Procedure | 'code':'back'")]
    [InlineData("Procedure | 'code':5")]
    [InlineData("Procedure | 'code':[5]")]
    [InlineData("Procedure | 'code':{'coding':'back'}")]
    [InlineData("Procedure | 'code':{'coding':['back']}")]
    [InlineData("Procedure | 'code':{'coding':[{'code':97110}]}")]
    [InlineData("Observation | 'code':{'coding':[{'code':['back']}]}")]
    [InlineData("Encounter | 'type':'back'")]
    [InlineData("Encounter | 'type':['back']")]
    [InlineData("DiagnosticReport | 'code':'back'")]
    [InlineData("ServiceRequest | 'code':'back'")]
    [InlineData("MedicationRequest | 'medicationCodeableConcept':'back'")]
    [InlineData("MedicationStatement | 'medicationCodeableConcept':['back']")]
    [InlineData("QuestionnaireResponse | 'item':'back'")]
    [InlineData("QuestionnaireResponse | 'item':[{'linkId':5}]")]
    [InlineData("QuestionnaireResponse | 'item':[{'linkId':{}}]")]
    public void A_malformed_code_may_be_about_anything(string chart) => Say.That(Plan, chart, "unknown unusable", "nobody can tell");

    [Theory]
    [InlineData("Observation code status:final on:tomorrow", "unknown unusable", "a malformed date")]
    [InlineData("Observation code status:cancelled on:tomorrow", "not-met not-documented", "malformed, but cancelled anyway")]
    [InlineData("Procedure code status:not-done on:tomorrow", "not-met not-documented", "malformed, but not done anyway")]
    [InlineData("Encounter code status:planned on:tomorrow", "not-met not-documented", "malformed, but planned anyway")]
    [InlineData("MedicationRequest code intent:plan on:tomorrow", "not-met not-documented", "malformed, but only planned anyway")]
    [InlineData("MedicationStatement code status:not-taken on:tomorrow", "not-met not-documented", "malformed, but not taken anyway")]
    [InlineData("DiagnosticReport code status:cancelled on:tomorrow", "not-met not-documented", "malformed, but cancelled anyway")]
    [InlineData("QuestionnaireResponse code=Boolean=true status:stopped on:tomorrow", "not-met not-documented", "malformed, but stopped anyway")]
    [InlineData("ServiceRequest code status:revoked on:tomorrow", "not-met not-documented", "malformed, but revoked anyway")]
    public void What_does_not_count_by_its_status_raises_no_doubt_when_malformed(string chart, string expected, string why) =>
        Say.That(Plan, chart, expected, why);

    private static TinyPlan Of(string settings)
    {
        (string Type, string Path)[] inputs =
        [
            ("Condition", "code"), ("AllergyIntolerance", "code"), ("Procedure", "code"), ("Encounter", "type"), ("Observation", "code"),
            ("DiagnosticReport", "code"), ("ServiceRequest", "code"), ("MedicationRequest", "medication"), ("MedicationStatement", "medication"),
            ("QuestionnaireResponse", "item"),
        ];
        return new TinyPlan(Node.Leaf("it", "condition", "", [.. inputs.Select(input => Node.Input("counts", input.Type, input.Path + ":code", settings))]));
    }
}
