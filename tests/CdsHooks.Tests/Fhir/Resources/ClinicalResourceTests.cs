using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;
using Xunit;

namespace CdsHooks.Tests.Fhir.Resources;

public sealed class ClinicalResourceTests
{
    [Theory]
    [InlineData("\"1974-03-10\"", "1974-03-10", false)]
    [InlineData("\"1974\"", "1974", false)]
    [InlineData("null", null, false)]
    [InlineData("\"10.03.1974\"", null, true)]
    [InlineData("1974", null, true)]
    public void A_birth_date_keeps_its_precision(string json, string? expected, bool isError)
    {
        var patient = new Patient(Given.Resource($$"""{ "resourceType": "Patient", "birthDate": {{json}} }"""));

        Assert.Equal(expected, patient.BirthDate?.ToString());
        Assert.Equal(isError, patient.Resource.HasErrors);
    }

    [Fact]
    public void A_condition_says_what_since_when_and_how_sure()
    {
        var condition = new Condition(Given.Resource("""
            {
              "resourceType": "Condition",
              "extension": [ { "url": "http://hl7.org/fhir/StructureDefinition/condition-diseaseCourse", "valueCodeableConcept": { "coding": [ { "code": "255314001" } ] } } ],
              "clinicalStatus": { "coding": [ {}, { "code": "active" } ] },
              "verificationStatus": { "coding": [ { "code": "confirmed" } ] },
              "code": { "coding": [ { "code": "M43.16" } ] },
              "bodySite": [ { "text": "lumbar" } ],
              "subject": { "reference": "Patient/1" },
              "onsetDateTime": "2025-09-01",
              "recordedDate": "2025-10"
            }
            """));

        Assert.Equal(("active", "confirmed"), (condition.ClinicalStatus, condition.VerificationStatus));
        Assert.Equal("M43.16", condition.Code.Wording);
        Assert.Equal("lumbar", Assert.Single(condition.BodySites).Text);
        Assert.Equal("Patient/1", condition.Subject.Value);
        Assert.Equal(("2025-09-01", "2025-10"), (condition.Onset.ToString(), condition.RecordedDate.ToString()));
        Assert.Equal("255314001", condition.Course.Wording);
        Assert.False(condition.HasAbatement);
        Assert.Null(condition.Abatement);
        Assert.Empty(condition.Resource.Issues);
    }

    [Theory]
    [InlineData("\"abatementDateTime\": \"2026-01\"", true, "2026-01")]
    [InlineData("\"abatementPeriod\": { \"start\": \"2025\", \"end\": \"2026\" }", true, "2026")]
    [InlineData("\"abatementPeriod\": { \"start\": \"2025\" }", true, "2025")]
    [InlineData("\"abatementString\": \"last spring\"", true, null)]
    [InlineData("\"abatementAge\": { \"value\": 50 }", true, null)]
    [InlineData("\"abatementBoolean\": true", true, null)]
    [InlineData("\"abatementBoolean\": false", false, null)]
    [InlineData("\"abatementDateTime\": null", false, null)]
    [InlineData("\"_abatementDateTime\": {}", false, null)]
    [InlineData("\"abatement\": \"2026\"", false, null)]
    public void A_condition_that_ended_says_so_in_any_form(string json, bool hasEnded, string? expected)
    {
        var condition = new Condition(Given.Resource($$"""{ "resourceType": "Condition", {{json}} }"""));

        Assert.Equal((hasEnded, expected), (condition.HasAbatement, condition.Abatement?.ToString()));
    }

    [Theory]
    [InlineData("\"onsetPeriod\": { \"start\": \"2025-09\", \"end\": \"2025-10\" }", "2025-09")]
    [InlineData("\"onsetAge\": { \"value\": 50, \"code\": \"a\" }", null)]
    public void An_onset_may_be_a_period(string json, string? expected) =>
        Assert.Equal(expected, new Condition(Given.Resource($$"""{ "resourceType": "Condition", {{json}} }""")).Onset?.ToString());

