using CdsHooks.Fhir.Terminology;
using Xunit;

namespace CdsHooks.Tests.Fhir.Terminology;

public sealed class TerminologyIssueTests
{
    private const string Good = """{ "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "concept": [ { "code": "7258" } ] }""";

    [Theory]
    [InlineData(CodeSystems.Snomed, "203672002", "Verhoeff")]
    [InlineData(CodeSystems.Snomed, "178805004", "Verhoeff")]
    [InlineData(CodeSystems.Snomed, "12345", "Verhoeff")]
    [InlineData(CodeSystems.Snomed, "17880500x", "Verhoeff")]
    [InlineData(CodeSystems.Loinc, "72514-4", "mod 10")]
    [InlineData(CodeSystems.Loinc, "72514", "mod 10")]
    [InlineData(CodeSystems.Loinc, "7a514-3", "mod 10")]
    [InlineData(CodeSystems.Icd10Cm, "M5450", "dot")]
    [InlineData(CodeSystems.Icd10Cm, "m54.50", "upper case")]
    [InlineData(CodeSystems.Icd10Cm, "M54.", "dot")]
    [InlineData(CodeSystems.Icd10Cm, "54.50", "dot")]
    [InlineData(CodeSystems.Icd10Cm, "M54.50000", "dot")]
    [InlineData(CodeSystems.Icd10Pcs, "0SG0", "seven")]
    [InlineData(CodeSystems.Icd10Pcs, "0SG00AI", "seven")]
    [InlineData(CodeSystems.RxNorm, "", "empty")]
    [InlineData(CodeSystems.RxNorm, " 7258", "white space")]
    [InlineData(CodeSystems.RxNorm, "72 58", "white space")]
    [InlineData("http://x/cs", "tab\\t", "white space")]
    public void A_code_that_cannot_be_meant_is_an_error(string system, string code, string message)
    {
        var issue = Knowledge.OnlyIssueOf(Including($$"""{ "system": "{{system}}", "concept": [ { "code": "{{code}}" } ] }""", Good));

        Assert.Equal(("0.json", "ValueSet.compose.include[0].concept[0].code", true), (issue.File, issue.Location, issue.IsError));
        Assert.Contains(message, issue.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CodeSystems.Snomed, "44494000")]
    [InlineData(CodeSystems.Snomed, "428041000124106")]
    [InlineData(CodeSystems.Snomed, "444831000124102")]
    [InlineData(CodeSystems.Loinc, "72514-3")]
    [InlineData(CodeSystems.Loinc, "30679-5")]
    [InlineData(CodeSystems.Loinc, "97909-6")]
    [InlineData(CodeSystems.Loinc, "LA6568-5")]
    [InlineData(CodeSystems.Icd10Cm, "M54.50")]
    [InlineData(CodeSystems.Icd10Cm, "S32.020A")]
    [InlineData(CodeSystems.Icd10Cm, "C7A.00")]
    [InlineData(CodeSystems.Icd10Cm, "M54")]
    [InlineData(CodeSystems.Icd10Pcs, "XRGB0AJ")]
    public void A_good_code_is_no_issue(string system, string code) => Knowledge.Of(Knowledge.Listing("a", system, code));

