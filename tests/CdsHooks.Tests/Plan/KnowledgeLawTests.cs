using System.Text;
using System.Text.Json;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Architecture;
using FsCheck;
using FsCheck.Fluent;
using Hl7.Fhir.Serialization;
using Xunit;

namespace CdsHooks.Tests.Plan;

/// <summary>What holds of a file of the knowledge, whatever was done to it.</summary>
public sealed class KnowledgeLawTests
{
    // Not among them: a number beyond 28 digits where text belongs, which Firely takes as its digits, and a second resourceType, which
    // it overlooks. Neither says anything else than it seems to.
    private static readonly string[] Replacements =
    [
        "null", "true", "5", "-1", "1.50", "\"\"", "\" \"", "\"a b\"", "\"active\"", "\"2026-02-30\"", "\"half \\ud800\"", "{}", "[]", "[null]", "[[]]",
        "{\"a\":1}", "{\"id\":\"a\"}", "[\"a\"]", "{\"url\":\"x\",\"valueCode\":5}", "[{\"resourceType\":\"Patient\"}]", "\"", "}", "\u00fc\\u00", "1,\"id\":\"a\"",
    ];

    private static readonly (string File, byte[] Json)[] Files =
        [.. FilesOf("tests", "second-procedure", "fhir-profiles"), .. FilesOf("fhir-profiles", "conceptmaps"), .. FilesOf("fhir-profiles", "parameters").Take(1), .. FilesOf("fhir-profiles", "structures").Take(2)];

    private static readonly Gen<(int File, int Token, int Replacement, bool Cut)> Changes =
        from file in Gen.Choose(0, Files.Length - 1).Where(file => Files[file].Json.Length < 100_000)
        from token in Gen.Choose(0, 100_000)
        from replacement in Gen.Choose(0, Replacements.Length - 1)
        from cut in Gen.Frequency((19, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (file, token, replacement, cut);

    [Fact]
    public void Nothing_is_lost_without_an_issue() => Law.Holds(
        Changes,
        change =>
        {
            var json = Changed(change);
            var issues = new IssueList();
            var resource = KnowledgeFiles.ReadOne("a.json", json, issues);

            return issues.HasErrors || JsonElement.DeepEquals(Parsed(json), Parsed(Encoding.UTF8.GetBytes(resource!.Resource.ToJson())));
        },
        runs: 1500);

    [Fact]
    public void Loading_ends_in_issues_that_name_the_file_and_never_in_an_exception() => Law.Holds(
        Changes,
        change =>
        {
            var issues = new IssueList();
            var files = Files.Select((file, index) => (file.File, (ReadOnlyMemory<byte>)(index == change.File ? Changed(change) : file.Json)));
            var knowledge = KnowledgeFiles.Of(files.Where(file => file.File.Length > 0 && file.Item2.Length < 100_000), issues);
            var loader = new PlanLoader(knowledge);
            var results = knowledge.OfType("PlanDefinition").Select(plan => loader.Load(plan, siteParameters: null)).ToList();

            return issues.Issues.All(issue => string.Equals(issue.File, Files[change.File].File, StringComparison.Ordinal))
                && results.TrueForAll(result => result.Plan is not null || result.Issues.Any(issue => issue.IsError));
        },
        runs: 300);

    private static IEnumerable<(string File, byte[] Json)> FilesOf(params string[] folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)));

    private static JsonElement Parsed(ReadOnlyMemory<byte> json) => JsonElement.Parse(json.Span);

    /// <summary>Puts something else in the place of a value, an object or a name, or cuts the file off there.</summary>
    private static byte[] Changed((int File, int Token, int Replacement, bool Cut) change)
    {
        var json = Files[change.File].Json;
        var places = Places(json);
        var (start, end) = places[change.Token % places.Count];
        return change.Cut ? json[..end] : [.. json[..start], .. Encoding.UTF8.GetBytes(Replacements[change.Replacement]), .. json[end..]];
    }

    private static List<(int Start, int End)> Places(byte[] json)
    {
        List<(int Start, int End)> places = [];
        Stack<int> open = new();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push((int)reader.TokenStartIndex);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    places.Add((open.Pop(), (int)reader.BytesConsumed));
                    break;
                default:
                    // A name's token ends with its colon.
                    places.Add(((int)reader.TokenStartIndex, (int)reader.TokenStartIndex + reader.ValueSpan.Length + (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0)));
                    break;
            }
        }

        return places;
    }
}