    [Theory]
    [InlineData("\"performedDateTime\": \"2025-11-03\"", "2025-11-03", "2025-11-03")]
    [InlineData("\"performedPeriod\": { \"start\": \"2025-11-03\", \"end\": \"2026-01\" }", "2025-11-03", "2026-01")]
    [InlineData("\"performedPeriod\": { \"start\": \"2025-11-03\" }", "2025-11-03", null)]
    [InlineData("\"performedString\": \"last year\"", null, null)]
    public void A_procedure_was_performed_from_when_to_when(string json, string? start, string? end)
    {
        var procedure = new Procedure(Given.Resource($$"""{ "resourceType": "Procedure", {{json}} }"""));

        Assert.Equal((start, end), (procedure.Performed?.Start?.ToString(), procedure.Performed?.End?.ToString()));
    }

    [Fact]
    public void A_procedure_says_what_why_and_by_whom()
    {
        var procedure = new Procedure(Given.Resource("""
            {
              "resourceType": "Procedure",
              "status": "not-done",
              "statusReason": { "text": "declined" },
              "category": { "text": "therapy" },
              "code": { "coding": [ { "code": "97110" } ] },
              "encounter": { "reference": "Encounter/7" },
              "subject": { "reference": "Patient/1" },
              "performer": [ { "function": { "coding": [ { "code": "225100000X" } ] }, "actor": { "reference": "PractitionerRole/3" } } ],
              "reasonCode": [ { "text": "M54.50" } ],
              "reasonReference": [ { "reference": "Condition/1" } ],
              "bodySite": [ { "text": "spine" } ]
            }
            """));

        var performer = Assert.Single(procedure.Performers);

        Assert.Equal(("not-done", "declined", "therapy", "97110"), (procedure.Status, procedure.StatusReason.Text, procedure.Category.Text, procedure.Code.Wording));
        Assert.Equal(("225100000X", "PractitionerRole/3"), (performer.Function.Wording, performer.Actor.Value));
        Assert.Equal(("Encounter/7", "Patient/1"), (procedure.Encounter.Value, procedure.Subject.Value));
        Assert.Equal("M54.50", Assert.Single(procedure.ReasonCodes).Text);
        Assert.Equal("Condition/1", Assert.Single(procedure.ReasonReferences).Value);
        Assert.Equal("spine", Assert.Single(procedure.BodySites).Text);
    }

    [Fact]
    public void An_order_says_what_why_and_when()
    {
        var order = new ServiceRequest(Given.Resource("""
            {
              "resourceType": "ServiceRequest",
              "extension": [ { "url": "http://hl7.org/fhir/StructureDefinition/request-statusReason", "valueCodeableConcept": { "text": "declined" } } ],
              "status": "draft", "intent": "order", "doNotPerform": true,
              "code": { "coding": [ { "code": "22630" } ] },
              "authoredOn": "2026-06-01T09:00:00Z",
              "subject": { "reference": "Patient/1" },
              "reasonCode": [ { "text": "pain" } ], "reasonReference": [ { "reference": "Condition/1" } ],
              "bodySite": [ { "text": "L4-L5" } ], "performer": [ { "reference": "Organization/1" } ]
            }
            """));

        Assert.Equal(("draft", "order", true), (order.Status, order.Intent, order.DoNotPerform));
        Assert.Equal(("22630", "declined"), (order.Code.Wording, order.StatusReason.Text));
        Assert.Equal(FhirDatePrecision.Instant, order.AuthoredOn?.Precision);
        Assert.Equal(("Patient/1", "pain", "Condition/1"), (order.Subject.Value, order.ReasonCodes.First.Text, order.ReasonReferences.First.Value));
        Assert.Equal(("L4-L5", "Organization/1"), (order.BodySites.First.Text, order.Performers.First.Value));
    }

    [Fact]
    public void An_encounter_says_what_kind_when_and_with_whom()
    {
        var encounter = new Encounter(Given.Resource("""
            {
              "resourceType": "Encounter", "status": "finished",
              "type": [ { "text": "PT" } ], "serviceType": { "text": "physio" },
              "period": { "start": "2026-01-01", "end": "2026-01-01T11:00:00Z" },
              "participant": [ { "type": [ { "text": "therapist" } ], "individual": { "reference": "#role" } } ],
              "reasonCode": [ { "text": "pain" } ], "reasonReference": [ { "reference": "Condition/1" } ], "subject": { "reference": "Patient/1" }
            }
            """));
        var participant = encounter.Participants.First;

        Assert.Equal(("finished", "PT", "physio"), (encounter.Status, encounter.Types.First.Text, encounter.ServiceType.Text));
        Assert.Equal(("2026-01-01", "2026-01-01"), (encounter.Period?.Start.ToString(), encounter.Period?.End.ToString()));
        Assert.Equal(("therapist", "role"), (participant.Types.First.Text, participant.Individual.ContainedId));
        Assert.Equal(("pain", "Condition/1", "Patient/1"), (encounter.ReasonCodes.First.Text, encounter.ReasonReferences.First.Value, encounter.Subject.Value));
    }

