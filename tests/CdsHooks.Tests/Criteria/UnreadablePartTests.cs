using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Parts that are there and say nothing: withheld, empty, blank, of the wrong kind, or not in hand.</summary>
public sealed class UnreadablePartTests
{
    private const string Withheld = "{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'masked'}]}";

    private static readonly TinyPlan Diagnosis = new(Node.Leaf("it", "condition", "", Node.Input("counts", "Condition", "code:slip", "uncodedDoubts=true")));
    private static readonly TinyPlan Visit = new(Node.Leaf("it", "condition", "", Node.Input("counts", "Procedure", "code:visit", "performers=vs:therapist")));
    private static readonly TinyPlan Refusal = new(Node.Leaf("it", "condition", "", Node.Input("counts", "Procedure", "code:visit", "status=not-done;statusReasonIn=true")));
    private static readonly TinyPlan Film = new(
        Node.Leaf("it", "measurement", "", Node.Input("counts", "Observation", "code:measure", "unit=mm;metAbove=4")),
        Node.Leaf("known", "condition", "", Node.Input("counts", "Observation", "code:panel"), Node.Input("counts", "DiagnosticReport", "code:panel")));
    private static readonly TinyPlan Drug = new(Node.Leaf("it", "care-duration", "minDays=90 d;fullDays=180 d;clusterGap=180 d;lookback=24 mo", Node.Input("counts", "MedicationRequest", "medication:drug"), Node.Input("counts", "MedicationStatement", "medication:drug")));
    private static readonly TinyPlan OrderReason = new(Node.Leaf("it", "condition", "", Node.Input("counts", "ServiceRequest", "reason:slip", "from=draft-orders")));

    [Theory]
    [InlineData("slip | '_abatementDateTime':" + Withheld, "unknown unusable", "an end whose day is withheld")]
    [InlineData("slip | 'abatementPeriod':{}", "unknown unusable", "an end without a day")]
    [InlineData("slip | 'abatementString':'last spring'", "not-met excluded", "over some day")]
    [InlineData("| 'code':{'coding':[{'system':'https://codes.example/made-up','code':' '}],'text':'slipped'}", "unknown not-coded", "a blank is no code")]
    [InlineData("slip | 'extension':[{'url':['x'],'valueString':'y'}]", "met documented", "an extension without a name is no concern")]
    [InlineData("slip id:c | 'meta':{'versionId':'20260401120000'}\nCondition slip id:c verified:entered-in-error | 'meta':{'versionId':'20260501120000'}", "not-met not-documented", "versions with long numbers")]
    [InlineData("slip id:c\nCondition slip id:c verified:entered-in-error", "unknown unusable", "which of two is newer, nobody can tell")]
    [InlineData("slip id:c\nCondition slip id:c", "met documented", "twice the same")]
    public void Of_a_diagnosis(string condition, string expected, string why) => Say.That(Diagnosis, "Condition " + condition, expected, why);

    [Theory]
    [InlineData("{'function':{'coding':[{'system':'urn:oid:1.2.3','code':'MD'}]},'actor':{'display':'A'}}", "met documented", "a profession in a code of the hospital's own")]
    [InlineData("{'function':@surgeon,'actor':{'display':'A'}}", "not-met not-documented", "another profession")]
    [InlineData("{'actor':{'reference':'#r'}}", "met documented", "a role that cannot be read")]
    public void Of_a_visit_s_performer(string performer, string expected, string why)
    {
        const string role = "'contained':[{'resourceType':'PractitionerRole','id':'r','code':[{'coding':[{'system':{},'code':'surgeon'}]}]}]";

        Say.That(Visit, $"Procedure visit on:2026-03-02 | 'performer':[{performer}],{role}", expected, why);
    }

    [Theory]
    [InlineData("'statusReason':@declined", "met documented", "a coded reason")]
    [InlineData("'statusReason':{'text':'declined'}", "not-met not-documented", "a reason in words, where a coded one is asked for")]
    [InlineData("'statusReason':{}", "unknown unusable", "a reason that is empty")]
    [InlineData("'statusReason':" + Withheld, "unknown unusable", "a reason that is withheld")]
    [InlineData("'statusReason':'declined'", "unknown unusable", "a reason that is no concept")]
    [InlineData("'note':[]", "not-met not-documented", "no reason")]
    public void Of_a_refusal(string reason, string expected, string why) =>
        Say.That(Refusal, $"Procedure visit status:not-done on:2026-03-02 | {reason}", expected, why);

