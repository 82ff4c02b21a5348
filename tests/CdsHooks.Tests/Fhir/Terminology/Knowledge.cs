using System.Text;
using CdsHooks.Decision.Plan;
using CdsHooks.Fhir;
using CdsHooks.Fhir.Terminology;
using Xunit;

namespace CdsHooks.Tests.Fhir.Terminology;

/// <summary>Builds an index from JSON written in the tests; files are named 0.json, 1.json and so on.</summary>
internal static class Knowledge
{
    internal static TerminologyIndex Of(params string[] resources)
    {
        var index = Build(out var issues, resources);
        Assert.Empty(issues);
        return index;
    }

    internal static TerminologyIndex Build(out IReadOnlyList<TerminologyIssue> issues, params string[] resources)
    {
        var builder = new TerminologyBuilder();
        foreach (var (number, json) in resources.Index())
        {
            builder.Add(Read(json), $"{number}.json");
        }

        return builder.Build(out issues);
    }

    /// <summary>Reads a resource as the knowledge is read; what is not FHIR in it is no matter here.</summary>
    internal static LocatedResource Read(string json) =>
        Decision.Plan.KnowledgeFiles.ReadOne("resource.json", Encoding.UTF8.GetBytes(json), new IssueList())!.Located;

    internal static TerminologyIssue OnlyIssueOf(params string[] resources)
    {
        Build(out var issues, resources);
        return Assert.Single(issues);
    }

    /// <summary>A value set <c>http://x/{name}</c> with the given compose or expansion.</summary>
    internal static string ValueSet(string name, string content, string extension = "[]") =>
        $$"""{ "resourceType": "ValueSet", "url": "http://x/{{name}}", "extension": {{extension}}, {{content}} }""";

    internal static string Listing(string name, string system, params string[] codes) =>
        ValueSet(name, $$"""  "compose": { "include": [ {{Include(system, codes)}} ] } """);

    internal static string Include(string system, params string[] codes) =>
        $$"""{ "system": "{{system}}", "concept": [ {{string.Join(", ", codes.Select(code => $$"""{ "code": "{{code}}" }"""))}} ] }""";

    internal static string Beginning(string system, string pattern) =>
        $$"""{ "system": "{{system}}", "filter": [ { "property": "code", "op": "regex", "value": "{{pattern}}" } ] }""";
}
