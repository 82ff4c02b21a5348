using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;

namespace CdsHooks.Fhir.Reading;

/// <summary>
/// One resource as Firely's type, with the parts that cannot be read. A typed property is absent or has a value;
/// <see cref="Unreadable"/> is the third state.
/// </summary>
/// <remarks>Not thread-safe: contained resources are checked when they are first requested.</remarks>
public sealed class GuardedResource
{
    private static readonly FhirJsonDeserializer Deserializer = new(new DeserializerSettings().UsingMode(DeserializationMode.SyntaxOnly));

    private const ElementParts Everything = (ElementParts)(((int)ElementParts.Whole << 1) - 1);

    private readonly GuardedResource? _container;
    private readonly IReadOnlyList<string> _containedIssues;
    private Dictionary<string, GuardedResource?>? _contained;

    private GuardedResource(Resource resource, string? fullUrl, ElementParts unreadable, GuardedResource? container = null, IReadOnlyList<string>? containedIssues = null)
    {
        _containedIssues = containedIssues ?? [];
        Resource = resource;
        FullUrl = fullUrl;
        Unreadable = unreadable;
        _container = container;
    }

    /// <summary>Gets the resource. Every deciding element can be read without an exception; what was malformed is removed.</summary>
    public Resource Resource { get; }

    /// <summary>Gets the <c>fullUrl</c> of its Bundle entry, or null.</summary>
    [SuppressMessage("Design", "CA1056:URI-like properties should not be strings", Justification = "Compared as sent.")]
    public string? FullUrl { get; }

    /// <summary>Gets the parts that are present but cannot be read, or whose meaning a modifier can change.</summary>
    public ElementParts Unreadable { get; }

    /// <summary>Reads a resource.</summary>
    /// <param name="json">One JSON object that is known to be well-formed, UTF-8.</param>
    /// <param name="fullUrl">The <c>fullUrl</c> of its Bundle entry, if any.</param>
    /// <returns>The resource; for a type that FHIR R4 does not define, one without deciding elements. The content never causes an exception.</returns>
    [SuppressMessage("Design", "CA1054:URI-like parameters should not be strings", Justification = "Compared as sent.")]
    public static GuardedResource Read(ReadOnlySpan<byte> json, string? fullUrl = null) =>
        TryParse(json, fullUrl) ?? ReadRepaired(json, fullUrl) ?? new GuardedResource(EmptyOf(json), fullUrl, Everything);

    /// <summary>Finds a contained resource. Contained resources do not nest: called on one of them, it searches its siblings.</summary>
    /// <param name="id">Its id, without <c>#</c>.</param>
    /// <returns>The resource, or null where none has this id.</returns>
    public GuardedResource? FindContained(string id)
    {
        if (_container is not null)
        {
            return _container.FindContained(id);
        }

        _contained ??= new Dictionary<string, GuardedResource?>(StringComparer.Ordinal);
        if (!_contained.TryGetValue(id, out var found))
        {
            var all = Resource.TryGetValue("contained", out var contained) && contained is List<Resource> list ? list : [];
            var at = all.FindIndex(inner => inner is not null && inner.TryGetValue("id", out var own) && own is PrimitiveType { JsonValue: string text } && string.Equals(text, id, StringComparison.Ordinal));
            var resource = at < 0 ? null : all[at];
            _contained[id] = found = resource is null ? null : new GuardedResource(resource, fullUrl: null, ElementGuard.Check(resource) | IssuesOf(resource, at), this);
        }

        return found;
    }

    /// <summary>
    /// Creates a resource of the same type and id of which every part is unreadable, for one on which a typed property fails despite the check.
    /// </summary>
    public GuardedResource AsUnreadable()
    {
        var empty = ModelInfo.ModelInspector.FindClassMapping(Resource.TypeName)?.CreateInstance() as Resource ?? new DynamicResource();
        if (Resource.TryGetValue("id", out var id) && id is PrimitiveType { JsonValue: string text })
        {
            empty.Id = text;
        }

        return new GuardedResource(empty, FullUrl, Everything, _container);
    }

