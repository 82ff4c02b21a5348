using CdsHooks.Fhir.Terminology;
using Xunit;

namespace CdsHooks.Tests.Fhir.Terminology;

public sealed class ValueSetFormTests
{
    private const string Extends = "https://cdshooks.example.org/fhir/StructureDefinition/value-set-extends";
    private const string MayBeEmpty = "https://cdshooks.example.org/fhir/StructureDefinition/value-set-may-be-empty";
    private const string Ordinal = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

    [Theory]
    [InlineData("M01A.*", "M01A")]
    [InlineData("(M01AA|M01AB).*", "M01AA M01AB")]
    [InlineData("(m01ah).*", "M01AH")]
    public void A_pattern_is_the_beginning_of_codes(string pattern, string expected) =>
        Assert.Equal(expected, MembersOf(Knowledge.Of(Composed("a", Knowledge.Beginning(CodeSystems.Atc, pattern))), "a"));

    [Theory]
    [InlineData("M54\\\\.5.*", "M54.5")]
    [InlineData("M545.*", "M54.5")]
    [InlineData("M54.*", "M54")]
    public void A_beginning_of_ICD_10_CM_takes_its_dot(string pattern, string expected)
    {
        var index = Knowledge.Of(Composed("a", Knowledge.Beginning(CodeSystems.Icd10Cm, pattern)));

        Assert.Equal(expected, MembersOf(index, "a"));
        Assert.False(index.Lookup(CodeSystems.Icd10Cm, "M5450").IsEmpty);
    }

    [Fact]
    public void Imports_are_followed_through_other_imports()
    {
        var index = Knowledge.Of(
            Composed("c", """{ "valueSet": [ "http://x/a|1.0", "http://x/b" ] }"""),
            Composed("b", """{ "valueSet": [ "http://x/a" ] }""", Knowledge.Include(CodeSystems.RxNorm, "2")),
            Knowledge.Listing("a", CodeSystems.RxNorm, "1"));

        Assert.Equal(("1", "1 2", "1 2"), (MembersOf(index, "a"), MembersOf(index, "b"), MembersOf(index, "c")));
        Assert.Equal(3, Enumerable.Range(0, 3).Count(index.Lookup(CodeSystems.RxNorm, "1").Contains));
    }

    [Fact]
    public void What_is_excluded_is_no_member_in_whatever_form_it_was_included()
    {
        var index = Knowledge.Of(
            Knowledge.ValueSet("a", $$"""
                "compose": {
                  "include": [ {{Knowledge.Beginning(CodeSystems.Atc, "M01A.*")}}, {{Knowledge.Include(CodeSystems.RxNorm, "1", "2", "3")}} ],
                  "exclude": [ {{Knowledge.Beginning(CodeSystems.Atc, "M01AX.*")}}, {{Knowledge.Include(CodeSystems.Atc, "M01AB05")}}, {{Knowledge.Include(CodeSystems.RxNorm, "2")}}, { "valueSet": [ "http://x/b" ] } ]
                }
                """),
            Knowledge.Listing("b", CodeSystems.RxNorm, "3"));

        Assert.Equal("1 M01A*", MembersOf(index, "a", marksPrefixes: true));
        Assert.True(index.Lookup(CodeSystems.Atc, "M01AB01").Contains(0));
        Assert.False(index.Lookup(CodeSystems.Atc, "M01AB05").Contains(0));
        Assert.False(index.Lookup(CodeSystems.Atc, "M01AX05").Contains(0));
        Assert.False(index.Lookup(CodeSystems.RxNorm, "3").Contains(0));
    }

    [Fact]
    public void A_gap_of_an_import_is_filled_by_another_include()
    {
        var index = Knowledge.Of(
            Knowledge.ValueSet("a", $$""" "compose": { "include": [ {{Knowledge.Beginning(CodeSystems.Atc, "M01A.*")}} ], "exclude": [ {{Knowledge.Beginning(CodeSystems.Atc, "M01AX.*")}}, {{Knowledge.Include(CodeSystems.Atc, "M01AB05", "M01AB06")}} ] } """),
            Composed("b", """{ "valueSet": [ "http://x/a" ] }""", Knowledge.Include(CodeSystems.Atc, "M01AB05"), Knowledge.Beginning(CodeSystems.Atc, "M01AX0.*")));

        Assert.True(index.Lookup(CodeSystems.Atc, "M01AB05") == ValueSetBits.Of(1));
        Assert.True(index.Lookup(CodeSystems.Atc, "M01AB06").IsEmpty);
        Assert.True(index.Lookup(CodeSystems.Atc, "M01AX05") == ValueSetBits.Of(1));
        Assert.True(index.Lookup(CodeSystems.Atc, "M01AX1").IsEmpty);
    }

