using System.Text;
using CdsHooks.Tests.Intake;
using static CdsHooks.Tests.Synthetic.SyntheticWriter;

namespace CdsHooks.Tests.Synthetic;

/// <summary>Makes what is found, ordered, done and planned at a visit.</summary>
internal sealed class SyntheticCare(Dice dice, SyntheticWriter writer, DateOnly today)
{
    private static readonly string[] EncounterClasses = ["AMB", "EMER", "IMP", "VR"];

    private string Common(SyntheticVisit visit) => $$""" "subject":{"reference":"{{writer.Patient}}"},"encounter":{"reference":"{{visit.Reference}}"}""";

    public SyntheticVisit Visit(DateOnly day)
    {
        var code = One(SyntheticCodes.Visits);
        var reference = writer.Add("Encounter", "us-core-encounter",
            $$""" "status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"{{One(EncounterClasses)}}"},"type":[{{code.Concept}}],""" +
            $$""" "subject":{"reference":"{{writer.Patient}}"},"participant":[{"type":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"PPRF"}]}],"individual":{{Doctor}}}],""" +
            $$""" "period":{"start":"{{At(day)}}","end":"{{At(day, 10)}}"},"serviceProvider":{{Place}}""" +
            (dice.Next(3) == 0 ? $$""","reasonCode":[{"coding":[{{One(SyntheticCodes.Disorders).Coding}}]}]""" : ""));
        return new SyntheticVisit(day, reference, code);
    }

    public string Condition(SyntheticVisit visit, SyntheticCode code, bool isOver)
    {
        var end = visit.Day.AddDays(7 + dice.Next(60));
        var over = isOver && end < today;
        return writer.Add("Condition", "us-core-condition",
            $$""" "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"{{(over ? "resolved" : "active")}}"}]},""" +
            """ "verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]},""" +
            """ "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-category","code":"encounter-diagnosis","display":"Encounter Diagnosis"}]}],""" +
            $$""" "code":{{code.Concept}},{{Common(visit)}},"onsetDateTime":"{{At(visit.Day)}}",{{(over ? $"\"abatementDateTime\":\"{At(end)}\"," : "")}}"recordedDate":"{{At(visit.Day)}}" """);
    }

    /// <summary>A drug: mostly without supply, and while it is active without any end.</summary>
    public void Drug(SyntheticVisit visit, SyntheticCode code, string? reason)
    {
        string[] status = ["active", "active", "stopped", "completed"];
        writer.Add("MedicationRequest", "us-core-medicationrequest",
            $$""" "status":"{{One(status)}}","intent":"order","medicationCodeableConcept":{{code.Concept}},{{Common(visit)}},"authoredOn":"{{At(visit.Day)}}","requester":{{Doctor}}""" +
            (reason is null ? "" : $$""","reasonReference":[{"reference":"{{reason}}"}]""") +
            (dice.Next(2) == 0 ? "" : ""","dosageInstruction":[{"sequence":1,"timing":{"repeat":{"frequency":1,"period":1.0,"periodUnit":"d"}},"asNeededBoolean":false,"doseAndRate":[{"doseQuantity":{"value":1.0}}]}]"""));
    }

    public void Procedure(SyntheticVisit visit, string? reason) => writer.Add("Procedure", "us-core-procedure",
        $$""" "status":"completed","code":{{One(SyntheticCodes.Procedures).Concept}},{{Common(visit)}},"performedPeriod":{"start":"{{At(visit.Day)}}","end":"{{At(visit.Day, 10)}}"}""" +
        (reason is null ? "" : $$""","reasonReference":[{"reference":"{{reason}}"}]"""));

    /// <summary>A drug that is still active and whose order says no end.</summary>
    /// <param name="visit">When it was ordered.</param>
    /// <param name="code">The drug.</param>
    /// <param name="supply">The days that it was supplied for; null where nothing says so.</param>
    public void EndlessDrug(SyntheticVisit visit, SyntheticCode code, int? supply) => writer.Add("MedicationRequest", "us-core-medicationrequest",
        $$""" "status":"active","intent":"order","medicationCodeableConcept":{{code.Concept}},{{Common(visit)}},"authoredOn":"{{At(visit.Day)}}","requester":{{Doctor}}""" +
        (supply is null ? "" : $$""","dispenseRequest":{"expectedSupplyDuration":{"value":{{supply}},"unit":"days","system":"http://unitsofmeasure.org","code":"d"} }"""));

    /// <summary>A care plan with its team, done or under way.</summary>
    public void Plan(SyntheticVisit visit, string? reason)
    {
        var (category, activities) = One(SyntheticCodes.Plans);
        Plan(visit, reason, category, activities);
    }

