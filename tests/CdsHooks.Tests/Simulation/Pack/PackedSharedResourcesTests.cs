using Xunit;

namespace CdsHooks.Tests.Simulation.Pack;

/// <summary>Resources without a patient go to those who refer to them.</summary>
public sealed class PackedSharedResourcesTests : IDisposable
{
    private readonly SomeExport _export = new();

    public void Dispose() => _export.Dispose();

    [Theory]
    [InlineData("Medication/m")]
    [InlineData("Medication\\/m")]
    [InlineData("https://host/fhir/Medication/m/_history/3")]
    [InlineData("Medication?identifier=urn:ndc|77")]
    public void A_medication_goes_to_every_patient_whose_resources_refer_to_it(string reference)
    {
        _export.With(
            "requests.ndjson",
            $$"""{"resourceType":"MedicationRequest","id":"a","subject":{"reference":"Patient/1"},"medicationReference":{"reference":"{{reference}}"} }""",
            $$"""{"resourceType":"MedicationRequest","id":"b","subject":{"reference":"Patient/2"},"medicationReference":{"reference":"{{reference}}"} }""",
            """{"resourceType":"MedicationRequest","id":"c","subject":{"reference":"Patient/3"}}""");
        _export.With(
            "z.ndjson",
            """{"resourceType":"Medication","id":"m","identifier":[{"system":"urn:ndc","value":"77"}]}""",
            """{"resourceType":"Medication","id":"other"}""");

        Assert.Equal("1: a m; 2: b m; 3: c", _export.PackIds());
        Assert.Equal((2, 1, 1), (_export.Type("Medication").Resources, _export.Type("Medication").Shared, _export.Type("Medication").NotPlaced));
    }

    [Fact]
    public void What_a_shared_resource_refers_to_goes_along()
    {
        _export.With("e.ndjson", """{"resourceType":"Encounter","id":"e","subject":{"reference":"Patient/1"},"participant":[{"individual":{"reference":"PractitionerRole/r"}}]}""");
        _export.With("m.ndjson", """{"resourceType":"MedicationRequest","id":"q","subject":{"reference":"Patient/2"},"medicationReference":{"reference":"Medication/mix"}}""");
        _export.With(
            "s.ndjson",
            """{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/p"},"organization":{"reference":"Organization/o"},"location":[{"reference":"Location/l"}]}""",
            """{"resourceType":"Practitioner","id":"p"}""",
            """{"resourceType":"Organization","id":"o","partOf":{"reference":"Organization/top"}}""",
            """{"resourceType":"Organization","id":"top","partOf":{"reference":"Organization/o"}}""",
            """{"resourceType":"Location","id":"l","managingOrganization":{"reference":"Organization/o"}}""",
            """{"resourceType":"Medication","id":"mix","ingredient":[{"itemReference":{"reference":"Medication/part"}}]}""",
            """{"resourceType":"Medication","id":"part"}""",
            """{"resourceType":"Organization","id":"elsewhere","partOf":{"reference":"Organization/top"}}""");

        Assert.Equal("1: e r p o top l; 2: q mix part", _export.PackIds());
        Assert.Equal(1, _export.Type("Organization").NotPlaced);
    }

    [Fact]
    public void A_shared_resource_that_is_there_twice_is_kept_twice()
    {
        _export.With("p.ndjson", """{"resourceType":"Patient","id":"1","generalPractitioner":[{"reference":"Practitioner/p"}]}""");
        _export.With("q.ndjson", """{"resourceType":"Practitioner","id":"p"}""", """{"resourceType":"Practitioner","id":"p","active":true}""");

        Assert.Equal("1: 1 p p", _export.PackIds());
    }

    [Fact]
    public void What_could_be_about_a_patient_and_is_not_is_evidence_for_no_one()
    {
        _export.With(
            "a.ndjson",
            """{"resourceType":"DiagnosticReport","id":"d","subject":{"reference":"Patient/1"},"result":[{"reference":"Observation/water"}],"specimen":[{"reference":"Specimen/s"}],"basedOn":[{"reference":"Group/g"}]}""",
            """{"resourceType":"Observation","id":"water","subject":{"reference":"Location/l"}}""",
            """{"resourceType":"Specimen","id":"s"}""",
            """{"resourceType":"Group","id":"g","member":[{"entity":{"reference":"Patient/1"}},{"entity":{"reference":"Patient/2"}}]}""");

        Assert.Equal("1: d", _export.PackIds());
    }

    [Fact]
    public void A_device_from_stock_is_shared_and_one_of_another_patient_is_not()
    {
        _export.With(
            "a.ndjson",
            """{"resourceType":"Procedure","id":"p","subject":{"reference":"Patient/1"},"usedReference":[{"reference":"Device/stock"},{"reference":"Device/his"}]}""",
            """{"resourceType":"Device","id":"stock"}""",
            """{"resourceType":"Device","id":"his","patient":{"reference":"Patient/2"}}""");

        Assert.Equal("1: p stock; 2: his", _export.PackIds());
    }
}
