using CdsHooks.Cli.Pack;
using CdsHooks.Decision.Evidence;
using Hl7.Fhir.Model;
using Xunit;

namespace CdsHooks.Tests.Simulation.Pack;

/// <summary>Whom a resource is about.</summary>
public sealed class PackedPatientsTests : IDisposable
{
    private const string Uuid = "0b0f1c60-5a52-4d1c-8b5b-0d3c0c7e1a11";

    private readonly SomeExport _export = new();

    public void Dispose() => _export.Dispose();

    [Theory]
    [InlineData("""{"reference":"Patient/1"}""")]
    [InlineData("""{"reference":"Patient/1/_history/2"}""")]
    [InlineData("""{"reference":"https://host/fhir/Patient/1"}""")]
    [InlineData("""{"reference":"https://host/fhir/Patient/1/_history/2"}""")]
    [InlineData("""{"reference":"Patient\/1"}""")]
    [InlineData("""{"reference":"\u0050atient/1"}""")]
    [InlineData("""{"ref\u0065rence":"Patient/1"}""")]
    [InlineData("""{"type":"Patient","reference":"Patient/1","identifier":{"system":"urn:mrn","value":"two"}}""")]
    [InlineData("""{"identifier":{"system":"urn:mrn","value":"one"}}""")]
    [InlineData("""{"type":"Patient","identifier":{"value":"one","system":"urn:mrn"}}""")]
    [InlineData("""{"identifier":{"value":"bare"}}""")]
    [InlineData("""{"reference":"Patient?identifier=urn:mrn|one"}""")]
    [InlineData("""{"reference":"https://host/Patient?identifier=urn%3Amrn%7Cone"}""")]
    [InlineData("""{"reference":"#p","display":"contained"}""")]
    [InlineData("""{"reference":"#nobody","identifier":{"system":"urn:mrn","value":"one"}}""")]
    public void A_reference_to_the_patient_may_have_any_form_of_R4(string subject)
    {
        Patients().With(
            "Condition.ndjson",
            $$"""{"resourceType":"Condition","id":"c","contained":[{"resourceType":"Patient","id":"p","identifier":[{"system":"urn:mrn","value":"one"}]}],"subject":{{subject}} }""");

        Assert.Equal($"{Uuid}: {Uuid}; 1: 1 c; 2: 2", _export.PackIds());
    }

    [Theory]
    [InlineData($$"""{"reference":"urn:uuid:{{Uuid}}"}""")]
    [InlineData("""{"reference":"urn:uuid:0B0F1C60-5A52-4D1C-8B5B-0D3C0C7E1A11"}""")]
    [InlineData($$"""{"reference":"Patient/{{Uuid}}"}""")]
    public void A_patient_is_found_by_a_urn_too(string subject)
    {
        Patients().With("a.ndjson", $$"""{"resourceType":"Condition","id":"c","subject":{{subject}} }""");

        Assert.Equal($"{Uuid}: {Uuid} c; 1: 1; 2: 2", _export.PackIds());
    }

    [Theory]
    [InlineData("""{"reference":"Group/1"}""")]
    [InlineData("""{"reference":"Device/1"}""")]
    [InlineData("""{"reference":"https://host/Location/1"}""")]
    [InlineData("""{"reference":"#p"}""")]
    [InlineData("""{"reference":"urn:uuid:11111111-5a52-4d1c-8b5b-0d3c0c7e1a11"}""")]
    [InlineData("""{"reference":"Patient"}""")]
    [InlineData("""{"reference":"Patient/1\n2"}""")]
    [InlineData("""{"reference":7}""")]
    [InlineData("""{"display":"Patient/1"}""")]
    [InlineData("""{"identifier":{"system":"urn:mrn","value":"both"}}""")]
    [InlineData("""{"identifier":{"system":"urn:other","value":"one"}}""")]
    [InlineData("""{"identifier":{"value":"one"}}""")]
    [InlineData("""{"type":"Group","identifier":{"system":"urn:mrn","value":"one"}}""")]
    [InlineData("""{"extension":[{"url":"x","valueReference":{"reference":"Patient/1"}}]}""")]
    [InlineData("""[]""")]
    [InlineData("\"Patient/1\"")]
    [InlineData("null")]
    public void What_names_no_patient_belongs_to_none_and_is_counted(string subject)
    {
        Patients().With(
            "Observation.ndjson",
            $$"""{"resourceType":"Observation","id":"o","contained":[{"resourceType":"Patient","id":"p"}],"performer":[{"reference":"Patient/1"}],"subject":{{subject}} }""");

        Assert.Equal($"{Uuid}: {Uuid}; 1: 1; 2: 2", _export.PackIds());
        Assert.Equal((1, 0, 1), (_export.Type("Observation").Resources, _export.Type("Observation").Shared, _export.Type("Observation").NotPlaced));
    }