    [Theory]
    [InlineData("'interpretation':[{'text':'abnormal'}]", "unknown report-without-values", "an interpretation is no value")]
    [InlineData("'component':[{'code':{'text':'level'},'valueString':'L4-L5'}]", "unknown report-without-values", "a component that is about something else")]
    [InlineData("'hasMember':[{'reference':'Observation/gone'}]", "unknown report-without-values", "a member that is not in hand")]
    [InlineData("'hasMember':[{'reference':'#m'}],'contained':[{'resourceType':'Observation','id':'m','status':'final','code':'measure'}]", "unknown unusable", "a member whose code is no concept")]
    [InlineData("'hasMember':[{'reference':'#m'}],'contained':'low back pain'", "unknown unusable", "members that are words")]
    [InlineData("'hasMember':[{'reference':'#m'}],'contained':{'resourceType':'Patient','id':'m'}", "unknown unusable", "a member that is no value")]
    [InlineData("'hasMember':[{'reference':'#m'}],'contained':[{'resourceType':'Observation','id':['m']}]", "unknown unusable", "a member without a name")]
    public void Of_a_film(string more, string expected, string why) => Say.That(Film, "Observation measure on:2026-04-20 | " + more, expected, why);

    [Theory]
    [InlineData("Observation panel on:2026-04-20 | 'hasMember':[{'reference':'#m'}],'contained':'low back pain'", "unknown unusable", "a panel whose member is words")]
    [InlineData("Observation panel on:2026-04-20 | 'hasMember':[{'reference':'Observation/gone'}]", "not-met not-documented", "a panel of something else, whose member is elsewhere")]
    [InlineData("Observation panel on:2026-04-20 | 'hasMember':'low back pain'", "unknown unusable", "a panel whose members are words")]
    [InlineData("DiagnosticReport panel on:2026-04-20 | 'result':[{'reference':'#m'}]", "unknown unusable", "a report whose result is not in it")]
    [InlineData("DiagnosticReport panel on:2026-04-20 | 'result':'low back pain'", "unknown unusable", "a report whose results are words")]
    [InlineData("DiagnosticReport panel on:2026-04-20 | 'result':[{'reference':'Observation/gone'}]", "not-met not-documented", "a report whose result is elsewhere")]
    public void Of_what_holds_a_film(string container, string expected, string why) => Say.That(Film, container, expected, why);

    [Theory]
    [InlineData("MedicationStatement drug | 'effectivePeriod':{},'dateAsserted':'2026-05-20'", "unknown unusable", "a period without a day")]
    [InlineData("MedicationStatement drug | '_effectiveDateTime':" + Withheld + ",'dateAsserted':'2026-05-20'", "unknown unusable", "a day that is withheld")]
    [InlineData("MedicationRequest drug on:2025-12-01 supply:120 no:intent | '_intent':" + Withheld, "unknown unconfirmed", "an intent that is withheld")]
    [InlineData("MedicationRequest drug on:2025-12-01 supply:120 | '_doNotPerform':" + Withheld, "unknown unconfirmed", "whether it was forbidden is withheld")]
    [InlineData("MedicationRequest drug on:2025-12-01 supply:120", "met documented", "nothing withheld")]
    public void Of_a_drug(string drug, string expected, string why) => Say.That(Drug, drug, expected, why);

    [Theory]
    [InlineData("DiagnosticReport/gone", "unknown not-retrieved", "a report that is not in hand")]
    [InlineData("Observation/gone", "unknown not-retrieved", "a finding that is not in hand")]
    [InlineData("Observation/o", "not-met not-documented", "a finding in hand speaks for itself")]
    [InlineData("DiagnosticReport/o", "unknown not-retrieved", "a report that has the id of a finding in hand")]
    [InlineData("DocumentReference/d", "not-met not-documented", "documents are never read")]
    public void Of_an_order_s_reason(string reference, string expected, string why) =>
        Say.That(OrderReason, $"Draft order reasonRef:{reference}\nObservation other id:o", expected, why);
}