    public void Plan(SyntheticVisit visit, string? reason, SyntheticCode category, IReadOnlyList<SyntheticCode> activities)
    {
        var end = visit.Day.AddDays(30 + dice.Next(200));
        var over = end < today && dice.Next(3) > 0;
        var period = $$""" "period":{"start":"{{At(visit.Day)}}"{{(over ? $",\"end\":\"{At(end)}\"" : "")}}}""";
        var team = writer.Add("CareTeam", "us-core-careteam", $$""" "status":"{{(over ? "inactive" : "active")}}",{{Common(visit)}},{{period}},"participant":[{"member":{{Doctor}}}]""");
        var details = activities.Select(activity => $$$"""{"detail":{"code":{{{activity.Concept}}},"status":"{{{(over ? "completed" : "in-progress")}}}","location":{"display":"GENERAL HOSPITAL"} } }""");
        writer.Add("CarePlan", "us-core-careplan",
            $$""" "status":"{{(over ? "completed" : "active")}}","intent":"order","category":[{"coding":[{"system":"http://hl7.org/fhir/us/core/CodeSystem/careplan-category","code":"assess-plan"}]},{{category.Concept}}],""" +
            $$"""{{Common(visit)}},{{period}},"careTeam":[{"reference":"{{team}}"}],"activity":[{{string.Join(',', details)}}]""" +
            (reason is null ? "" : $$""","addresses":[{"reference":"{{reason}}"}]"""));
    }

    public void Allergy(DateOnly day) => writer.Add("AllergyIntolerance", profile: null,
        """ "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},""" +
        """ "verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-verification","code":"confirmed"}]},""" +
        $$""" "type":"allergy","category":["food"],"criticality":"low","code":{{One(SyntheticCodes.Allergies).Concept}},"patient":{"reference":"{{writer.Patient}}"},"recordedDate":"{{At(day)}}" """);

    public void Vaccine(SyntheticVisit visit) => writer.Add("Immunization", "us-core-immunization",
        $$""" "status":"completed","vaccineCode":{{One(SyntheticCodes.Vaccines).Concept}},"patient":{"reference":"{{writer.Patient}}"},"encounter":{"reference":"{{visit.Reference}}"},"occurrenceDateTime":"{{At(visit.Day)}}","primarySource":true""");

    /// <summary>The note in words, as a report and as a document, and the bill.</summary>
    public void Paper(SyntheticVisit visit)
    {
        const string Codes = """{"coding":[{"system":"http://loinc.org","code":"34117-2","display":"History and physical note"},{"system":"http://loinc.org","code":"51847-2","display":"Evaluation+Plan note"}]}""";
        var note = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{visit.Day:O}\n\n# Chief Complaint\n- Back pain\n\n# Plan\nLumbar fusion was discussed; spondylolisthesis; physical therapy for 12 weeks.\n"));
        var attachment = $$"""{"contentType":"text/plain; charset=utf-8","data":"{{note}}"}""";
        writer.Add("DiagnosticReport", "us-core-diagnosticreport-note",
            $$""" "status":"final","category":[{{Codes}}],"code":{{Codes}},{{Common(visit)}},"effectiveDateTime":"{{At(visit.Day)}}","issued":"{{At(visit.Day)}}","performer":[{{Doctor}}],"presentedForm":[{{attachment}}]""");
        writer.Add("DocumentReference", "us-core-documentreference", $$""" "status":"current","type":{{Codes}},"subject":{"reference":"{{writer.Patient}}"},"date":"{{At(visit.Day)}}","content":[{"attachment":{{attachment}}}]""");
        var bill = $$""" "status":"active","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"institutional"}]},"use":"claim","patient":{"reference":"{{writer.Patient}}"},"created":"{{At(visit.Day)}}","provider":{{Place}},"item":[{"sequence":1,"productOrService":{{visit.Code.Concept}},"encounter":[{"reference":"{{visit.Reference}}"}]}]""";
        var claim = writer.Add("Claim", profile: null, bill + ""","priority":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/processpriority","code":"normal"}]},"total":{"value":129.16,"currency":"USD"}""");
        writer.Add("ExplanationOfBenefit", profile: null,
            $$""" "contained":[{"resourceType":"ServiceRequest","id":"referral","status":"completed","intent":"order","subject":{"reference":"{{writer.Patient}}"},"requester":{{Doctor}}}],{{bill}},"referral":{"reference":"#referral"},"claim":{"reference":"{{claim}}"},"outcome":"complete","insurer":{"display":"Blue Cross"}""");
    }

    private T One<T>(IReadOnlyList<T> choices) => choices[dice.Next(choices.Count)];
}
