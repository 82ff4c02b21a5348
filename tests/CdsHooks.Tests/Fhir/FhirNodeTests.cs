using CdsHooks.Fhir;
using Xunit;

namespace CdsHooks.Tests.Fhir;

public sealed class FhirNodeTests
{
    [Fact]
    public void A_missing_element_reads_as_nothing_and_is_no_issue()
    {
        var resource = Given.Resource("""{ "resourceType": "Patient", "birthDate": null }""");
        var missing = resource.Root["a"u8]["b"u8];

        Assert.False(missing.Exists);
        Assert.False(resource.Root["birthDate"u8].Exists);
        Assert.Null(missing.AsString());
        Assert.Null(missing.AsBoolean());
        Assert.Null(missing.AsInteger());
        Assert.Null(missing.AsDecimal());
        Assert.Null(missing.AsDateTime());
        Assert.Null(missing.AsPeriod());
        Assert.False(missing.Utf8Equals(""u8));
        Assert.Empty(missing.Items("c"u8));
        Assert.True(missing.AsItems().IsEmpty);
        Assert.False(missing.AsItems().First.Exists);
        Assert.Empty(resource.Issues);
        Assert.False(resource.HasErrors);
    }

    [Fact]
    public void The_default_node_is_missing_and_harmless()
    {
        var node = default(FhirNode);

        node.Report(FhirIssueCode.WrongKind, "object");

        Assert.False(node["a"u8].Exists);
        Assert.Equal("", node.Location);
        Assert.Empty(node.Items("a"u8));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[\"a\"]")]
    public void Another_kind_where_a_string_belongs_is_an_error(string json)
    {
        var node = Given.Node(json);

        Assert.Null(node.AsString());
        Assert.False(node.Utf8Equals("5"u8));

        Assert.Equal(new FhirIssue(FhirIssueCode.WrongKind, FhirIssueSeverity.Error, "Basic.it", "string"), Given.OnlyIssueOf(node.Resource));
        Assert.True(node.Resource.HasErrors);
    }

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("1")]
    public void Another_kind_where_a_boolean_belongs_is_an_error(string json)
    {
        var node = Given.Node(json);

        Assert.Null(node.AsBoolean());

        Assert.Equal(FhirIssueCode.WrongKind, Given.OnlyIssueOf(node.Resource).Code);
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("-1", -1)]
    [InlineData("3.0", 3)]
    [InlineData("3e2", 300)]
    [InlineData("2147483647", int.MaxValue)]
    public void A_whole_number_is_an_integer(string json, int expected) => Assert.Equal(expected, Given.Node(json).AsInteger());

    [Theory]
    [InlineData("3.5", FhirIssueCode.InvalidNumber)]
    [InlineData("2147483648", FhirIssueCode.InvalidNumber)]
    [InlineData("1e400", FhirIssueCode.InvalidNumber)]
    [InlineData("\"3\"", FhirIssueCode.WrongKind)]
    public void What_is_no_integer_is_an_error(string json, FhirIssueCode code)
    {
        var node = Given.Node(json);

        Assert.Null(node.AsInteger());

        Assert.Equal(code, Given.OnlyIssueOf(node.Resource).Code);
    }

    [Fact]
    public void A_decimal_is_read_exactly()
    {
        Assert.Equal(0.1m, Given.Node("0.1").AsDecimal());
        Assert.Equal(4.10m, Given.Node("4.10").AsDecimal());
        Assert.Equal(1.234567890123456789012345678m, Given.Node("1.234567890123456789012345678").AsDecimal());
    }

    [Theory]
    [InlineData("1e400", FhirIssueCode.InvalidNumber)]
    [InlineData("79228162514264337593543950336", FhirIssueCode.InvalidNumber)]
    [InlineData("\"4.5\"", FhirIssueCode.WrongKind)]
    public void What_is_no_decimal_is_an_error(string json, FhirIssueCode code)
    {
        var node = Given.Node(json);

        Assert.Null(node.AsDecimal());

        Assert.Equal(code, Given.OnlyIssueOf(node.Resource).Code);
    }

    [Theory]
    [InlineData("\"2026-02-30\"", FhirIssueCode.InvalidDate)]
    [InlineData("\"\"", FhirIssueCode.InvalidDate)]
    [InlineData("2026", FhirIssueCode.WrongKind)]
    public void What_is_no_date_is_an_error(string json, FhirIssueCode code)
    {
        var node = Given.Node(json);

        Assert.Null(node.AsDateTime());

        Assert.Equal(code, Given.OnlyIssueOf(node.Resource).Code);
    }

    [Fact]
    public void A_date_may_be_written_with_escapes() =>
        Assert.Equal("2026-03", Given.Node("""  "2026\u002d03" """).AsDateTime()?.ToString());

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\\udc00b\"")]
    public void A_lone_surrogate_is_an_error(string json)
    {
        var node = Given.Node(json);

        Assert.Null(node.AsString());
        Assert.Null(node.AsDateTime());
        Assert.False(node.Utf8Equals("a"u8));

        Assert.Equal(FhirIssueCode.InvalidString, Given.OnlyIssueOf(node.Resource).Code);
    }

    [Fact]
    public void A_lone_surrogate_in_a_name_does_not_stop_the_reading()
    {
        var resource = Given.Resource("""{ "resourceType": "Basic", "id": "b", "\ud800": { "\udc00": 1 } }""");

        Assert.False(resource.Root["status"u8].Exists);
        Assert.Equal(("Basic", "b"), (resource.ResourceType, resource.Id));

        Assert.Equal(new FhirIssue(FhirIssueCode.InvalidString, FhirIssueSeverity.Error, "Basic", "Unicode names"), Given.OnlyIssueOf(resource));
    }

    [Fact]
    public void Text_is_compared_with_escapes_undone()
    {
        Assert.True(Given.Node("\"fi\\u006eal\"").Utf8Equals("final"u8));
        Assert.True(Given.Node("\"\\u00e4\"").Utf8Equals("ä"u8));
        Assert.False(Given.Node("\"Final\"").Utf8Equals("final"u8));
    }

    [Fact]
    public void A_lone_item_is_read_as_an_array_of_one_and_leaves_the_evidence_usable()
    {
        var node = Given.Node("""{ "category": { "text": "a" } }""");

        var item = Assert.Single(node.Items("category"u8));

        Assert.Equal("a", item["text"u8].AsString());
        Assert.Equal(new FhirIssue(FhirIssueCode.LoneItem, FhirIssueSeverity.Information, "Basic.it.category", "array"), Given.OnlyIssueOf(node.Resource));
        Assert.False(node.Resource.HasErrors);
    }

    [Fact]
    public void Nulls_in_an_array_are_passed_over()
    {
        var node = Given.Node("[null, 1, null, 2]");

        Assert.Equal([1, 2], node.AsItems().Select(item => item.AsInteger()));
        Assert.Equal(1, node.AsItems().First.AsInteger());
        Assert.True(Given.Node("[null]").AsItems().IsEmpty);
        Assert.Empty(node.Resource.Issues);
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("[ { \"text\": \"a\" } ]")]
    [InlineData("5")]
    public void A_child_of_what_is_no_object_is_missing_and_an_error(string json)
    {
        var node = Given.Node(json);

        Assert.False(node["text"u8].Exists);

        Assert.Equal(new FhirIssue(FhirIssueCode.WrongKind, FhirIssueSeverity.Error, "Basic.it", "object"), Given.OnlyIssueOf(node.Resource));
    }

    [Fact]
    public void A_fault_is_reported_once_however_often_it_is_read()
    {
        var node = Given.Node("5");

        _ = (node.AsString(), node.AsString(), node.Resource.Issues, node.AsString());

        Assert.Single(node.Resource.Issues);
    }

    [Fact]
    public void A_hostile_number_of_faults_is_capped()
    {
        var node = Given.Node($"[{string.Join(',', Enumerable.Repeat("1", 10_000))}]");

        foreach (var item in node.AsItems())
        {
            Assert.Null(item.AsString());
        }

        Assert.Equal(50, node.Resource.Issues.Count);
        Assert.True(node.Resource.HasErrors);
    }

    [Fact]
    public void An_extension_is_found_by_its_url()
    {
        var node = Given.Node("""
            { "extension": [ { "url": "http://a", "valueCode": "x" }, { "url": "http://b", "valueCode": "y" }, {} ] }
            """);

        Assert.Equal("y", node.Extension("http://b"u8)["valueCode"u8].AsString());
        Assert.False(node.Extension("http://c"u8).Exists);
    }

    [Fact]
    public void Of_two_children_of_one_name_the_last_counts() =>
        Assert.Equal("b", Given.Node("""{ "x": "a", "x": "b" }""")["x"u8].AsString());
}
