using System.Text;
using CdsHooks.Fhir;
using Xunit;

namespace CdsHooks.Tests.Fhir;

public sealed class CodeableConceptTests
{
    [Theory]
    [InlineData("""{ "text": "Low back pain", "coding": [ { "display": "LBP", "code": "M54.50" } ] }""", "Low back pain")]
    [InlineData("""{ "coding": [ { "code": "M54.50" }, { "display": "LBP" } ] }""", "LBP")]
    [InlineData("""{ "coding": [ {}, { "code": "M54.50" } ] }""", "M54.50")]
    [InlineData("""{ "coding": [ {} ] }""", null)]
    [InlineData("{}", null)]
    public void The_wording_is_the_text_else_a_display_else_a_code(string json, string? expected) =>
        Assert.Equal(expected, new CodeableConcept(Given.Node(json)).Wording);

    [Fact]
    public void An_empty_coding_as_the_sandbox_sends_it_is_no_issue()
    {
        var concept = new CodeableConcept(Given.Node("""{ "coding": [ {} ] }"""));

        var coding = Assert.Single(concept.Codings);

        Assert.False(coding.TryGetUtf8(out _, out _));
        Assert.Equal((null, null, null), (coding.System, coding.Code, coding.Display));
        Assert.Empty(concept.Node.Resource.Issues);
    }

    [Fact]
    public void A_concept_that_is_a_string_exists_and_is_an_error()
    {
        var concept = new CodeableConcept(Given.Node("\"back pain\""));

        Assert.True(concept.Exists);
        Assert.Empty(concept.Codings);
        Assert.Equal(FhirIssueCode.WrongKind, Given.OnlyIssueOf(concept.Node.Resource).Code);
    }

    [Fact]
    public void A_coding_that_is_a_string_is_an_error()
    {
        var concept = new CodeableConcept(Given.Node("""{ "coding": [ "M54.50" ] }"""));

        Assert.False(concept.Codings.First.TryGetUtf8(out _, out _));

        Assert.Equal("Basic.it.coding[0]", Given.OnlyIssueOf(concept.Node.Resource).Location);
    }

    [Theory]
    [InlineData("""{ "system": "http://s", "code": "c" }""", "http://s", "c")]
    [InlineData("""{ "code": "c" }""", "", "c")]
    [InlineData("""{ "system": "http:\/\/s", "code": "\u0063" }""", "http://s", "c")]
    public void System_and_code_are_read_as_UTF_8(string json, string system, string code)
    {
        Assert.True(new Coding(Given.Node(json)).TryGetUtf8(out var systemBytes, out var codeBytes));

        Assert.Equal((system, code), (Encoding.UTF8.GetString(systemBytes), Encoding.UTF8.GetString(codeBytes)));
    }

    [Theory]
    [InlineData("""{ "system": "http://s" }""", false)]
    [InlineData("""{ "system": "http://s", "code": "" }""", false)]
    [InlineData("""{ "system": "http://s", "code": 22612 }""", true)]
    [InlineData("""{ "system": { "value": "http://s" }, "code": "c" }""", true)]
    [InlineData("""{ "system": "\ud800", "code": "c" }""", true)]
    public void Without_a_readable_code_and_system_there_is_no_code(string json, bool isError)
    {
        var coding = new Coding(Given.Node(json));

        Assert.False(coding.TryGetUtf8(out _, out _));

        Assert.Equal(isError, coding.Node.Resource.HasErrors);
    }

    [Fact]
    public void A_lone_coding_can_be_looked_at_as_a_concept()
    {
        var concept = CodeableConcept.OfCoding(Given.Node("""{ "code": "heavy", "display": "Heavy" }"""));

        Assert.Equal("heavy", Assert.Single(concept.Codings).Code);
        Assert.Equal("Heavy", concept.Wording);
        Assert.Empty(concept.Node.Resource.Issues);
    }

    [Fact]
    public void An_array_where_a_lone_coding_belongs_is_an_error()
    {
        var concept = CodeableConcept.OfCoding(Given.Node("""[ { "code": "heavy" } ]"""));

        Assert.Empty(concept.Codings);
        Assert.True(concept.Node.Resource.HasErrors);
    }

    [Fact]
    public void A_quantity_converts_by_its_own_unit()
    {
        var quantity = new Quantity(Given.Node("""
            { "value": 0.40, "comparator": ">", "unit": "cm", "system": "http://unitsofmeasure.org", "code": "cm" }
            """));

        Assert.True(quantity.TryConvert("mm", out var millimetres));

        Assert.Equal(4.0m, millimetres);
        Assert.Equal((">", "cm", "http://unitsofmeasure.org", "cm"), (quantity.Comparator, quantity.Unit, quantity.System, quantity.Code));
    }

    [Theory]
    [InlineData("""{ "value": 4.5 }""")]
    [InlineData("""{ "unit": "mm" }""")]
    [InlineData("""{ "value": "4.5", "unit": "mm" }""")]
    public void A_quantity_without_number_or_unit_does_not_convert(string json) =>
        Assert.False(new Quantity(Given.Node(json)).TryConvert("mm", out _));
}
