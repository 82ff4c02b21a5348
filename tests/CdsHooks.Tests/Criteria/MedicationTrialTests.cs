using CdsHooks.Decision.Criteria.Results;
using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Kind <c>medication-trial</c>: how long a drug was supplied, and what is not known about it.</summary>
public sealed class MedicationTrialTests
{
    /// <summary>Names of drugs, and of a reason to stop one.</summary>
    private static readonly (string File, string Json)[] Names =
    [
        ("brands.json", Named("brands", """{"code":"brands","display":"Druggol","designation":[{"value":"Bitter Drops"},{"value":"DRG"}]}""")),
        ("harm.json", Named("harm", """{"code":"harm","display":"Harm"}""")),
    ];

    private static readonly TinyPlan Plan = new(Node.Leaf(
        "it",
        "medication-trial",
        "minTrial=28 d;lookback=12 mo;assumedDays=90 d",
        Node.Input("counts", "MedicationRequest", "medication:drug", "exclude=vs:topical"),
        Node.Input("counts", "MedicationRequest", "", "text='miracle oil','oil'"),
        Node.Input("counts", "MedicationStatement", "medication:drug"),
        Node.Input("excepts", "AllergyIntolerance", "code:drug"),
        Node.Input("excepts", "MedicationRequest", "medication:drug", "status=stopped;statusReasonIn=vs:harm;statusReasonWords=true"),
        Node.Input("excepts", "MedicationStatement", "medication:drug", "status=stopped;statusReasonIn=vs:harm"),
        Node.Input("doubts", "MedicationRequest", "", "unresolved=true;names=vs:brands;lookback=12 mo;reason=not-coded"),
        Node.Input("doubts", "MedicationStatement", "", "unresolved=true;names=vs:brands;lookback=12 mo;reason=not-coded")))
    {
        More = Names,
    };

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
    [InlineData("status:stopped on:2026-03-01 changed:2026-03-29", "unknown unusable", "when the record was changed says nothing of the stop")]
    [InlineData("status:stopped on:2026-03-01 changed:2026-03-10 supply:90", "unknown unusable", "nor does it here")]
    [InlineData("status:stopped on:2026-03-01 changed:2026-05-30 supply:20", "not-met too-short", "no more than was planned")]
    [InlineData("status:stopped on:2025-03-02", "not-met too-old", "taken for 90 days at most, the last of them before the look-back")]
    [InlineData("status:stopped on:2025-03-01 supply:365", "unknown unusable", "stopped: it may have gone on into the look-back")]
    [InlineData("status:completed on:2025-02-01", "not-met too-old", "completed: taken for 90 days at most")]
    [InlineData("status:active on:2025-04-30", "met documented", "taken for 90 days, 58 of them in the look-back")]
    [InlineData("status:active on:2025-03-20", "not-met too-short", "taken for 90 days, 17 of them in the look-back")]
    [InlineData("status:active on:2025-03-01", "not-met too-old", "taken for 90 days, none of them in the look-back")]
    [InlineData("status:active on:2025-03-01\nMedicationRequest drug on:2026-03-01", "met documented", "the last authorisation counts")]
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
    [InlineData("on:2019", "not-met too-old", "active since 2019, and not authorised again")]
    public void Orders(string order, string expected, string why) => Say.That(Plan, "MedicationRequest drug " + order, expected, why);

    [Theory]
    [InlineData("over:2026-03-01/2026-03-28", "met documented", "28 days, both ends included")]
    [InlineData("over:2026-03-01/2026-03-27", "not-met too-short", "27 days")]
    [InlineData("over:2026-03-01/9999-12-31", "met documented", "no end")]
    [InlineData("over:2026-03-01/", "met documented", "active, so taken for 90 days")]
    [InlineData("over:2019-03-01/", "not-met too-old", "active since 2019, and nobody has said so since")]
    [InlineData("over:2019-03-01/ | 'dateAsserted':'2026-05-20'", "met documented", "somebody has")]
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
    [InlineData("| 'status':'completed','dateAsserted':'2026-05-20'", "unknown unusable", "taken by then, nobody says since when")]
    [InlineData("| 'dateAsserted':'2026-05-20'", "unknown unusable", "taken then, nobody says since when")]
    [InlineData("", "unknown unusable", "undated")]
    [InlineData("| 'dateAsserted':'2026-03-01'", "met documented", "asserted then, and active")]
    public void Statements(string statement, string expected, string why) => Say.That(Plan, "MedicationStatement drug " + statement, expected, why);