    [Theory]
    [InlineData("AllergyIntolerance", """ "patient":{"reference":"Patient/1"},"recorder":{"reference":"Patient/2"} """)]
    [InlineData("CarePlan", """ "subject":{"reference":"Patient/1"},"author":{"reference":"Patient/2"} """)]
    [InlineData("Condition", """ "asserter":{"reference":"Patient/2"},"subject":{"reference":"Patient/1"} """)]
    [InlineData("Coverage", """ "subscriber":{"reference":"Patient/2"},"beneficiary":{"reference":"Patient/1"},"payor":[{"reference":"Patient/2"}] """)]
    [InlineData("DiagnosticReport", """ "subject":{"reference":"Patient/1"} """)]
    [InlineData("Encounter", """ "subject":{"reference":"Patient/1"},"participant":[{"individual":{"reference":"Practitioner/7"}}] """)]
    [InlineData("Immunization", """ "patient":{"reference":"Patient/1"} """)]
    [InlineData("MedicationRequest", """ "subject":{"reference":"Patient/1"} """)]
    [InlineData("MedicationStatement", """ "informationSource":{"reference":"Patient/2"},"subject":{"reference":"Patient/1"} """)]
    [InlineData("Observation", """ "subject":{"reference":"Patient/1"},"focus":[{"reference":"Patient/2"}] """)]
    [InlineData("Procedure", """ "subject":{"reference":"Patient/1"} """)]
    [InlineData("QuestionnaireResponse", """ "subject":{"reference":"Patient/1"},"source":{"reference":"Patient/2"} """)]
    [InlineData("ResearchSubject", """ "individual":{"reference":"Patient/1"} """)]
    [InlineData("ServiceRequest", """ "subject":{"reference":"Patient/1"} """)]
    [InlineData("Task", """ "for":{"reference":"Patient/1"},"owner":{"reference":"Patient/2"} """)]
    [InlineData("Appointment", """ "participant":[{"actor":{"reference":"Practitioner/7"}},{"actor":{"reference":"Patient/1"}}] """)]
    [InlineData("Account", """ "subject":[{"reference":"Patient/1"},{"reference":"Patient/1"}] """)]
    [InlineData("Person", """ "link":[{"target":{"identifier":{"system":"urn:mrn","value":"one"}}}] """)]
    public void Each_type_names_its_patient_in_an_element_of_its_own(string type, string members)
    {
        Patients().With("any.ndjson", $$"""{{{members.Trim()}},"resourceType":"{{type}}","id":"x"}""");

        Assert.Equal($"{Uuid}: {Uuid}; 1: 1 x; 2: 2", _export.PackIds());
    }

    [Fact]
    public void A_resource_about_two_patients_goes_to_both()
    {
        Patients().With("a.ndjson", """{"resourceType":"Appointment","id":"a","participant":[{"actor":{"reference":"Patient/1"}},{"actor":{"identifier":{"system":"urn:mrn","value":"two"}}}]}""");

        Assert.Equal($"{Uuid}: {Uuid}; 1: 1 a; 2: 2 a", _export.PackIds());
    }

    [Fact]
    public void Every_type_that_rules_read_has_one_plain_element_for_its_patient()
    {
        var types = PrefetchKeys.All.Where(key => key.Kind is not EvidenceKind.Patient).Select(key => key.ResourceType);

        Assert.All(types, type => Assert.Equal(type is "AllergyIntolerance" ? "patient" : "subject", Assert.Single(Assert.Single(PatientElements.Of(type)!.Paths))));
    }

    [Fact]
    public void Every_type_that_has_a_patient_in_R4_is_known() =>
        Assert.All(
            ModelInfo.SearchParameters.Where(parameter => parameter.Name is "patient" && parameter.Type is SearchParamType.Reference).Select(parameter => parameter.Resource!),
            type => Assert.NotEmpty(PatientElements.Of(type)!.Paths));

    [Fact]
    public void Patients_that_are_worth_a_look_are_counted_and_left_as_they_are()
    {
        _export.With(
            "Patient.ndjson",
            """{"resourceType":"Patient","id":"alone"}""",
            """{"resourceType":"Patient","id":"linked","link":[{"other":{"reference":"Patient/alone"},"type":"replaced-by"}],"active":false}""",
            """{"resourceType":"Patient","name":[{"family":"without an id"}]}""");
        _export.With(
            "Condition.ndjson",
            """{"resourceType":"Condition","id":"b","subject":{"reference":"Patient/linked"}}""",
            """{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/nowhere"}}""",
            """{"resourceType":"Condition","id":"b","subject":{"reference":"Patient/linked"},"recordedDate":"2025"}""");

        Assert.Equal("alone: alone; linked: b b linked; nowhere: c", _export.PackIds());
        var notes = _export.Manifest.Notes!;
        Assert.Equal((1, 1, 1, 1, 1), (notes.PatientsWithoutPatientResource, notes.PatientsAlone, notes.PatientsLinked, notes.PatientsInactive, notes.RepeatedResources));
        Assert.Equal(1, _export.Type("Patient").NotPlaced);
    }

    private SomeExport Patients() => _export.With(
        "0.ndjson",
        """{"resourceType":"Patient","id":"1","identifier":[{"system":"urn:mrn","value":"one"},{"system":"urn:mrn","value":"both"},{"value":"bare"}]}""",
        """{"resourceType":"Patient","id":"2","identifier":[{"system":"urn:mrn","value":"two"},{"system":"urn:mrn","value":"both"}]}""",
        $$"""{"resourceType":"Patient","id":"{{Uuid}}"}""");
}
