using Xunit;

namespace CdsHooks.Tests.Rules;

/// <summary>Kind <c>medication-trial</c>: how long a drug was supplied, and what is not known about it.</summary>
public sealed class MedicationTrialTests
{
    private static readonly TinyPlan Plan = new(Node.Leaf(
        "it",
        "medication-trial",
        "minTrial=28 d;lookback=12 mo",
        Node.Input("counts", "MedicationRequest", "medication:drug", "exclude=vs:topical"),
        Node.Input("counts", "MedicationRequest", "", "text='miracle oil','oil'"),
        Node.Input("counts", "MedicationStatement", "medication:drug"),
        Node.Input("excepts", "AllergyIntolerance", "code:drug"),
        Node.Input("excepts", "MedicationRequest", "medication:drug", "status=stopped;statusReasonIn=vs:harm"),
        Node.Input("doubts", "MedicationRequest", "", "unresolved=true;lookback=12 mo;reason=not-coded")));

    [Theory]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:28", "met documented", "28 days")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:27", "not-met too-short", "27 days")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:7x3", "met documented", "7 days and three repeats")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:7x2", "not-met too-short", "21 days")]
    [InlineData("MedicationRequest drug on:2026-03-01 status:completed supply:28", "met documented", "completed")]
    [InlineData("MedicationRequest drug on:2026-05-04 supply:90", "met documented", "28 days up to yesterday, and today")]
    [InlineData("MedicationRequest drug on:2026-05-20 supply:90", "not-met too-short", "12 days up to today")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:14\nMedicationRequest drug on:2026-03-15 supply:14", "met documented", "two supplies that touch")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:14\nMedicationRequest drug on:2026-03-16 supply:14", "not-met too-short", "a day between them")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:14\nMedicationRequest drug on:2026-03-08 supply:20", "not-met too-short", "27 days: what overlaps counts once")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:14\nMedicationRequest drug on:2026-03-08 supply:21", "met documented", "28 days")]
    [InlineData("MedicationRequest drug on:2025-05-04 supply:56", "met documented", "28 of its days lie in the look-back")]
    [InlineData("MedicationRequest drug on:2025-05-04 supply:55", "not-met too-short", "27 of its days do")]
    [InlineData("MedicationRequest drug on:2025-05-04 supply:28", "not-met too-old", "it ran out before the look-back")]
    [InlineData("MedicationRequest drug on:2026-07-01 supply:28", "not-met not-documented", "the future")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:0.5", "not-met too-short", "half a day")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:30x2147483647", "met documented", "repeats without end")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:7e28x12", "met documented", "more days than can be counted")]
    public void Supply_and_repeats(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);

    [Theory]
    [InlineData("'timing':{'repeat':{'boundsDuration':{'value':4,'code':'wk','system':'http://unitsofmeasure.org'}}}", "met documented", "four weeks")]
    [InlineData("'timing':{'repeat':{'boundsDuration':{'value':3,'code':'wk','system':'http://unitsofmeasure.org'}}}", "not-met too-short", "three weeks")]
    [InlineData("'timing':{'repeat':{'boundsPeriod':{'start':'2026-03-01','end':'2026-03-28'}}}", "met documented", "28 days, both ends included")]
    [InlineData("'timing':{'repeat':{'boundsPeriod':{'start':'2026-03-01','end':'2026-03-27'}}}", "not-met too-short", "27 days")]
    [InlineData("'timing':{'repeat':{'boundsDuration':{'value':7e28,'code':'d','system':'http://unitsofmeasure.org'}}}", "met documented", "more days than can be counted")]
    [InlineData("'text':'daily'", "unknown unusable", "no length")]
    public void Bounds_of_the_dosage(string dosage, string expected, string why) =>
        Say.That(Plan, $"MedicationRequest drug status:completed on:2026-03-01 | 'dosageInstruction':[{{{dosage}}}]", expected, why);

    [Theory]
    [InlineData("1 mo", 29, "not-met too-short")]
    [InlineData("1 mo", 30, "met documented")]
    [InlineData("1 a", 364, "not-met too-short")]
    [InlineData("1 a", 365, "met documented")]
    public void A_month_of_supply_is_30_days_and_a_year_365(string minTrial, int days, string expected)
    {
        var plan = new TinyPlan(Node.Leaf("it", "medication-trial", "minTrial=" + minTrial, Node.Input("counts", "MedicationRequest", "medication:drug")));

        Say.That(plan, $"MedicationRequest drug status:completed on:2025-01-01 supply:{days}", expected, $"{days} days");
    }

    [Theory]
    [InlineData("status:active on:2026-05-04", "met documented", "active for 28 days")]
    [InlineData("status:active on:2026-05-05", "not-met too-short", "active for 27 days")]
    [InlineData("status:completed on:2026-03-01", "unknown unusable", "completed: it may have been long enough")]
    [InlineData("status:completed on:2026-05-20", "not-met too-short", "completed: it cannot have been")]
    [InlineData("status:completed on:2025-05-01", "unknown unusable", "completed: it may have gone on into the look-back")]
    [InlineData("status:stopped on:2026-03-01", "unknown unusable", "stopped: nobody says when")]
    [InlineData("status:stopped on:2026-03-01 supply:20", "not-met too-short", "stopped: it was never meant to be long enough")]
    [InlineData("status:stopped on:2026-03-01 changed:2026-03-29", "met documented", "stopped after 28 days")]
    [InlineData("status:stopped on:2026-03-01 changed:2026-03-28", "not-met too-short", "stopped after 27 days")]
    [InlineData("status:stopped on:2026-03-01 changed:2026-03-10 supply:90", "not-met too-short", "a stopped order has not its planned length")]
    [InlineData("status:stopped on:2026-03-01 changed:2026-05-30 supply:20", "not-met too-short", "nor more than that")]
    [InlineData("status:stopped on:2026-03-01 changed:2026-02-01 supply:90", "not-met too-short", "stopped before it began")]
    [InlineData("status:on-hold on:2026-03-01 supply:90", "unknown unconfirmed", "on hold")]
    [InlineData("status:on-hold on:2019-03-01 supply:90", "not-met too-old", "on hold, but it has run out long ago")]
    [InlineData("status:unknown on:2026-03-01 supply:90", "unknown unconfirmed", "unknown")]
    [InlineData("no:status on:2026-03-01 supply:90", "unknown unconfirmed", "no status")]
    [InlineData("status:cancelled on:2026-03-01 supply:90", "not-met not-documented", "cancelled")]
    [InlineData("status:draft on:2026-03-01 supply:90", "not-met not-documented", "a draft")]
    [InlineData("status:entered-in-error on:2026-03-01 supply:90", "not-met not-documented", "an error")]
    [InlineData("intent:proposal on:2026-03-01 supply:90", "not-met not-documented", "a proposal")]
    [InlineData("intent:plan on:2026-03-01 supply:90", "not-met not-documented", "a plan")]
    [InlineData("intent:option on:2026-03-01 supply:90", "not-met not-documented", "an option")]
    [InlineData("intent:filler-order on:2026-03-01 supply:90", "met documented", "an order of the pharmacy's")]
    [InlineData("on:2026-03-01 supply:90 | 'doNotPerform':true", "not-met not-documented", "not to be given")]
    [InlineData("on:2026-03-01 supply:90 | 'dosageInstruction':[{'route':@topical}]", "not-met not-documented", "by a route that does not count")]
    [InlineData("on:2026-03-01 supply:90 | 'dosageInstruction':[{'route':@oral}]", "met documented", "by another route")]
    [InlineData("supply:90", "unknown unusable", "undated")]
    [InlineData("supply:90 | 'dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'start':'2026-03-01'}}}}]", "met documented", "dated by its dosage")]
    [InlineData("on:2026-03 supply:90", "met documented", "63 days at least")]
    [InlineData("on:2026-03 supply:50", "unknown unusable", "it covers only 1 to 20 April whichever day it began")]
    [InlineData("on:2019 supply:90", "not-met too-old", "too old whichever day it began")]
    [InlineData("on:2019", "met documented", "active since 2019, it covers the look-back")]
    public void Orders(string order, string expected, string why) => Say.That(Plan, "MedicationRequest drug " + order, expected, why);

    [Theory]
    [InlineData("over:2026-03-01/2026-03-28", "met documented", "28 days, both ends included")]
    [InlineData("over:2026-03-01/2026-03-27", "not-met too-short", "27 days")]
    [InlineData("over:2026-03-01/9999-12-31", "met documented", "no end")]
    [InlineData("over:2026-03-01/", "met documented", "active up to today")]
    [InlineData("over:2026-05-04/", "met documented", "28 days up to yesterday")]
    [InlineData("over:2026-05-05/", "not-met too-short", "27 days up to yesterday")]
    [InlineData("over:2026-03-01/ status:completed", "unknown unusable", "completed, nobody says when")]
    [InlineData("over:2026-03-01/2026-04", "met documented", "32 days at least")]
    [InlineData("over:2026-03/2026-04-15", "unknown unusable", "16 to 46 days")]
    [InlineData("over:2026-02-20/2026-03 status:completed", "unknown unusable", "10 to 40 days")]
    [InlineData("over:2026-03-01/2026-03-28 status:stopped", "met documented", "stopped")]
    [InlineData("over:2026-03-01/2026-03-28 status:on-hold", "met documented", "on hold, with a period")]
    [InlineData("over:2026-03-01/ status:on-hold", "unknown unconfirmed", "on hold, without")]
    [InlineData("over:2026-03-01/2026-03-28 status:unknown", "unknown unconfirmed", "unknown")]
    [InlineData("over:2026-03-01/2026-03-28 status:intended", "not-met not-documented", "intended")]
    [InlineData("over:2026-03-01/2026-03-28 status:not-taken", "not-met not-documented", "not taken")]
    [InlineData("on:2026-03-01", "met documented", "active since then")]
    [InlineData("on:2026-03-01 status:completed", "unknown unusable", "a lone date says nothing of its length")]
    [InlineData("on:2026-05-20 status:completed", "not-met too-short", "it cannot have been long enough")]
    [InlineData("", "unknown unusable", "undated")]
    [InlineData("| 'dateAsserted':'2026-03-01'", "met documented", "asserted then, and active")]
    public void Statements(string statement, string expected, string why) => Say.That(Plan, "MedicationStatement drug " + statement, expected, why);

    [Theory]
    [InlineData("Medication id:m | 'code':@drug", "met documented", "through the Medication")]
    [InlineData("Medication id:m | 'ingredient':[{'itemCodeableConcept':@drug}]", "met documented", "through its ingredients")]
    [InlineData("Medication id:m | 'ingredient':[{'itemReference':{'reference':'Medication/n'}}]\nMedication id:n | 'code':@drug", "met documented", "through an ingredient's Medication")]
    [InlineData("Medication id:m | 'code':@other", "unknown not-coded", "no value set knows it")]
    [InlineData("Medication id:m | 'code':{'text':'Miracle Oil'}", "met documented", "by the words of its name")]
    [InlineData("Medication id:m | 'code':{'text':'Miracle Oilcloth'}", "unknown not-coded", "whole words only")]
    [InlineData("", "unknown not-coded", "it is not in hand")]
    public void A_drug_may_be_named_elsewhere(string helper, string expected, string why) =>
        Say.That(Plan, "MedicationRequest on:2026-03-01 supply:90 | 'medicationReference':{'reference':'Medication/m'}\n" + helper, expected, why);

    [Theory]
    [InlineData("AllergyIntolerance drug", "met by-exception", "an allergy")]
    [InlineData("AllergyIntolerance | 'reaction':[{'substance':@drug}]", "met by-exception", "named by its reaction")]
    [InlineData("AllergyIntolerance drug status:resolved", "not-met not-documented", "resolved")]
    [InlineData("AllergyIntolerance drug verified:refuted", "not-met not-documented", "refuted")]
    [InlineData("AllergyIntolerance drug verified:unconfirmed", "unknown unconfirmed", "unconfirmed")]
    [InlineData("AllergyIntolerance other", "not-met not-documented", "to something else")]
    [InlineData("MedicationRequest drug status:stopped on:2026-03-01 changed:2026-03-05 | 'statusReason':@harm", "met by-exception", "stopped because it did harm")]
    [InlineData("MedicationRequest drug status:stopped on:2026-03-01 changed:2026-03-05 | 'statusReason':@cost", "not-met too-short", "stopped for another reason")]
    [InlineData("MedicationRequest drug intent:plan status:stopped on:2026-03-01 changed:2026-03-05 | 'statusReason':@harm", "not-met not-documented", "it was only planned")]
    [InlineData("MedicationRequest other on:2026-03-01 supply:90", "unknown not-coded", "a drug that no value set knows")]
    [InlineData("MedicationRequest other on:2025-03-01 supply:90", "not-met not-documented", "too long ago to matter")]
    [InlineData("MedicationRequest other on:2025-05-23 supply:10", "unknown not-coded", "its last day is the first of the look-back")]
    [InlineData("MedicationRequest other on:2025-05-22 supply:10", "not-met not-documented", "its last day is the day before")]
    [InlineData("MedicationRequest other on:2026-03-01\nMedicationRequest drug on:2026-03-01 supply:90", "met documented", "the class is met without it")]
    [InlineData("MedicationRequest on:2026-03-01 supply:90 | 'medicationCodeableConcept':{'coding':'drug'}", "unknown unusable", "a malformed drug")]
    [InlineData("!allergies failed", "unknown not-retrieved", "an allergy may be lost")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:90\n!allergies failed", "met documented", "enough is in hand")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:90\n!medicationRequests truncated", "met documented", "enough is in hand")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:9\n!medicationStatements failed", "unknown not-retrieved", "more may be lost")]
    public void Exceptions_and_doubts(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);
}