    [Theory]
    [InlineData("'dispenseRequest':{'quantity':{'value':56,'unit':'tablet'}}", "'period':1,'periodUnit':'d','frequency':2", "met documented", "28 days")]
    [InlineData("'dispenseRequest':{'quantity':{'value':55,'unit':'tablet'}}", "'period':1,'periodUnit':'d','frequency':2", "not-met too-short", "27 days")]
    [InlineData("'dispenseRequest':{'quantity':{'value':14,'unit':'Tablet'},'numberOfRepeatsAllowed':3}", "'period':12,'periodUnit':'h'", "met documented", "seven days and three repeats")]
    [InlineData("'dispenseRequest':{'quantity':{'value':3,'unit':'tablet'}}", "'period':1,'periodUnit':'wk'", "not-met too-short", "21 days")]
    [InlineData("'dispenseRequest':{'quantity':{'value':4,'unit':'tablet'}}", "'period':1,'periodUnit':'wk'", "met documented", "28 days, once a week")]
    [InlineData("'dispenseRequest':{'quantity':{'value':56,'unit':'ml'}}", "'period':1,'periodUnit':'d','frequency':2", "unknown unusable", "what is dispensed is not counted as what is taken")]
    [InlineData("'dispenseRequest':{'quantity':{'value':56,'unit':'tablet'}}", "'period':1,'periodUnit':'d','frequency':1,'frequencyMax':4", "unknown unusable", "one to four a day")]
    [InlineData("'dispenseRequest':{'quantity':{'value':1,'unit':'tablet'}}", "'period':1,'periodUnit':'d','frequency':3", "unknown unusable", "less than a day's dose is no length")]
    [InlineData("'dispenseRequest':{'quantity':{'value':1e27,'unit':'tablet'},'numberOfRepeatsAllowed':2147483647}", "'period':1,'periodUnit':'d'", "met documented", "more days than can be counted")]
    [InlineData("'dispenseRequest':{'quantity':{'value':5,'unit':'tablet'},'expectedSupplyDuration':{'value':40,'code':'d','system':'http://unitsofmeasure.org'}}", "'period':1,'periodUnit':'d'", "met documented", "days' supply decides before it")]
    public void Quantity_and_dose(string dispensed, string repeat, string expected, string why) => Say.That(
        Plan,
        $"MedicationRequest drug status:completed on:2026-03-01 | {dispensed},'dosageInstruction':[{{'timing':{{'repeat':{{{repeat}}}}},'doseAndRate':[{{'doseQuantity':{{'value':1,'unit':'tablet'}}}}]}}]",
        expected,
        why);

    [Theory]
    [InlineData("'2026-03-01','end':'2026-03-28'", "10", "met documented", "a stated period decides before the supply")]
    [InlineData("'2026-03-01','end':'2026-03-10'", "90", "not-met too-short", "also where it is the shorter")]
    [InlineData("'2026-05-20','end':'2026-07-30'", "90", "not-met too-short", "it begins when it says, not when it was written")]
    [InlineData("'2026-03','end':'2026-04-15'", "90", "unknown unusable", "16 to 46 days")]
    [InlineData("'2026-03-28','end':'2026-03-01'", "90", "met documented", "a period that ends before it begins says nothing")]
    public void A_stated_period(string start, string supply, string expected, string why) =>
        Say.That(Plan, $"MedicationRequest drug status:completed on:2026-03-01 supply:{supply} | 'dosageInstruction':[{{'timing':{{'repeat':{{'boundsPeriod':{{'start':{start}}}}}}}}}]", expected, why);