    [Fact]
    public void A_code_that_is_too_long_is_an_error() =>
        Assert.Contains("longer than 128", Knowledge.OnlyIssueOf(Including(Knowledge.Include("http://x/cs", new string('a', 129)), Good)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "concept": [ { "code": "1" } ] }""", "", "names none")]
    [InlineData("""{ "system": "", "filter": [ { "property": "code", "op": "regex", "value": "1.*" } ] }""", "", "names none")]
    [InlineData("{}", "", "neither a system")]
    [InlineData("""{ "system": "http://x/unknown" }""", "", "no CodeSystem resource")]
    [InlineData("""{ "system": "http://x/cs", "concept": [ { "code": "1" } ], "filter": [ { "property": "code", "op": "regex", "value": "1.*" } ] }""", "", "vsd-3")]
    [InlineData("""{ "system": "http://x/cs", "concept": [ { "display": "one" } ] }""", ".concept[0]", "empty")]
    [InlineData("""{ "system": "http://x/cs", "filter": [ { "property": "concept", "op": "is-a", "value": "1" } ] }""", ".filter[0]", "terminology server")]
    [InlineData("""{ "system": "http://x/cs", "filter": [ { "property": "concept", "op": "regex", "value": "1.*" } ] }""", ".filter[0]", "property 'code'")]
    [InlineData("""{ "system": "http://x/cs", "filter": [ { "property": "code", "op": "=", "value": "1" } ] }""", ".filter[0]", "only the op")]
    [InlineData("""{ "system": "http://x/cs", "filter": [ { "property": "code", "op": "regex" } ] }""", ".filter[0]", "prefixes")]
    [InlineData("""{ "system": "http://x/cs", "filter": [ { "property": "code", "op": "regex", "value": "1.*" }, { "property": "code", "op": "regex", "value": "2.*" } ] }""", ".filter[1]", "more than one")]
    [InlineData("""{ "valueSet": [ "http://x/unknown" ] }""", ".valueSet[0]", "unknown value set")]
    [InlineData("""{ "valueSet": [ "" ] }""", "", "names no value set")]
    [InlineData("""{ "system": "http://x/cs", "valueSet": [ "http://x/b" ] }""", "", "intersection")]
    [InlineData("""{ "valueSet": [ "http://x/a" ] }""", ".valueSet[0]", "circle")]
    public void An_include_that_cannot_be_carried_out_is_an_error(string include, string location, string message)
    {
        Knowledge.Build(out var issues, Including(include, Good), Knowledge.Listing("b", CodeSystems.RxNorm, "1"));
        var issue = issues[0];

        Assert.Equal(("0.json", $"ValueSet.compose.include[0]{location}", true), (issue.File, issue.Location, issue.IsError));
        Assert.Contains(message, issue.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0SG0")]
    [InlineData(".*")]
    [InlineData("().*")]
    [InlineData("(0SG0|).*")]
    [InlineData("0SG[01].*")]
    [InlineData("0SG0.*.*")]
    [InlineData("^0SG0.*")]
    [InlineData("0SG0.+")]
    [InlineData("0SG0|0SG1.*")]
    [InlineData("(0SG0.*|0SG1.*)")]
    [InlineData("0SG0\\\\d.*")]
    public void A_pattern_that_is_more_than_a_beginning_is_an_error(string pattern)
    {
        var issue = Knowledge.OnlyIssueOf(Including(Knowledge.Beginning(CodeSystems.Icd10Pcs, pattern), Good));

        Assert.Equal("ValueSet.compose.include[0].filter[0].value", issue.Location);
    }

    [Fact]
    public void Value_sets_that_import_each_other_are_an_error_where_the_circle_closes()
    {
        var issue = Knowledge.OnlyIssueOf(
            Knowledge.ValueSet("a", $$""" "compose": { "include": [ { "valueSet": [ "http://x/b" ] }, {{Good}} ] } """),
            Knowledge.ValueSet("b", $$""" "compose": { "include": [ { "valueSet": [ "http://x/a" ] }, {{Good}} ] } """));

        Assert.Equal(("1.json", "ValueSet.compose.include[0].valueSet[0]"), (issue.File, issue.Location));
        Assert.Contains("circle", issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_that_extends_what_it_imports_is_a_circle() =>
        Assert.Contains("circle", Knowledge.OnlyIssueOf(
            Knowledge.Listing("a", CodeSystems.RxNorm, "1"),
            Knowledge.ValueSet("b", $$""" "compose": { "include": [ { "valueSet": [ "http://x/a" ] }, {{Good}} ] } """, Extending("http://x/a"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_set_that_extends_an_unknown_one_is_an_error()
    {
        var issue = Knowledge.OnlyIssueOf(Knowledge.ValueSet("a", $$""" "compose": { "include": [ {{Good}} ] } """, Extending("http://x/unknown")));

        Assert.Equal("ValueSet.extension[0].value", issue.Location);
    }

    [Theory]
    [InlineData("http://hl7.org/fhir/sid/icd10cm", CodeSystems.Icd10Cm)]
    [InlineData("http://www.loinc.org", CodeSystems.Loinc)]
    [InlineData("snomed.info/sct", CodeSystems.Snomed)]
    [InlineData("http://ama-assn.org/go/CPT", CodeSystems.Cpt)]
    public void A_code_system_that_no_chart_names_so_is_a_warning(string system, string meant)
    {
        var issue = Knowledge.OnlyIssueOf(Knowledge.Listing("a", system, "7258"));

        Assert.Equal(("ValueSet.compose.include[0].system", false), (issue.Location, issue.IsError));
        Assert.Contains(meant, issue.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://hospital.example/order-codes")]
    [InlineData("http://hl7.org/fhir/sid/icd-9-cm")]
    [InlineData("http://hl7.org/fhir/sid/icd-10")]
    [InlineData("HTTPS://LOINC.ORG/")]
    [InlineData("urn:oid:1.2.3")]
    public void A_system_of_ones_own_and_every_spelling_that_is_understood_are_fine(string system)
    {
        Knowledge.Build(out var issues, Knowledge.Listing("a", system, "10-8"));

        Assert.DoesNotContain(issues, issue => issue.Message.Contains("probably", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_value_set_is_an_error()
    {
        Assert.Equal("the value set is empty", Knowledge.OnlyIssueOf(Knowledge.ValueSet("a", "\"status\": \"draft\"")).Message);
        Assert.True(Knowledge.OnlyIssueOf(Knowledge.ValueSet("a", $$""" "compose": { "include": [ {{Good}} ], "exclude": [ {{Good}} ] } """)).IsError);
    }

    [Fact]
    public void Two_resources_of_one_url_are_an_error()
    {
        var issue = Knowledge.OnlyIssueOf(Knowledge.Listing("a", CodeSystems.RxNorm, "1"), Knowledge.Listing("a", CodeSystems.RxNorm, "2"));

        Assert.Equal(("1.json", "ValueSet.url"), (issue.File, issue.Location));
        Assert.Equal("1.json", Knowledge.OnlyIssueOf(CodeSystem("\"url\": \"http://x/cs\""), CodeSystem("\"url\": \"https://x/cs/\"")).File);
    }

    [Fact]
    public void A_resource_without_url_is_an_error()
    {
        Assert.Equal("the value set has no url", Knowledge.OnlyIssueOf("""{ "resourceType": "ValueSet" }""").Message);
        Assert.Equal("the code system has no url", Knowledge.OnlyIssueOf(CodeSystem("\"url\": \" \"")).Message);
    }

    [Fact]
    public void A_code_that_appears_twice_in_one_include_is_a_warning()
    {
        var issue = Knowledge.OnlyIssueOf(Knowledge.Listing("a", CodeSystems.Nucc, "225100000X", "225100000x"));

        Assert.Equal(("ValueSet.compose.include[0].concept[1].code", false), (issue.Location, issue.IsError));
    }

    [Fact]
    public void A_code_that_appears_twice_in_a_code_system_is_an_error() =>
        Assert.Equal("CodeSystem.concept[0].concept[0].code", Knowledge.OnlyIssueOf(CodeSystem("""
            "url": "http://x/cs", "concept": [ { "code": "a", "concept": [ { "code": "a" } ] } ]
            """)).Location);

    [Fact]
    public void More_than_256_value_sets_are_an_error()
    {
        var valueSets = Enumerable.Range(0, 257).Select(number => Knowledge.Listing($"{number}", CodeSystems.RxNorm, "1")).ToArray();

        var index = Knowledge.Build(out var issues, valueSets);

        Assert.Equal("256.json", Assert.Single(issues).File);
        Assert.Equal(256, index.ValueSetCount);
        Assert.All(Enumerable.Range(0, 256), number => Assert.True(index.Lookup(CodeSystems.RxNorm, "1").Contains(number)));
    }

    [Fact]
    public void An_incomplete_code_system_cannot_be_taken_whole() =>
        Assert.Contains("complete", Knowledge.OnlyIssueOf(
            Including("""{ "system": "http://x/cs" }""", Good), CodeSystem("\"url\": \"http://x/cs\", \"content\": \"fragment\"")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_expanded_code_without_system_is_an_error() =>
        Assert.Equal("ValueSet.expansion.contains[0]", Knowledge.OnlyIssueOf(
            Knowledge.ValueSet("a", $$""" "expansion": { "contains": [ { "code": "1" }, { "system": "{{CodeSystems.RxNorm}}", "code": "2" } ] } """)).Location);

    [Fact]
    public void Excluding_a_set_with_gaps_is_an_error() =>
        Assert.Contains("not supported", Knowledge.OnlyIssueOf(
            Knowledge.ValueSet("a", $$""" "compose": { "include": [ {{Knowledge.Beginning(CodeSystems.Atc, "M01.*")}} ], "exclude": [ {{Knowledge.Include(CodeSystems.Atc, "M01AB05")}} ] } """),
            Knowledge.ValueSet("b", $$""" "compose": { "include": [ {{Good}} ], "exclude": [ { "valueSet": [ "http://x/a" ] } ] } """)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "target": "http://x/t", "element": [] }""", "ConceptMap.group[0]")]
    [InlineData("""{ "source": "http://x/s", "element": [] }""", "ConceptMap.group[0]")]
    [InlineData("""{ "source": "http://x/s", "target": "http://x/t", "element": [ { "target": [] } ] }""", "ConceptMap.group[0].element[0]")]
    [InlineData("""{ "source": "http://x/s", "target": "http://snomed.info/sct", "element": [ { "code": "a", "target": [ { "code": "1", "equivalence": "equal" } ] } ] }""", "ConceptMap.group[0].element[0].target[0].code")]
    [InlineData("""{ "source": "http://x/s", "target": "http://x/t", "element": [ { "code": "a", "target": [ { "code": "1" } ] } ] }""", "ConceptMap.group[0].element[0].target[0]")]
    public void A_mapping_that_says_too_little_is_an_error(string group, string location)
    {
        var issue = Knowledge.OnlyIssueOf($$"""{ "resourceType": "ConceptMap", "group": [ {{group}} ] }""");

        Assert.Equal((location, true), (issue.Location, issue.IsError));
    }

    [Fact]
    public void A_mapping_to_what_is_in_no_value_set_is_a_warning() =>
        Assert.False(Knowledge.OnlyIssueOf("""
            { "resourceType": "ConceptMap", "group": [ { "source": "http://x/s", "target": "http://x/t", "element": [ { "code": "a", "target": [ { "code": "1", "equivalence": "equal" } ] } ] } ] }
            """).IsError);

    [Fact]
    public void All_issues_are_listed_at_once()
    {
        Knowledge.Build(out var issues, Knowledge.Listing("a", CodeSystems.Snomed, "1", "2"), Knowledge.Listing("b", CodeSystems.Loinc, "3"), """{ "resourceType": "ValueSet" }""");

        Assert.Equal(["0.json", "0.json", "1.json", "2.json", "0.json", "1.json"], issues.Select(issue => issue.File), StringComparer.Ordinal);
    }

    private static string Including(params string[] includes) =>
        Knowledge.ValueSet("a", $$""" "compose": { "include": [ {{string.Join(", ", includes)}} ] } """);

    private static string Extending(string canonical) =>
        $$"""[ { "url": "https://cdshooks.example.org/fhir/StructureDefinition/value-set-extends", "valueCanonical": "{{canonical}}" } ]""";

    private static string CodeSystem(string content) => $$"""{ "resourceType": "CodeSystem", {{content}} }""";
}
