using System.Text;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Criteria;
using Hl7.Fhir.Model;
using Xunit;

namespace CdsHooks.Tests.Plan;

/// <summary>Whatever is not FHIR R4 in a file of the knowledge is an issue with its place and line, and never hides another.</summary>
public sealed class MalformedKnowledgeTests
{
    // The part stands on line 2, between an issue on line 1 and one on line 3.
    private const string Before = """{ "resourceType": "ValueSet", "url": "http://x/a", "status": "active", "date": "yesterday",""" + "\n";
    private const string After = ",\n" + """ "compose": { "include": [ { "system": "http://x/s", "concept": [ { "code": "a" } ] } ], "inactive": "no" } }""";

    [Fact]
    public void A_single_contained_resource_is_an_issue_of_the_file()
    {
        var issues = new IssueList();

        Assert.Null(KnowledgeFiles.ReadOne("a.json", Encoding.UTF8.GetBytes("""{"resourceType":"PlanDefinition","status":"active","contained":{"resourceType":"Library","status":"active","type":{"text":"x"}}}"""), issues));
        Assert.Equal("FHIR has a list in contained: put the item in brackets.", Assert.Single(issues.Issues).Message);
    }

    [Theory]
    [InlineData(""" "title": 5 """, "ValueSet.title", "This value has the wrong JSON type: FHIR's type is string")]
    [InlineData(""" "experimental": "true" """, "ValueSet.experimental", "This value has the wrong JSON type: FHIR's type is boolean")]
    [InlineData(""" "title": true """, "ValueSet.title", "This value has the wrong JSON type: FHIR's type is string")]
    [InlineData(""" "title": { "a": "b" } """, "ValueSet.title", "A value is expected here, not an object: FHIR's type is string")]
    [InlineData(""" "title": [ "a" ] """, "ValueSet.title", "FHIR has a single item here, not a list")]
    [InlineData(""" "title": null """, "ValueSet.title", "FHIR allows no null here: omit a member without a value")]
    [InlineData(""" "title": "" """, "ValueSet.title", "This is not in the format of FHIR: FHIR's type is string")]
    [InlineData(""" "id": "a b" """, "ValueSet.id", "This is not in the format of FHIR: FHIR's type is id")]
    [InlineData(""" "expansion": { "timestamp": "2026-02-30T00:00:00Z" } """, "ValueSet.expansion.timestamp", "This is not in the format of FHIR: FHIR's type is dateTime")]
    [InlineData(""" "expansion": { "timestamp": "2026-02-03", "total": 1.5 } """, "ValueSet.expansion.total", "This value has the wrong JSON type: FHIR's type is integer")]
    [InlineData(""" "expansion": { "total": 1 } """, "ValueSet.expansion.timestamp", "FHIR requires this element, and it is missing")]
    [InlineData(""" "expansion": {} """, "ValueSet.expansion", "This is empty: omit it")]
    [InlineData(""" "expansion": "all" """, "ValueSet.expansion", "An object is expected here")]
    [InlineData(""" "expansion": [ { "timestamp": "2026-02-03" } ] """, "ValueSet.expansion", "FHIR has a single item here, not a list")]
    [InlineData(""" "contact": { "name": "A" } """, "ValueSet.contact", "FHIR has a list here: put the item in brackets")]
    [InlineData(""" "contact": [] """, "ValueSet.contact", "This is empty: omit it")]
    [InlineData(""" "contact": [ null, { "name": "A" } ] """, "ValueSet.contact", "FHIR allows no null here: omit a member without a value")]
    [InlineData(""" "contact": [ [ { "name": "A" } ] ] """, "ValueSet.contact[0]", "A list cannot contain a list")]
    [InlineData(""" "contact": [ 5 ] """, "ValueSet.contact[0]", "An object is expected here")]
    [InlineData(""" "colour": "red" """, "ValueSet.colour", "FHIR has no element with this name here")]
    [InlineData(""" "colour": [ { "of": [ "red" ] } ] """, "ValueSet.colour", "FHIR has no element with this name here")]
    [InlineData(""" "Title": "a" """, "ValueSet.Title", "FHIR has no element with this name here")]
    [InlineData(""" "title": "a", "title": "b" """, "ValueSet", "This is a duplicate: two members with one name, or one value in two types")]
    [InlineData(""" "extension": [ { "url": "http://x/e", "valueCode": "a", "valueString": "b" } ] """, "ValueSet.extension[0]", "This is a duplicate: two members with one name, or one value in two types")]
    [InlineData(""" "extension": [ { "url": "http://x/e", "valueColour": "a" } ] """, "ValueSet.extension[0].value", "FHIR allows no value of this type here")]
    [InlineData(""" "extension": [ { "url": "http://x/e", "value": "a" } ] """, "ValueSet.extension[0].value", "FHIR allows no value of this type here")]
    [InlineData(""" "extension": [ { "valueCode": "a" } ] """, "ValueSet.extension[0].url", "FHIR requires this element, and it is missing")]
    [InlineData(""" "extension": [ { "url": "http://x/e", "valueDecimal": "1.5" } ] """, "ValueSet.extension[0].value", "This value has the wrong JSON type: FHIR's type is decimal")]
    [InlineData(""" "_title": "a" """, "ValueSet.title", "A member with an underscore must be an object with the id or extensions of a primitive value")]
    [InlineData(""" "_contact": [ { "id": "a" } ] """, "ValueSet", "A member with an underscore must be an object with the id or extensions of a primitive value")]
    [InlineData(""" "text": { "status": "generated", "div": "<p>a</p>" } """, "ValueSet.text.div", "This is not the XHTML that FHIR allows in a narrative")]
    [InlineData(""" "text": { "status": "made up", "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>" } """, "ValueSet.text.status", "FHIR does not allow this code here")]
    [InlineData(""" "title": "half: \ud83d" """, "ValueSet.title", "This text contains half a character, or bytes that are not UTF-8")]
    [InlineData(""" "title": "half: \udd14\ud83e" """, "ValueSet.title", "This text contains half a character, or bytes that are not UTF-8")]
    [InlineData(""" "": "a" """, "ValueSet?", "FHIR has no element with this name here")]
    [InlineData(""" "ti\ud83dtle": "a" """, "ValueSet.ti?tle", "FHIR has no element with this name here")]
    public void A_malformed_part_is_reported_at_its_place_beside_all_others(string part, string location, string message)
    {
        var issues = Read(("a.json", Before + part + After), ("b.json", ValueSet("b", """ "status": "retierd" """))).Issues;

        Assert.Equal(
            [
                new KnowledgeIssue("a.json", "ValueSet.date", "This is not in the format of FHIR: FHIR's type is dateTime (line 1)."),
                new KnowledgeIssue("a.json", location, $"{message} (line 2)."),
                new KnowledgeIssue("a.json", "ValueSet.compose.inactive", "This value has the wrong JSON type: FHIR's type is boolean (line 3)."),
                new KnowledgeIssue("b.json", "ValueSet.status", "FHIR does not allow this code here (line 1)."),
            ],
            issues.OrderBy(issue => issue.File, StringComparer.Ordinal).ThenBy(issue => issue.Message[issue.Message.IndexOf("(line", StringComparison.Ordinal)..], StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "This file is empty.")]
    [InlineData("{", "This is not JSON (line 1, byte 1).")]
    [InlineData("nonsense", "This is not JSON (line 1, byte 1).")]
    [InlineData("{ \"resourceType\": \"ValueSet\",\n \"url\": \"http://x/a\"", "This is not JSON (line 2, byte 20).")]
    [InlineData("{ \"resourceType\": \"ValueSet\", \"status\": \"active\" } {}", "This is not JSON (line 1, byte 51).")]
    [InlineData("{ \"resourceType\": \"ValueSet\", /* why */ \"status\": \"active\" }", "This is not JSON (line 1, byte 30).")]
    [InlineData("{ \"resourceType\": \"ValueSet\", \"title\": \"half: \\ud83d\", ", "This is not JSON (line 1, byte 55).")]
    [InlineData("[]", "A FHIR resource with a resourceType is expected.")]
    [InlineData("5", "A FHIR resource with a resourceType is expected.")]
    [InlineData("null", "A FHIR resource with a resourceType is expected.")]
    [InlineData("\"a\"", "A FHIR resource with a resourceType is expected.")]
    [InlineData("{}", "A FHIR resource with a resourceType is expected.")]
    [InlineData("{ \"status\": \"active\" }", "A FHIR resource with a resourceType is expected.")]
    [InlineData("{ \"resourceType\": 5, \"status\": \"active\" }", "A FHIR resource with a resourceType is expected.")]
    [InlineData("{ \"resourceType\": null, \"status\": \"active\" }", "A FHIR resource with a resourceType is expected.")]
    [InlineData("{ \"resourceType\": \"\", \"status\": \"active\" }", "A FHIR resource with a resourceType is expected.")]
    [InlineData("{ \"resourceType\": \"Rule\", \"status\": \"active\" }", "FHIR R4 has no resource type with this name.")]
    public void A_file_that_holds_no_resource_is_reported_and_hides_no_other(string json, string message)
    {
        var (resources, issues) = Read(("a.json", json), ("b.json", ValueSet("b", """ "status": "retierd" """)));

        Assert.Equal(new KnowledgeIssue("a.json", string.Empty, message), issues[0]);
        Assert.Equal(("b.json", "ValueSet.status"), (issues[1].File, issues[1].Location));
        Assert.Equal(2, issues.Count);
        Assert.Equal(["b.json"], resources.Select(resource => resource.File), StringComparer.Ordinal);
    }

    [Fact]
    public void A_type_in_other_capitals_is_reported_and_read()
    {
        var (resources, issues) = Read(("a.json", """{ "resourceType": "Valueset", "status": "active" }"""));

        Assert.Equal([new KnowledgeIssue("a.json", "ValueSet", "FHIR writes the name of this type in other letter case (line 1).")], issues);
        Assert.Equal(PublicationStatus.Active, Assert.IsType<ValueSet>(Assert.Single(resources).Resource).Status);
    }

    [Fact]
    public void Nesting_that_is_too_deep_is_reported()
    {
        var deep = string.Concat(Enumerable.Repeat("\n{ \"url\": \"http://x/e\", \"extension\": [", 40)) + string.Concat(Enumerable.Repeat("] }", 40));

        var issues = Read(("a.json", ValueSet("a", $""" "status": "active", "extension": [ {deep} ] """))).Issues;

        Assert.Equal([new KnowledgeIssue("a.json", string.Empty, "Objects and lists are nested too deeply here (line 33): 64 levels are the limit.")], issues);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_reported_at_their_place()
    {
        byte[] json = [.. Encoding.UTF8.GetBytes("{ \"resourceType\": \"ValueSet\", \"url\": \"http://x/a\", \"status\": \"active\",\n \"title\": \"Gr"), 0xFC, .. Encoding.UTF8.GetBytes("n\" }")];

        var issues = new IssueList();
        var resource = KnowledgeFiles.ReadOne("a.json", json, issues)!;

        Assert.Equal([new KnowledgeIssue("a.json", "ValueSet.title", "This text contains half a character, or bytes that are not UTF-8 (line 2).")], issues.Issues);
        Assert.Equal("http://x/a", resource.Url);
    }

    [Fact]
    public void A_resource_with_nothing_but_its_type_lacks_what_FHIR_requires()
    {
        var issues = Read(("a.json", """{ "resourceType": "ValueSet" }""")).Issues;

        Assert.Equal([new KnowledgeIssue("a.json", "ValueSet", "This is empty: omit it (line 1).")], issues);
    }

    [Fact]
    public void What_is_readable_of_a_malformed_resource_is_read()
    {
        var json = ValueSet("a", """
            "status": "retierd", "title": 5, "contact": { "name": "A" }, "colour": "red",
            "compose": { "include": [ null, { "system": "http://x/s", "filter": [ { "property": "code", "op": "likes", "value": "a" } ] } ] }
            """);

        var valueSet = Assert.IsType<ValueSet>(Assert.Single(Read(("a.json", json)).Resources).Resource);

        Assert.Null(valueSet.Status);
        Assert.Null(valueSet.Title);
        Assert.Empty(valueSet.Contact);
        var include = Assert.Single(valueSet.Compose!.Include);
        Assert.Equal("http://x/s", include.System);
        Assert.Null(Assert.Single(include.Filter).Op);
    }

    [Fact]
    public void What_is_taken_out_leaves_the_places_of_the_others_as_they_are_in_the_file()
    {
        var json = ValueSet("a", """ "status": "active", "compose": { "include": [ null, { "system": "http://x/s", "concept": [ { "code": "a" } ] } ] } """);

        var resource = Assert.Single(Read(("a.json", json)).Resources);

        Assert.Equal("ValueSet.compose.include[1].concept[0].code", resource.Located.LocationOf(((ValueSet)resource.Resource).Compose!.Include[0].Concept[0].CodeElement));
    }

    [Fact]
    public void A_malformed_plan_is_compiled_as_far_as_it_goes()
    {
        var plan = new TinyPlan(Node.Leaf("it", "events", "colour=red", Node.Input("umpire", "Procedure", "code:x")))
        {
            Edit = json => json["action"]![1]!["action"]![0]!["documentation"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "citation" },
        };

        var issues = plan.Issues();

        Assert.Contains(issues, issue => issue.Location is "PlanDefinition.action[1].action[0].documentation");
        Assert.Contains(issues, issue => issue.Location is "PlanDefinition.action[1].action[0].input[0]");
        Assert.Contains(issues, issue => issue.Message is "There is no setting colour here.");
    }

    private static (IReadOnlyList<KnowledgeResource> Resources, IReadOnlyList<KnowledgeIssue> Issues) Read(params (string File, string Json)[] files)
    {
        var issues = new IssueList();
        var knowledge = KnowledgeFiles.Of(files.Select(file => (file.File, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Json))), issues);
        return (knowledge.Resources, issues.Issues);
    }

    private static string ValueSet(string name, string content) => $$"""{ "resourceType": "ValueSet", "url": "http://x/{{name}}", {{content}} }""";
}
