using CdsHooks.Fhir;
using Xunit;

namespace CdsHooks.Tests.Fhir;

public sealed class ReferenceTests
{
    private static readonly string LongId = new('e', 200);

    [Theory]
    [InlineData("Condition/1", "Condition", "1")]
    [InlineData("/Condition/1", "Condition", "1")]
    [InlineData("Condition/1/_history/2", "Condition", "1")]
    [InlineData("https://ehr.example/fhir/R4/Condition/1", "Condition", "1")]
    [InlineData("https://ehr.example/fhir/R4/Condition/1/_history/2", "Condition", "1")]
    [InlineData("http://ehr.example:8080/Patient/a.b-C", "Patient", "a.b-C")]
    [InlineData("urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", "", "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0")]
    [InlineData("urn:oid:1.2.3", "", "urn:oid:1.2.3")]
    public void Relative_absolute_and_versioned_references_to_one_resource_have_one_key(string reference, string type, string id)
    {
        var isKey = ReferenceTo(reference).TryGetKey(out var key);

        Assert.True(isKey);
        Assert.Equal(new ReferenceKey(type, id), key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("Condition")]
    [InlineData("Condition/")]
    [InlineData("condition/1")]
    [InlineData("Condition2/1")]
    [InlineData("#med")]
    [InlineData("#")]
    [InlineData("Condition/1#part")]
    [InlineData("Condition?identifier=1")]
    [InlineData("Condition/_history")]
    [InlineData("Condition/1 ")]
    [InlineData("urn:isbn:1")]
    [InlineData("https://ehr.example")]
    public void What_points_to_no_other_resource_has_no_key(string reference)
    {
        Assert.False(ReferenceTo(reference).TryGetKey(out var key));

        Assert.Equal(default, key);
    }

    [Fact]
    public void An_id_may_be_longer_than_FHIR_allows()
    {
        Assert.True(ReferenceKey.TryParse($"ServiceRequest/{LongId}", out var key));

        Assert.Equal(LongId, key.Id);
    }

    [Fact]
    public void A_reference_into_the_same_resource_is_contained()
    {
        var reference = ReferenceTo("#med");

        Assert.True(reference.IsContained);
        Assert.Equal("med", reference.ContainedId);
    }

    [Fact]
    public void A_contained_resource_is_found_by_its_id()
    {
        var request = Given.Resource("""
            {
              "resourceType": "MedicationRequest",
              "contained": [ { "resourceType": "Substance", "id": "s" }, { "resourceType": "Medication", "id": "med" } ],
              "medicationReference": { "reference": "#med" }
            }
            """);

        var found = new Reference(request.Root["medicationReference"u8]).FindContained();

        Assert.Equal("Medication", found?.ResourceType);
        Assert.False(request.HasErrors);
    }

    [Fact]
    public void A_contained_resource_finds_its_neighbours_in_the_resource_that_contains_it()
    {
        var request = Given.Resource("""
            {
              "resourceType": "MedicationRequest",
              "contained": [ { "resourceType": "Medication", "id": "med" }, { "resourceType": "Substance", "id": "s" } ]
            }
            """);

        Assert.Equal("Substance", request.FindContained("med")?.FindContained("s")?.ResourceType);
        Assert.Null(request.FindContained("other"));
    }

    [Fact]
    public void A_fault_in_a_contained_resource_is_reported_on_the_one_that_contains_it()
    {
        var request = Given.Resource("""
            {
              "resourceType": "MedicationRequest",
              "contained": [ { "resourceType": "Medication", "id": "med", "code": { "coding": [ { "code": 7258 } ] } } ]
            }
            """);
        var medication = request.FindContained("med")!;

        Assert.Null(new CodeableConcept(medication.Root["code"u8]).Codings.First.Code);

        Assert.Equal("MedicationRequest.contained[0].code.coding[0].code", Given.OnlyIssueOf(request).Location);
        Assert.True(request.HasErrors);
        Assert.True(medication.HasErrors);
        Assert.Equal("MedicationRequest.contained[0]", medication.ToString());
    }

    [Fact]
    public void A_reference_with_a_display_alone_exists_and_points_nowhere()
    {
        var reference = new Reference(Given.Node("""{ "display": "Dr. Who", "type": "Practitioner" }"""));

        Assert.True(reference.Exists);
        Assert.Null(reference.Value);
        Assert.False(reference.IsContained);
        Assert.Null(reference.FindContained());
        Assert.False(reference.TryGetKey(out _));
        Assert.Equal(("Dr. Who", "Practitioner"), (reference.Display, reference.Type));
    }

    private static Reference ReferenceTo(string value) => new(Given.Node($$"""{ "reference": "{{value}}" }"""));
}
