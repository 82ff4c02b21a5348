using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace CdsHooks.Fhir;

/// <summary>
/// One resource in hand: its JSON, untouched and whole, and what was found to be wrong with it while it was read.
/// </summary>
/// <remarks>
/// The JSON belongs to a <see cref="JsonDocument"/> that must outlive the resource. Not safe for use by two threads at once,
/// since reading may add issues.
/// </remarks>
public sealed class FhirResource
{
    private readonly FhirResource? _container;
    private FhirIssueLog? _log;

    private FhirResource(JsonElement json, string? fullUrl, FhirResource? container)
    {
        Json = json;
        FullUrl = fullUrl;
        _container = container;
        ResourceType = "";
        ResourceType = ReadType();
    }

    /// <summary>The resource as it was sent.</summary>
    public JsonElement Json { get; }

    /// <summary>The <c>fullUrl</c> of the Bundle entry it came in, or null where it came without one.</summary>
    [SuppressMessage("Design", "CA1056:URI-like properties should not be strings", Justification = "Compared as sent.")]
    public string? FullUrl { get; }

    /// <summary>The type's name, or "" where it is absent or no string (which is an issue).</summary>
    public string ResourceType { get; }

    /// <summary>The logical id, of any length (EHRs send drafts with 200 characters where FHIR allows 64), or null where absent.</summary>
    public string? Id => Root["id"u8].AsString();

    /// <summary>The resource as a node, where reading starts.</summary>
    public FhirNode Root => new(this, Json);

    /// <summary>
    /// What was found to be wrong so far, each fault once, in the order found, at most 50. Only what was read is checked.
    /// A contained resource shares the list of the resource that contains it.
    /// </summary>
    public IReadOnlyList<FhirIssue> Issues => KnownLog?.Issues ?? [];

    /// <summary>Whether anything that was read so far is malformed, so that the resource is unusable as evidence.</summary>
    public bool HasErrors => KnownLog?.HasErrors ?? false;

    private FhirIssueLog? KnownLog => _container is null ? _log : _container.KnownLog;

    private FhirIssueLog Log => _container is null ? _log ??= new FhirIssueLog(this) : _container.Log;

    /// <summary>Takes a resource in hand.</summary>
    /// <param name="json">The resource; anything but an object gives a resource of type "" with an issue.</param>
    /// <param name="fullUrl">The <c>fullUrl</c> of its Bundle entry, if any.</param>
    /// <returns>The resource; nothing but its type has been read. Never throws for what the JSON holds.</returns>
    [SuppressMessage("Design", "CA1054:URI-like parameters should not be strings", Justification = "Compared as sent.")]
    public static FhirResource Of(JsonElement json, string? fullUrl = null) => new(json, fullUrl, container: null);

    /// <summary>
    /// Finds a contained resource. Called on a contained resource, it looks among its neighbours, as FHIR R4 has it
    /// (contained resources do not nest).
    /// </summary>
    /// <param name="fragmentWithoutHash">The id after the <c>#</c> of the reference.</param>
    /// <returns>
    /// The contained resource, whose issues are reported on this resource with their full location, or null where there is none.
    /// </returns>
    public FhirResource? FindContained(string fragmentWithoutHash)
    {
        ArgumentNullException.ThrowIfNull(fragmentWithoutHash);
        if (_container is not null)
        {
            return _container.FindContained(fragmentWithoutHash);
        }

        var found = Root.Items("contained"u8)
            .FirstOrDefault(item => string.Equals(item["id"u8].AsString(), fragmentWithoutHash, StringComparison.Ordinal));
        return found.Exists ? new FhirResource(found.Json, fullUrl: null, container: this) : null;
    }

    /// <summary>The FHIRPath of the resource; for a contained one, within the resource that contains it.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Root.Location;

    internal void Report(JsonElement element, FhirIssueCode code, string expected) => Log.Add(element, code, expected);

    internal string LocationOf(JsonElement element) => Log.LocationOf(element);

    private string ReadType()
    {
        var type = Root["resourceType"u8];
        if (Json.ValueKind is not JsonValueKind.Object)
        {
            Root.Report(FhirIssueCode.WrongKind, "object");
        }
        else if (!type.Exists)
        {
            Root.Report(FhirIssueCode.MissingElement, "resourceType");
        }

        return ResourceTypes.FindKnown(type.Json) ?? type.AsString() ?? "";
    }
}