    [Fact]
    public void An_expansion_is_used_instead_of_the_compose()
    {
        var index = Knowledge.Of(Knowledge.ValueSet("a", $$"""
            "compose": { "include": [ { "system": "{{CodeSystems.Snomed}}", "filter": [ { "property": "concept", "op": "is-a", "value": "1" } ] } ] },
            "expansion": {
              "contains": [
                { "display": "group", "contains": [ { "system": "{{CodeSystems.RxNorm}}", "code": "1", "display": "one" } ] },
                { "system": "{{CodeSystems.RxNorm}}", "code": "2", "abstract": true, "contains": [ { "system": "{{CodeSystems.RxNorm}}", "code": "3" } ] }
              ]
            }
            """));

        Assert.Equal("1 3", MembersOf(index, "a"));
        Assert.Equal("one", index.Display("urn:oid:2.16.840.1.113883.6.88", "1"));
    }

    [Fact]
    public void A_whole_code_system_is_taken_where_it_is_here_complete()
    {
        var index = Knowledge.Of(
            Composed("a", """{ "system": "http://x/cs" }"""),
            """
            {
              "resourceType": "CodeSystem", "url": "https://x/cs/", "content": "complete",
              "concept": [ { "code": "heavy", "display": "Heavy work", "concept": [ { "code": "very-heavy" } ] } ]
            }
            """);

        Assert.Equal("heavy very-heavy", MembersOf(index, "a"));
        Assert.Equal("Heavy work", index.Display("http://x/cs", "heavy"));
        Assert.False(index.Lookup("https://x/cs", "very-heavy").IsEmpty);
        Assert.True(index.Lookup("https://x/cs", "Heavy").IsEmpty);
    }

    [Fact]
    public void A_code_system_may_say_that_case_does_not_matter()
    {
        var index = Knowledge.Of(
            Knowledge.Listing("a", "http://x/cs", "Heavy"),
            """{ "resourceType": "CodeSystem", "url": "http://x/cs", "content": "complete", "caseSensitive": false, "concept": [ { "code": "heavy" } ] }""");

        Assert.False(index.Lookup("http://x/cs", "hEAVY").IsEmpty);
    }

    [Fact]
    public void A_display_is_known_for_codes_of_a_code_system_that_are_in_no_value_set()
    {
        var index = Knowledge.Of(
            Knowledge.Listing("a", "http://x/cs", "one"),
            """{ "resourceType": "CodeSystem", "url": "http://x/cs", "content": "fragment", "concept": [ { "code": "one", "display": "One" }, { "code": "two", "display": "Two" } ] }""");

        Assert.Equal(("One", "Two", null), (index.Display("http://x/cs", "one"), index.Display("http://x/cs", "two"), index.Display("http://x/cs", "three")));
        Assert.True(index.Lookup("http://x/cs", "two").IsEmpty);
        Assert.False(index.MayKnow("two"u8));
    }

    [Fact]
    public void A_set_that_extends_another_adds_its_codes_there_too()
    {
        var index = Knowledge.Of(
            Knowledge.ValueSet("licensed", $$""" "compose": { "include": [ {{Knowledge.Include(CodeSystems.Cpt, "22630")}} ] } """, $$"""[ { "url": "{{Extends}}", "valueCanonical": "http://x/open" } ]"""),
            Knowledge.Listing("open", CodeSystems.RxNorm, "1"),
            Composed("importing", """{ "valueSet": [ "http://x/open" ] }"""));

        Assert.Equal(("22630", "1 22630", "1 22630"), (MembersOf(index, "licensed"), MembersOf(index, "open"), MembersOf(index, "importing")));
    }

    [Fact]
    public void Without_the_licensed_file_the_set_holds_the_rest() =>
        Assert.Equal("1", MembersOf(Knowledge.Of(Knowledge.Listing("open", CodeSystems.RxNorm, "1")), "open"));

