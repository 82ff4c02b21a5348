using System.Text.Json;
using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Hl7.FhirPath;
using Hl7.FhirPath.Expressions;

namespace CdsHooks.Tests.Simulation.Views;

/// <summary>Runs a ViewDefinition by the processing model of SQL on FHIR, with Firely's FHIRPath. Not thread-safe.</summary>
internal sealed partial class ViewRunner
{
    private readonly FhirPathCompiler _compiler;
    private readonly Dictionary<string, CompiledExpression> _compiled = new(StringComparer.Ordinal);
    private readonly Dictionary<Resource, List<object?[]>> _rows = new(ReferenceEqualityComparer.Instance);
    private readonly List<Selection> _selects;
    private LakeChart? _chart;
    private (string Key, string? Container, Resource Resource) _current;

    public ViewRunner(string json)
    {
        var symbols = new SymbolTable().AddStandardFP();
        symbols.Add("getResourceKey", (PocoNode _) => _current.Key, true);
        symbols.Add("getReferenceKey", (PocoNode reference) => KeyOf(reference, type: null), true);
        symbols.Add("getReferenceKey", (PocoNode reference, string type) => KeyOf(reference, type), true);
        _compiler = new FhirPathCompiler(symbols);
        using var view = JsonDocument.Parse(json);
        Name = view.RootElement.GetProperty("name").GetString()!;
        Resource = view.RootElement.GetProperty("resource").GetString()!;
        _selects = Selects(view.RootElement, "select");
        Columns = [.. _selects.SelectMany(select => select.AllColumns)];
    }

    public string Name { get; }

    public string Resource { get; }

    public IReadOnlyList<(string Name, string Type)> Columns { get; }

    /// <summary>Compiles a path. FHIRPath would take the name of a type, which SQL on FHIR allows, for a child.</summary>
    public CompiledExpression Compile(string path) => _compiler.Compile(TypeOfReference().Replace(path, "getReferenceKey('${type}')"));

    /// <summary>Makes the rows of a chart, with keys that tell nothing of the chart.</summary>
    /// <exception cref="InvalidOperationException">A column has several values, or one of another type.</exception>
    public IEnumerable<object?[]> Run(LakeChart chart)
    {
        _chart = chart;
        return chart.Resources.Where(resource => string.Equals(resource.Resource.TypeName, Resource, StringComparison.Ordinal)).SelectMany(Run);
    }

    private List<object?[]> Run((string Key, string? Container, Resource Resource) resource)
    {
        _current = resource;
        if (!_chart!.IsPlain || !_rows.TryGetValue(resource.Resource, out var rows))
        {
            rows = [.. Product(_selects.ConvertAll(select => Process(select, resource.Resource.ToPocoNode())))];
            if (_chart.IsPlain)
            {
                _rows[resource.Resource] = rows;
            }
        }

        return rows;
    }

    private List<object?[]> Process(Selection select, PocoNode node)
    {
        var foci = select switch
        {
            { Repeat.Count: > 0 } => Repeated(select.Repeat, node),
            { ForEach: { } path } => Evaluate(path, node),
            { ForEachOrNull: { } path } => Evaluate(path, node),
            _ => [node],
        };
        if (foci.Count == 0 && select.ForEachOrNull is not null)
        {
            return [new object?[select.AllColumns.Count()]];
        }

        return
        [
            .. foci.SelectMany(focus => Product(
            [
                [[.. select.Columns.Select(column => ValueOf(column, focus))]],
                .. select.Selects.Select(inner => Process(inner, focus)),
                .. select.UnionAll.Count > 0 ? [[.. select.UnionAll.SelectMany(branch => Process(branch, focus))]] : (IEnumerable<List<object?[]>>)[],
            ])),
        ];
    }

    private List<PocoNode> Repeated(IReadOnlyList<string> paths, PocoNode node) =>
        [.. paths.SelectMany(path => Evaluate(path, node)).SelectMany(child => Repeated(paths, child).Prepend(child))];

    private object? ValueOf(Column column, PocoNode focus)
    {
        if (Evaluate(column.Path, focus) is not [var found, .. var more])
        {
            return null;
        }

        var value = found.Poco as PrimitiveType;
        return more.Count > 0 ? throw new InvalidOperationException($"{Name}.{column.Name} has several values.")
            : value is null || !string.Equals(value.TypeName.Split('.')[^1], column.Type, StringComparison.OrdinalIgnoreCase) ? throw new InvalidOperationException($"{Name}.{column.Name} is {found.Poco.TypeName}, not {column.Type}.")
            : value.JsonValue;
    }

    private List<PocoNode> Evaluate(string path, PocoNode focus)
    {
        if (!_compiled.TryGetValue(path, out var compiled))
        {
            _compiled[path] = compiled = Compile(path);
        }

        return [.. compiled(focus, new EvaluationContext())];
    }

    private string? KeyOf(PocoNode reference, string? type) =>
        _chart!.KeyOf((reference.Poco as ResourceReference)?.Reference, _current.Container ?? _current.Key, type);

    private static IEnumerable<object?[]> Product(IEnumerable<IReadOnlyList<object?[]>> parts) =>
        parts.Aggregate<IReadOnlyList<object?[]>, IEnumerable<object?[]>>([[]], (rows, part) => rows.SelectMany(row => part.Select(more => (object?[])[.. row, .. more])));

    private static List<Selection> Selects(JsonElement parent, string name) => parent.TryGetProperty(name, out var selects) ? [.. selects.EnumerateArray().Select(Select)] : [];

    private static Selection Select(JsonElement select) => new(
        TextOf(select, "forEach"),
        TextOf(select, "forEachOrNull"),
        select.TryGetProperty("repeat", out var repeat) ? [.. repeat.EnumerateArray().Select(path => path.GetString()!)] : [],
        select.TryGetProperty("column", out var columns) ? [.. columns.EnumerateArray().Select(column => new Column(TextOf(column, "name")!, TextOf(column, "path")!, TextOf(column, "type")!))] : [],
        Selects(select, "select"),
        Selects(select, "unionAll"));

    private static string? TextOf(JsonElement parent, string name) => parent.TryGetProperty(name, out var text) ? text.GetString() : null;

    [GeneratedRegex(@"getReferenceKey\((?<type>[A-Za-z]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeOfReference();

    private sealed record Column(string Name, string Path, string Type);

    private sealed record Selection(
        string? ForEach, string? ForEachOrNull, IReadOnlyList<string> Repeat, IReadOnlyList<Column> Columns, IReadOnlyList<Selection> Selects, IReadOnlyList<Selection> UnionAll)
    {
        /// <summary>Gets the columns with those of the selects inside; branches of a union have the same.</summary>
        public IEnumerable<(string Name, string Type)> AllColumns =>
            Columns.Select(column => (column.Name, column.Type)).Concat(Selects.SelectMany(select => select.AllColumns)).Concat(UnionAll.Take(1).SelectMany(select => select.AllColumns));
    }
}
