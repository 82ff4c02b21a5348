using System.Text.Json.Nodes;
using CdsHooks.Tests.Architecture;

namespace CdsHooks.Tests.Cli;

/// <summary>A copy of the shipped rules that a test may break; gone afterwards.</summary>
internal sealed class KnowledgeCopy : IDisposable
{
    public const string Plan = "plans/PlanDefinition-lumbar-fusion.json";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("cdshooks-test-");

    public KnowledgeCopy()
    {
        File.Copy(Repository.PathOf("cds-services.json"), Path.Combine(Root, "cds-services.json"));
        var shipped = Repository.PathOf("fhir-profiles");
        foreach (var file in Directory.EnumerateFiles(shipped, "*.json", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Gets the folder that holds the rules and the discovery document.</summary>
    public string Root => _root.FullName;

    /// <summary>Gets the folder of the rules.</summary>
    public string Folder => Path.Combine(Root, "fhir-profiles");

    /// <summary>Changes one file, named relative to the folder of the rules.</summary>
    public KnowledgeCopy With(string file, Action<JsonNode> change)
    {
        var path = Path.Combine(Folder, file);
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        change(json);
        File.WriteAllText(path, json.ToJsonString());
        return this;
    }

    /// <summary>Adds or replaces one file.</summary>
    public KnowledgeCopy With(string file, string text)
    {
        File.WriteAllText(Path.Combine(Folder, file), text);
        return this;
    }

    public CliRun Check(params string[] options) => CliRun.Of(["check", Folder, .. options]);

    public void Dispose() => _root.Delete(recursive: true);

    /// <summary>Finds the object with an id, however deep.</summary>
    public static JsonObject Find(JsonNode json, string id) => Search(json, id) ?? throw new ArgumentException("There is no such id.", nameof(id));

    private static JsonObject? Search(JsonNode? json, string id) => json switch
    {
        JsonObject found when string.Equals((string?)(found["id"] as JsonValue), id, StringComparison.Ordinal) => found,
        JsonObject parent => parent.Select(member => Search(member.Value, id)).FirstOrDefault(found => found is not null),
        JsonArray items => items.Select(item => Search(item, id)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