    [Theory]
    [InlineData("status:active on:2026-03-01", "unknown unusable", "active: nobody says how long")]
    [InlineData("status:active on:2026-05-20", "not-met too-short", "it cannot have been long enough")]
    [InlineData("status:active on:2019-03-01", "unknown unusable", "it may still be taken")]
    [InlineData("status:completed on:2019-03-01", "unknown unusable", "it may have gone on into the look-back")]
    public void Without_an_assumption_the_length_stays_open(string order, string expected, string why)
    {
        var plan = new TinyPlan(Node.Leaf("it", "medication-trial", "minTrial=28 d;lookback=12 mo;assumedDays=0 d", Node.Input("counts", "MedicationRequest", "medication:drug")));

        Say.That(plan, "MedicationRequest drug " + order, expected, why);
    }

    [Fact]
    public void A_drug_of_unknown_length_is_shown_without_days()
    {
        var finding = Chart.Of("MedicationRequest drug on:2026-03-01 supply:20 status:completed\nMedicationRequest drug status:stopped on:2026-03-21").Finding(Plan);

        Assert.Equal((CriterionResult.Unknown, Reason.Unusable, null), (finding.Result, finding.Reason, finding.Facts?.Days));
    }

    [Theory]
    [InlineData("Medication id:m | 'code':@drug", "met documented", "through the Medication")]
    [InlineData("Medication id:m | 'ingredient':[{'itemCodeableConcept':@drug}]", "met documented", "through its ingredients")]
    [InlineData("Medication id:m | 'ingredient':[{'itemReference':{'reference':'Medication/n'}}]\nMedication id:n | 'code':@drug", "met documented", "through an ingredient's Medication")]
    [InlineData("Medication id:m | 'code':@other", "unknown not-coded", "no value set knows it, and it has no words")]
    [InlineData("Medication id:m | 'code':{'coding':[{'code':'7','display':'DRG 5 mg'}]}", "unknown not-coded", "its words name the drug")]
    [InlineData("Medication id:m | 'code':{'coding':[{'code':'7','display':'Nitroglycerin'}]}", "not-met not-documented", "its words name another")]
    [InlineData("Medication id:m | 'ingredient':[{'itemCodeableConcept':{'text':'druggol'}},{'itemCodeableConcept':{'text':'salt'}}]", "unknown not-coded", "an ingredient's words do")]
    [InlineData("Medication id:m | 'ingredient':[{'itemCodeableConcept':{'text':'sugar'}},{'itemCodeableConcept':@other}]", "unknown not-coded", "an ingredient has no words")]
    [InlineData("Medication id:m | 'ingredient':[{'itemCodeableConcept':{'text':'sugar'}},{'itemReference':{'display':'salt'}}]", "not-met not-documented", "all of them have others")]
    [InlineData("Medication id:m | 'code':{'text':'Nitroglycerin'},'modifierExtension':[{'url':'http://x','valueBoolean':true}]", "unknown not-coded", "its meaning may be another")]
    [InlineData("Medication id:m | 'code':{'text':'Miracle Oil'}", "met documented", "by the words of its name")]
    [InlineData("Medication id:m | 'code':{'text':'Miracle Oilcloth'}", "not-met not-documented", "whole words only")]
    [InlineData("Medication id:m | 'code':{'text':'Druggolin'}", "not-met not-documented", "whole words only, here too")]
    [InlineData("Medication id:m | 'code':{'text':'take BITTER drops daily'}", "unknown not-coded", "a name of two words")]
    [InlineData("Medication id:m | 'code':{'text':'bitter pills, drops'}", "not-met not-documented", "its words apart")]
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
    [InlineData("MedicationRequest drug status:stopped on:2026-03-01 changed:2026-03-05 | 'statusReason':@cost", "unknown not-coded", "stopped for another reason, which may be harm")]
    [InlineData("MedicationRequest drug status:stopped on:2026-03-01 supply:5 | 'statusReason':{'text':'upset'}", "unknown not-coded", "a reason in words, however short the supply")]
    [InlineData("MedicationRequest drug status:stopped on:2026-03-01 | 'statusReason':{'text':'It did HARM'}", "met by-exception", "a reason in words that names the harm")]
    [InlineData("MedicationRequest drug status:stopped on:2026-03-01 supply:5 | 'statusReason':{'text':'no harm'}", "unknown not-coded", "or denies it")]
    [InlineData("MedicationRequest drug status:stopped on:2026-03-01 supply:5 | 'statusReason':{'text':'harm RULED out'}", "unknown not-coded", "by another of the plan's words, in any case")]
    [InlineData("MedicationRequest drug status:stopped on:2026-03-01 supply:5 | 'statusReason':{'text':'hardly any harm'}", "met by-exception", "a word that the plan does not list denies nothing")]
    [InlineData("MedicationRequest drug status:stopped on:2026-03-01 supply:5 | 'statusReason':{'text':'harmless'}", "unknown not-coded", "whole words only")]
    [InlineData("MedicationRequest drug status:completed on:2026-03-01 supply:5 | 'statusReason':{'text':'harm'}", "not-met too-short", "it was not stopped")]
    [InlineData("MedicationStatement drug status:stopped over:2026-03-01/2026-03-05 | 'statusReason':[@cost,@harm]", "met by-exception", "one of a statement's reasons")]
    [InlineData("MedicationStatement drug status:stopped over:2026-03-01/2026-03-05 | 'statusReason':[@cost]", "unknown not-coded", "another reason of a statement")]
    [InlineData("MedicationRequest drug status:stopped on:2026-03-01 supply:5 | 'statusReason':{'text':'upset'}\nMedicationRequest drug on:2026-03-01 supply:90", "met documented", "enough was taken otherwise")]
    [InlineData("MedicationRequest drug intent:plan status:stopped on:2026-03-01 changed:2026-03-05 | 'statusReason':@harm", "not-met not-documented", "it was only planned")]
    [InlineData("MedicationRequest other on:2026-03-01 supply:90", "unknown not-coded", "a drug that no value set knows")]
    [InlineData("MedicationRequest other on:2025-03-01 supply:90", "not-met not-documented", "too long ago to matter")]
    [InlineData("MedicationRequest other on:2025-05-23 supply:10", "unknown not-coded", "its last day is the first of the look-back")]
    [InlineData("MedicationRequest other on:2025-05-22 supply:10", "not-met not-documented", "its last day is the day before")]
    [InlineData("MedicationRequest other on:2026-03-01\nMedicationRequest drug on:2026-03-01 supply:90", "met documented", "the class is met without it")]
    [InlineData("MedicationRequest on:2026-03-01 supply:90 | 'medicationCodeableConcept':{'coding':'drug'}", "unknown unusable", "a malformed drug")]
    [InlineData("MedicationStatement over:2019-03-01/ | 'dateAsserted':'2026-05-20','medicationCodeableConcept':{'text':'druggol'}", "unknown not-coded", "in words, said lately to be taken since 2019")]
    [InlineData("!allergies failed", "unknown not-retrieved", "an allergy may be lost")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:90\n!allergies failed", "met documented", "enough is in hand")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:90\n!medicationRequests truncated", "met documented", "enough is in hand")]
    [InlineData("MedicationRequest drug on:2026-03-01 supply:9\n!medicationStatements failed", "unknown not-retrieved", "more may be lost")]
    public void Exceptions_and_doubts(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);

    /// <summary>A value set that gives a member of another names.</summary>
    private static string Named(string set, string concept) => $$$"""
        {"resourceType":"ValueSet","url":"{{{Node.ValueSet("named-" + set)}}}","status":"active",
         "extension":[{"url":"https://cdshooks.example.org/fhir/StructureDefinition/value-set-extends","valueCanonical":"{{{Node.ValueSet(set)}}}"}],
         "compose":{"include":[{"system":"{{{TinyPlan.System}}}","concept":[{{{concept}}}]}]}}
        """;
}