    [Fact]
    public void An_allergy_says_to_what()
    {
        var allergy = new AllergyIntolerance(Given.Resource("""
            {
              "resourceType": "AllergyIntolerance",
              "clinicalStatus": { "coding": [ { "code": "active" } ] }, "verificationStatus": { "coding": [ { "code": "confirmed" } ] },
              "code": { "text": "NSAID" }, "patient": { "reference": "Patient/1" }, "recordedDate": "2020",
              "reaction": [ {}, { "substance": { "text": "naproxen" } }, { "substance": { "text": "ibuprofen" } } ]
            }
            """));

        Assert.Equal(("active", "confirmed", "NSAID", "Patient/1"), (allergy.ClinicalStatus, allergy.VerificationStatus, allergy.Code.Text, allergy.Patient.Value));
        Assert.Equal(["naproxen", "ibuprofen"], allergy.ReactionSubstances.Select(substance => substance.Text), StringComparer.Ordinal);
        Assert.Equal("2020", allergy.RecordedDate.ToString());
    }

    [Fact]
    public void A_report_says_what_was_concluded()
    {
        var report = new DiagnosticReport(Given.Resource("""
            {
              "resourceType": "DiagnosticReport", "status": "final", "code": { "text": "film" },
              "effectivePeriod": { "start": "2026-04-19", "end": "2026-04-20" }, "issued": "2026-04-21T08:00:00Z",
              "result": [ { "reference": "Observation/1" } ], "conclusionCode": [ { "text": "M43.16" } ], "subject": { "reference": "Patient/1" }
            }
            """));

        Assert.Equal(("final", "film", "2026-04-20", "2026-04-21"), (report.Status, report.Code.Text, report.Effective.ToString(), report.Issued.ToString()));
        Assert.Equal(("Observation/1", "M43.16", "Patient/1"), (report.Results.First.Value, report.ConclusionCodes.First.Text, report.Subject.Value));
    }

    [Fact]
    public void A_practitioner_is_known_by_codes()
    {
        var role = new PractitionerRole(Given.Resource("""{ "resourceType": "PractitionerRole", "code": [ { "text": "a" } ], "specialty": [ { "text": "b" } ] }"""));
        var person = new Practitioner(Given.Resource("""{ "resourceType": "Practitioner", "qualification": [ { "code": { "text": "c" } }, {} ] }"""));

        Assert.Equal(("a", "b", "c"), (role.Codes.First.Text, role.Specialties.First.Text, Assert.Single(person.Qualifications).Text));
    }

    [Theory]
    [InlineData("""[ { "severity": "warning" }, { "severity": "error", "code": "forbidden" } ]""", true)]
    [InlineData("""[ { "severity": "fatal" } ]""", true)]
    [InlineData("""{ "severity": "error" }""", true)]
    [InlineData("""[ { "severity": "warning" } ]""", false)]
    [InlineData("""[ { "severity": "information", "code": "informational" } ]""", false)]
    [InlineData("[]", false)]
    public void An_outcome_is_a_failure_when_any_issue_is(string issues, bool isFailure)
    {
        var outcome = new OperationOutcome(Given.Resource($$"""{ "resourceType": "OperationOutcome", "issue": {{issues}} }"""));

        Assert.Equal(isFailure, outcome.IsFailure);
    }

    [Fact]
    public void An_outcome_says_which_kind_of_issue() =>
        Assert.Equal("forbidden", new OperationOutcome(Given.Resource("""{ "resourceType": "OperationOutcome", "issue": [ { "code": "forbidden" } ] }""")).Issues.First.Code);

    [Fact]
    public void No_view_writes_out_what_it_holds()
    {
        var condition = new Condition(Given.Resource("""{ "resourceType": "Condition", "code": { "text": "secret" }, "onsetDateTime": "1974-03-10" }"""));

        Assert.Equal("Condition", condition.ToString());
        Assert.Equal("Condition.code", condition.Code.ToString());
        Assert.Equal("Condition.code", condition.Code.Node.ToString());
    }
}