    /// <summary>Creates an Observation, contained in this resource, of which every part is unreadable.</summary>
    public GuardedResource UnreadableObservation() => new(new Observation(), fullUrl: null, Everything, this);

    /// <summary>Creates a resource with the same elements that is unreadable as a whole, for one that another version contradicts.</summary>
    public GuardedResource Contested() => new(Resource, FullUrl, Unreadable | ElementParts.Whole, _container, _containedIssues);

    /// <summary>Gets the type of the resource, never a value from it.</summary>
    public override string ToString() => Resource.GetType().Name;

    /// <summary>Reads JSON with a lone surrogate, such as a truncated emoji in a note. A property name with one cannot be identified.</summary>
    private static GuardedResource? ReadRepaired(ReadOnlySpan<byte> json, string? fullUrl)
    {
        var repaired = SurrogateText.Repair(json);
        return TryParse(repaired, fullUrl) is { } read
            ? new GuardedResource(read.Resource, fullUrl, read.Unreadable | (SurrogateText.HasBrokenName(repaired) ? ElementParts.Whole : ElementParts.None), containedIssues: read._containedIssues)
            : null;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the library fails on, the resource is unreadable and the call continues.")]
    private static GuardedResource? TryParse(ReadOnlySpan<byte> json, string? fullUrl)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            var reader = new Utf8JsonReader(LeanResource.Of(json, buffer));
            Deserializer.TryDeserializeResource(ref reader, out var parsed, out var issues);
            var resource = parsed ?? new DynamicResource();
            List<string> containedIssues = [];
            var parts = ElementGuard.Check(resource) | PartsOf(resource, issues, containedIssues);
            return new GuardedResource(resource, fullUrl, parts, containedIssues: containedIssues);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Creates an empty resource of the type that the JSON names.</summary>
    private static Resource EmptyOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.TryGetProperty("resourceType"u8, out var type)
            && type.ValueKind is JsonValueKind.String
            && ModelInfo.ModelInspector.FindClassMapping(type.GetString()!) is { IsResource: true, IsAbstract: false } mapping
            && mapping.CreateInstance() is Resource resource
                ? resource
                : new DynamicResource();
    }

    /// <summary>Gets the parts that contain syntax errors. An empty object or list, or null, is an element without content.</summary>
    private static ElementParts PartsOf(Resource resource, IEnumerable<CodedException> issues, List<string> containedIssues)
    {
        var parts = ElementParts.None;
        foreach (var issue in issues)
        {
            if (issue.ErrorCode is not ("JSON109" or "JSON120" or "JSON121"))
            {
                var path = (issue as ExtendedCodedException)?.InstancePath;
                parts |= PartOf(resource, path);
                if (path?.IndexOf(".contained", StringComparison.Ordinal) is > 0 and var at)
                {
                    containedIssues.Add(path[(at + ".contained".Length)..]);
                }
            }
        }

        return parts;
    }

    /// <summary>Gets the parts of a contained resource that the issues of its container name as <c>[index].name…</c>.</summary>
    private ElementParts IssuesOf(Resource inner, int at)
    {
        var parts = ElementParts.None;
        var own = string.Create(CultureInfo.InvariantCulture, $"[{at}]");
        foreach (var issue in _containedIssues)
        {
            if (issue.StartsWith(own, StringComparison.Ordinal))
            {
                parts |= PartOf(inner, inner.TypeName + issue[own.Length..]);
            }
            else if (issue is not ['[', ..])
            {
                parts |= ElementParts.Whole;
            }
        }

        return parts;
    }

    private static ElementParts PartOf(Resource resource, string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return ElementParts.None;
        }

        var names = path.Split('.', 3);
        if (names.Length < 2)
        {
            return ElementParts.Whole;
        }

        var name = names[1].Split('[')[0];
        var part = Array.Find(DecidingElements.Of(resource.TypeName), element => string.Equals(element.Name, name, StringComparison.Ordinal)).Part;
        return name is "component" && names is [_, _, var below] && !below.StartsWith("code", StringComparison.Ordinal) ? part & ~ElementParts.Code : part;
    }
}