    [Fact]
    public void A_set_for_the_site_to_fill_may_be_empty_with_a_warning()
    {
        var index = Knowledge.Build(out var issues, Knowledge.ValueSet("a", "\"status\": \"draft\"", $$"""[ { "url": "{{MayBeEmpty}}", "valueBoolean": true } ]"""));

        Assert.Equal(new TerminologyIssue("0.json", "ValueSet", "the value set is empty, which is allowed: it matches nothing until the site fills it", IsError: false), Assert.Single(issues));
        Assert.Equal((1, 0), (index.ValueSetCount, index.Members(0).Count()));
    }

    [Fact]
    public void A_rank_belongs_to_a_code_in_a_value_set()
    {
        var index = Knowledge.Of(
            Composed("grades", $$"""
                { "system": "{{CodeSystems.Snomed}}", "concept": [
                  { "code": "44494000", "extension": [ { "url": "{{Ordinal}}", "valueDecimal": 1 } ] },
                  { "code": "62620001", "extension": [ { "url": "{{Ordinal}}", "valueDecimal": 2 } ] } ] }
                """),
            Knowledge.Listing("plain", CodeSystems.Snomed, "62620001"),
            Composed("importing", """{ "valueSet": [ "http://x/grades" ] }"""));
        const string System = "urn:oid:2.16.840.1.113883.6.96";

        Assert.Equal(2, index.Ordinal(index.IndexOf("http://x/grades"), System, "62620001"));
        Assert.Equal(2, index.Ordinal(index.IndexOf("http://x/importing"), System, "62620001"));
        Assert.Null(index.Ordinal(index.IndexOf("http://x/plain"), System, "62620001"));
        Assert.Null(index.Ordinal(-1, System, "62620001"));
    }

    [Theory]
    [InlineData("equal", true)]
    [InlineData("equivalent", true)]
    [InlineData("wider", true)]
    [InlineData("narrower", false)]
    [InlineData("subsumes", false)]
    [InlineData("inexact", false)]
    [InlineData("disjoint", false)]
    public void A_site_s_own_code_joins_the_value_sets_of_what_it_maps_to(string equivalence, bool joins)
    {
        var index = Knowledge.Of(
            Composed("grade", $$"""{ "system": "{{CodeSystems.Snomed}}", "concept": [ { "code": "62620001", "extension": [ { "url": "{{Ordinal}}", "valueDecimal": 2 } ] } ] }"""),
            Composed("fusion", Knowledge.Beginning(CodeSystems.Icd10Pcs, "0SG0.*")),
            $$"""
            {
              "resourceType": "ConceptMap", "url": "http://x/map",
              "group": [
                { "source": "urn:oid:1.2.3", "target": "http://hl7.org/fhir/sid/icd-10-pcs",
                  "element": [ { "code": "SURG-1", "display": "TLIF L4-5", "target": [ { "code": "0SG00AJ", "equivalence": "{{equivalence}}" } ] } ] },
                { "source": "urn:oid:1.2.3", "target": "{{CodeSystems.Snomed}}",
                  "element": [ { "code": "GR2", "target": [ { "code": "62620001", "equivalence": "{{equivalence}}" } ] } ] }
              ]
            }
            """);

        Assert.Equal(joins, index.Lookup("urn:oid:1.2.3", "SURG-1").Contains(index.IndexOf("http://x/fusion")));
        Assert.Equal(joins, index.MayKnow("SURG-1"u8));
        Assert.Equal(joins ? "TLIF L4-5" : null, index.Display("urn:oid:1.2.3", "SURG-1"));
        Assert.Equal(joins ? 2m : null, index.Ordinal(index.IndexOf("http://x/grade"), "urn:oid:1.2.3", "GR2"));
    }

    [Fact]
    public void Other_resources_are_passed_over() => Assert.Equal(0, Knowledge.Of("""{ "resourceType": "PlanDefinition" }""").ValueSetCount);

    private static string Composed(string name, params string[] includes) =>
        Knowledge.ValueSet(name, $$""" "compose": { "include": [ {{string.Join(", ", includes)}} ] } """);

    private static string MembersOf(TerminologyIndex index, string name, bool marksPrefixes = false) =>
        string.Join(' ', index.Members(index.IndexOf($"http://x/{name}"))
            .Select(member => member.Code + (marksPrefixes && member.IsPrefix ? "*" : ""))
            .Order(StringComparer.Ordinal));
}
