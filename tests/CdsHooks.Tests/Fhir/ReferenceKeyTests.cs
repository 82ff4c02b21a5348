using CdsHooks.Fhir;
using Xunit;

namespace CdsHooks.Tests.Fhir;

public sealed class ReferenceKeyTests
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
        var isKey = ReferenceKey.TryParse(reference, out var key);

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
        Assert.False(ReferenceKey.TryParse(reference, out var key));

        Assert.Equal(default, key);
    }

    [Fact]
    public void An_id_may_be_longer_than_FHIR_allows()
    {
        Assert.True(ReferenceKey.TryParse($"ServiceRequest/{LongId}", out var key));

        Assert.Equal(LongId, key.Id);
    }
}
