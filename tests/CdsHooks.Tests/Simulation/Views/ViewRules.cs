using System.Text.Json;
using System.Text.RegularExpressions;
using Hl7.Fhir.Model;

namespace CdsHooks.Tests.Simulation.Views;

/// <summary>Checks a ViewDefinition by the rules of SQL on FHIR: its own invariants, those of ShareableViewDefinition, and no lists in columns.</summary>
internal sealed partial class ViewRules
{
    private static readonly string[] OfView = ["resourceType", "id", "meta", "url", "version", "name", "title", "status", "description", "resource", "fhirVersion", "select"];
    private static readonly string[] OfSelect = ["forEach", "forEachOrNull", "repeat", "column", "select", "unionAll"];
    private static readonly string[] OfColumn = ["name", "path", "type", "tag"];
    private static readonly string[] Iterations = ["forEach", "forEachOrNull", "repeat"];

    /// <summary>What FHIRPath every runner of shared views must have, as far as it is a function.</summary>
    private static readonly string[] Functions = ["where", "exists", "empty", "extension", "ofType", "first", "getResourceKey", "getReferenceKey"];

    private readonly List<string> _issues = [];

    private ViewRules()
    {
    }

    /// <summary>Lists the issues of a view.</summary>
    public static IReadOnlyList<string> Issues(string json)
    {
        using var document = JsonDocument.Parse(json);
        var rules = new ViewRules();
        rules.Check(document.RootElement);
        return rules._issues;
    }

    /// <summary>Lists the FHIRPaths of a view.</summary>
    public static IEnumerable<string> Paths(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Paths),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member switch
        {
            { Name: "path" or "forEach" or "forEachOrNull" } => [member.Value.GetString()!],
            { Name: "repeat" } => member.Value.EnumerateArray().Select(path => path.GetString()!),
            _ => Paths(member.Value),
        }),
        _ => [],
    };

    private void Check(JsonElement view)
    {
        Require(TextOf(view, "resourceType") is "ViewDefinition", "It is no ViewDefinition.");
        Require(TextOf(view, "status") is "draft" or "active" or "retired" or "unknown", "The status is none of FHIR.");
        Require(ModelInfo.IsKnownResource(TextOf(view, "resource") ?? string.Empty), "The resource is none of FHIR R4.");
        Require(Uri.TryCreate(TextOf(view, "url"), UriKind.Absolute, out var url) && url.OriginalString.IndexOfAny(['|', '#', ' ']) < 0, "A shared view has a canonical.");
        Require(TextOf(view, "id") is { } id && Id().IsMatch(id), "The id is none of FHIR.");
        Require(Name().IsMatch(TextOf(view, "name") ?? string.Empty), "The name is none of SQL.");
        Require(TextsOf(view, "fhirVersion").Contains("4.0.1", StringComparer.Ordinal), "A shared view has a FHIR version.");
        CheckMembers(view, OfView);
        Require(ElementsOf(view, "select").Count > 0, "A view has a select.");
        Columns(ElementsOf(view, "select"));
    }

    private void Require(bool isMet, string issue)
    {
        if (!isMet)
        {
            _issues.Add(issue);
        }
    }

    private void CheckMembers(JsonElement element, string[] known) =>
        Require(element.EnumerateObject().All(member => known.Contains(member.Name, StringComparer.Ordinal)), $"One of the members is none of {string.Join(", ", known)}.");

    private void CheckPath(string path)
    {
        Require(path.Length > 0, "A path is empty.");
        foreach (var function in Function().Matches(path).Select(match => match.Groups["name"].Value))
        {
            Require(Functions.Contains(function, StringComparer.Ordinal), $"{function} is no function that each runner has.");
        }
    }

    /// <summary>Gets the columns of selects side by side.</summary>
    private List<(string Name, string Type)> Columns(IReadOnlyList<JsonElement> siblings)
    {
        List<(string Name, string Type)> columns = [.. siblings.SelectMany(ColumnsOf)];
        Require(columns.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).Count() == columns.Count, "Two columns have one name.");
        return columns;
    }

    private List<(string Name, string Type)> ColumnsOf(JsonElement select)
    {
        CheckMembers(select, OfSelect);
        Require(Iterations.Count(name => select.TryGetProperty(name, out _)) <= 1, "A select iterates in one way.");
        foreach (var path in Iterations.Take(2).Select(name => TextOf(select, name)).OfType<string>().Concat(TextsOf(select, "repeat")))
        {
            CheckPath(path);
        }

        var branches = ElementsOf(select, "unionAll").Select(ColumnsOf).ToList();
        Require(branches.TrueForAll(branch => branch.SequenceEqual(branches[0])), "The branches of a union have the same columns.");
        return [.. ElementsOf(select, "column").Select(ColumnOf), .. Columns(ElementsOf(select, "select")), .. branches.FirstOrDefault() ?? []];
    }

    private (string Name, string Type) ColumnOf(JsonElement column)
    {
        CheckMembers(column, OfColumn);
        CheckPath(TextOf(column, "path") ?? string.Empty);
        var (name, type) = (TextOf(column, "name") ?? string.Empty, TextOf(column, "type") ?? string.Empty);
        Require(Name().IsMatch(name), "The name of a column is none of SQL.");
        Require(ModelInfo.IsPrimitive(type), "The type of a column is no primitive one of FHIR.");
        return (name, type);
    }

    private static string? TextOf(JsonElement element, string name) => element.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;

    private static List<JsonElement> ElementsOf(JsonElement element, string name) => element.TryGetProperty(name, out var list) ? [.. list.EnumerateArray()] : [];

    private static IEnumerable<string> TextsOf(JsonElement element, string name) => ElementsOf(element, name).Select(text => text.GetString()!);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z0-9.-]{1,64}$", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"(?<name>[A-Za-z]+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Function();
}
