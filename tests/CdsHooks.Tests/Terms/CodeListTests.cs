using CdsHooks.Tests.Architecture;
using CdsHooks.Tests.Cli;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Terms;
using Xunit;

namespace CdsHooks.Tests.Terms;

public sealed class CodeListTests
{
    [Fact]
    public void A_code_is_shown_as_its_file_writes_it_and_found_with_and_without_its_dot()
    {
        var list = Of(Repository.PathOf("fhir-profiles"), "spondylolisthesis");

        Assert.Contains(list.Codes, code => code is { Code: "M43.16", Plain: "M4316" } or { Code: "M43.16" });
        Assert.Single(list.Find("M43.16"));
        Assert.Equal(list.Find("lumbar spondylolisthesis").Count, list.Find("SPONDYLOLISTHESIS lumbar").Count);
    }

    [Fact]
    public void The_systems_are_counted_and_the_counts_close()
    {
        var list = Of(Repository.PathOf("fhir-profiles"), "lumbar-fusion-procedures");

        Assert.Equal(list.Codes.Count, list.Systems.Sum(system => system.Count));
        Assert.Contains("CPT", list.Systems.Select(system => CodeSystemName.Of(system.System)), StringComparer.Ordinal);
    }

    [Fact]
    public void Codes_that_a_site_adds_or_maps_name_its_file()
    {
        using var copy = new KnowledgeCopy();
        copy.With("valuesets/ValueSet-mine.json", """
            {"resourceType":"ValueSet","id":"mine","url":"https://site.example/ValueSet/mine","version":"1","title":"Codes of ours","status":"active",
             "extension":[{"url":"https://cdshooks.example.org/fhir/StructureDefinition/value-set-extends","valueCanonical":"https://cdshooks.example.org/fhir/ValueSet/lumbar-fusion-procedures"}],
             "compose":{"include":[{"system":"https://site.example/orders","concept":[{"code":"FUS","display":"Fusion"}]}]}}
            """);
        copy.With("conceptmaps/ConceptMap-mine.json", """
            {"resourceType":"ConceptMap","id":"mine","url":"https://site.example/ConceptMap/mine","version":"1","title":"Orders of ours","status":"active",
             "group":[{"source":"https://site.example/menu","target":"http://snomed.info/sct","element":[{"code":"77","target":[{"code":"178806002","equivalence":"equivalent"}]}]}]}
            """);

        var list = Of(copy.Folder, "lumbar-fusion-procedures");

        var added = Assert.Single(list.Codes, code => code.Code is "FUS");
        Assert.Equal(("Codes of ours", ContributionManner.Extending), (added.From!.Title, added.From.Manner));
        var mapped = Assert.Single(list.Codes, code => code.Code is "77");
        Assert.Equal(("Orders of ours", ContributionManner.Mapped, "maps to In-situ fusion of spondylolisthesis"), (mapped.From!.Title, mapped.From.Manner, mapped.Display));
        Assert.Equal(ContributionManner.Own, list.Codes[0].From!.Manner);
    }

    [Fact]
    public void A_code_that_a_site_takes_away_is_listed_apart()
    {
        using var copy = new KnowledgeCopy();
        copy.With("valuesets/ValueSet-less.json", """
            {"resourceType":"ValueSet","id":"less","url":"https://site.example/ValueSet/less","version":"1","title":"Not ours","status":"active",
             "extension":[{"url":"https://cdshooks.example.org/fhir/StructureDefinition/value-set-reduces","valueCanonical":"https://cdshooks.example.org/fhir/ValueSet/lumbar-fusion-procedures"}],
             "compose":{"include":[{"system":"http://snomed.info/sct","concept":[{"code":"178806002"}]}]}}
            """);

        var list = Of(copy.Folder, "lumbar-fusion-procedures");

        Assert.DoesNotContain(list.Codes, code => code.Code is "178806002");
        var taken = Assert.Single(list.Excluded);
        Assert.Equal(("178806002", "Not ours"), (taken.Code, taken.From!.Title));
    }

    [Fact]
    public void Every_shipped_code_has_a_file_that_says_so()
    {
        var source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));
        var terminology = source.Load(source.OnlyPlan(), siteParametersId: null).Rules.Terminology;
        var unknown = source.Knowledge.OfType("ValueSet")
            .SelectMany(valueSet => CodeList.Of(source.Knowledge, terminology, valueSet).Codes.Where(code => code.From is null).Select(code => $"{valueSet.Id}: {code.Code}"));

        Assert.Empty(unknown);
    }

    private static CodeList Of(string folder, string id)
    {
        var source = KnowledgeSource.Open(folder);
        var terminology = source.Load(source.OnlyPlan(), siteParametersId: null).Rules.Terminology;
        return CodeList.Of(source.Knowledge, terminology, source.Knowledge.OfType("ValueSet").First(valueSet => string.Equals(valueSet.Id, id, StringComparison.Ordinal)));
    }
}
