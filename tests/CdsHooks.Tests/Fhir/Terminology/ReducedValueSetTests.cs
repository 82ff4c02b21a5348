using CdsHooks.Fhir.Terminology;
using Xunit;

namespace CdsHooks.Tests.Fhir.Terminology;

/// <summary>A site takes codes from a value set by another one that reduces it.</summary>
public sealed class ReducedValueSetTests
{
    private const string Structure = "https://cdshooks.example.org/fhir/StructureDefinition/";
    private const string Local = "http://x/cs";

    [Fact]
    public void A_code_is_taken_away_and_the_others_stay()
    {
        var index = Knowledge.Of(Knowledge.Listing("a", Local, "1", "2"), Reducing("b", "a", Knowledge.Include(Local, "2")));

        Assert.False(IsIn(index, "2"));
        Assert.True(IsIn(index, "1"));
    }

    [Fact]
    public void A_code_that_another_file_adds_is_taken_away_and_also_from_the_sets_that_import_it()
    {
        var index = Knowledge.Of(
            Knowledge.Listing("a", Local, "1"),
            Changing("value-set-extends", "a-more", "a", Knowledge.Include(Local, "2")),
            Reducing("a-less", "a", Knowledge.Include(Local, "2")),
            Knowledge.ValueSet("whole", """ "compose": { "include": [ { "valueSet": [ "http://x/a" ] } ] } """));

        Assert.Equal("1", MembersOf(index, "a"));
        Assert.Equal("1", MembersOf(index, "whole"));
    }

    [Fact]
    public void A_code_is_taken_from_a_beginning_of_codes()
    {
        var index = Knowledge.Of(
            Knowledge.ValueSet("a", $$""" "compose": { "include": [ {{Knowledge.Beginning(CodeSystems.Icd10Pcs, "0SG0.*")}} ] } """),
            Reducing("b", "a", Knowledge.Include(CodeSystems.Icd10Pcs, "0SG00AJ")));

        Assert.True(index.Lookup(CodeSystems.Icd10Pcs, "0SG00A0").Contains(index.IndexOf(UrlOf("a"))));
        Assert.False(index.Lookup(CodeSystems.Icd10Pcs, "0SG00AJ").Contains(index.IndexOf(UrlOf("a"))));
    }

    [Fact]
    public void A_set_that_reduces_another_is_no_set_for_rules_to_name()
    {
        var index = Knowledge.Of(Knowledge.Listing("a", Local, "1", "2"), Reducing("b", "a", Knowledge.Include(Local, "2")));

        Assert.Equal(-1, index.IndexOf(UrlOf("b")));
        Assert.Equal(1, index.ValueSetCount);
    }

    [Theory]
    [InlineData("a", "9", "takes away codes that the value set does not contain: 9", false)]
    [InlineData("nowhere", "1", "reduces an unknown value set", true)]
    public void A_code_or_a_set_that_is_not_there_is_an_issue(string reduced, string code, string message, bool isError)
    {
        var issue = Knowledge.OnlyIssueOf(Knowledge.Listing("a", Local, "1", "2"), Reducing("b", reduced, Knowledge.Include(Local, code)));

        Assert.Equal(("1.json", "ValueSet.extension[0].value", isError), (issue.File, issue.Location, issue.IsError));
        Assert.Contains(message, issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_of_which_nothing_is_left_is_an_error()
    {
        var issue = Knowledge.OnlyIssueOf(Knowledge.Listing("a", Local, "1"), Reducing("b", "a", Knowledge.Include(Local, "1")));

        Assert.Equal(("0.json", true), (issue.File, issue.IsError));
        Assert.Contains("empty", issue.Message, StringComparison.Ordinal);
    }

    private static string Reducing(string name, string reduced, string include) => Changing("value-set-reduces", name, reduced, include);

    private static string Changing(string how, string name, string changed, string include) =>
        Knowledge.ValueSet(name, $$""" "compose": { "include": [ {{include}} ] } """, $$"""[ { "url": "{{Structure}}{{how}}", "valueCanonical": "{{UrlOf(changed)}}" } ]""");

    private static string UrlOf(string name) => $"http://x/{name}";

    private static bool IsIn(TerminologyIndex index, string code) => index.Lookup(Local, code).Contains(index.IndexOf(UrlOf("a")));

    private static string MembersOf(TerminologyIndex index, string name) => string.Join(' ', index.Members(index.IndexOf(UrlOf(name))).Select(member => member.Code));
}
