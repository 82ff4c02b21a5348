using CdsHooks.Fhir;
using Xunit;

namespace CdsHooks.Tests.Fhir;

public sealed class FhirResourceTests
{
    [Fact]
    public void A_resource_keeps_its_JSON_whole_and_says_what_it_is()
    {
        var resource = FhirResource.Of(Given.Json("""{"resourceType":"Patient","id":"p","x":1}"""), "https://ehr.example/Patient/p");

        Assert.Equal("Patient", resource.ResourceType);
        Assert.Equal("p", resource.Id);
        Assert.Equal("https://ehr.example/Patient/p", resource.FullUrl);
        Assert.Equal("""{"resourceType":"Patient","id":"p","x":1}""", resource.Json.GetRawText());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("\"Patient\"")]
    [InlineData("[]")]
    public void What_is_no_object_is_a_resource_without_type_and_an_error(string json)
    {
        var resource = Given.Resource(json);

        Assert.Equal("", resource.ResourceType);
        Assert.Null(resource.Id);
        Assert.Null(resource.FindContained("a"));
        Assert.Equal(new FhirIssue(FhirIssueCode.WrongKind, FhirIssueSeverity.Error, "Resource", "object"), Given.OnlyIssueOf(resource));
        Assert.True(resource.HasErrors);
    }

    [Fact]
    public void An_undefined_element_is_a_resource_without_type_and_an_error()
    {
        var resource = FhirResource.Of(default);

        Assert.Equal("", resource.ResourceType);
        Assert.Equal("Resource", Given.OnlyIssueOf(resource).Location);
        Assert.True(resource.HasErrors);
    }

    [Theory]
    [InlineData("{}", FhirIssueCode.MissingElement, "Resource")]
    [InlineData("""{ "resourceType": null }""", FhirIssueCode.MissingElement, "Resource")]
    [InlineData("""{ "resourceType": 5 }""", FhirIssueCode.WrongKind, "Resource.resourceType")]
    public void A_missing_type_is_an_error(string json, FhirIssueCode code, string location)
    {
        var resource = Given.Resource(json);

        Assert.Equal("", resource.ResourceType);
        Assert.Equal((code, location), (Given.OnlyIssueOf(resource).Code, Given.OnlyIssueOf(resource).Location));
    }

    [Fact]
    public void A_type_that_has_no_view_is_named_too()
    {
        Assert.Equal("Immunization", Given.Resource("""{ "resourceType": "Immunization" }""").ResourceType);
        Assert.Equal("Patient", Given.Resource("""{ "resourceType": "\u0050atient" }""").ResourceType);
    }

    [Fact]
    public void What_stands_in_the_type_is_not_shown_unless_it_can_be_a_type()
    {
        var resource = Given.Resource("""{ "resourceType": "Jane Doe, 1974-03-10", "id": 5 }""");

        Assert.Null(resource.Id);

        Assert.Equal("Resource.id", Given.OnlyIssueOf(resource).Location);
    }

    [Fact]
    public void A_location_names_every_step()
    {
        var resource = Given.Resource("""
            {
              "resourceType": "Condition",
              "note": [ { "text": "a" } ],
              "code": { "coding": [ null, {}, { "system": "s", "code": { "value": "x" } } ] }
            }
            """);
        var code = resource.Root["code"u8]["coding"u8].AsItems().Last()["code"u8];

        Assert.Equal("Condition.code.coding[2].code", code.Location);
        Assert.Equal("Condition", resource.Root.Location);
        Assert.Equal("Condition.code.coding", resource.Root["code"u8]["coding"u8].Location);
        Assert.Equal("Condition.code.coding[2].code.value", code["value"u8].Location);
    }

    [Fact]
    public void Equal_values_in_different_places_have_different_locations()
    {
        var resource = Given.Resource("""{ "resourceType": "Basic", "a": [ [1, 1], [1] ], "b": 1 }""");

        var locations = resource.Root.Items("a"u8).SelectMany(row => row.AsItems()).Append(resource.Root["b"u8]).Select(node => node.Location);

        Assert.Equal("Basic.a[0][0] Basic.a[0][1] Basic.a[1][0] Basic.b", string.Join(" ", locations));
    }

    [Fact]
    public void A_resource_inside_a_request_has_locations_of_its_own()
    {
        var request = Given.Json("""{ "context": { "draftOrders": { "entry": [ { "resource": { "resourceType": "Patient", "id": 7 } } ] } } }""");
        var resource = FhirResource.Of(request.GetProperty("context").GetProperty("draftOrders").GetProperty("entry")[0].GetProperty("resource"));

        Assert.Null(resource.Id);

        Assert.Equal("Patient.id", Given.OnlyIssueOf(resource).Location);
    }

    [Fact]
    public void No_issue_shows_a_value()
    {
        var resource = Given.Resource("""{ "resourceType": "Patient", "id": 123456, "birthDate": "10 March 1974", "gender": { "x": "secret" } }""");

        _ = (resource.Id, resource.Root["birthDate"u8].AsDateTime(), resource.Root["gender"u8].AsString());

        Assert.Equal(3, resource.Issues.Count);
        Assert.All(resource.Issues, issue =>
        {
            Assert.DoesNotContain("123456", issue.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("1974", issue.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("secret", issue.ToString(), StringComparison.Ordinal);
        });
    }
}
