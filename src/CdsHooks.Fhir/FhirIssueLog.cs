using System.Runtime.InteropServices;
using System.Text.Json;

namespace CdsHooks.Fhir;

/// <summary>
/// The issues of one resource and of what it contains. Remembers elements, and works out their paths only when somebody reads
/// the issues.
/// </summary>
internal sealed class FhirIssueLog(FhirResource owner)
{
    // A hostile resource may hold a million malformed items; working out a path costs a walk.
    private const int MaxIssues = 50;

    private readonly List<Pending> _pending = [];
    private FhirIssue[]? _issues;

    internal bool HasErrors { get; private set; }

    // What stands in resourceType is the sender's text: it is shown only where it can be a type's name.
    private string RootName =>
        owner.ResourceType is { Length: > 0 and <= 40 } name && name.All(char.IsAsciiLetter) ? name : "Resource";

    internal IReadOnlyList<FhirIssue> Issues => _issues ??=
        [.. _pending.Select(issue => new FhirIssue(issue.Code, issue.Severity, LocationOf(issue.Element), issue.Expected))];

    internal string LocationOf(JsonElement element) => FhirLocation.Of(owner.Json, RootName, element);

    internal void Add(JsonElement element, FhirIssueCode code, string expected)
    {
        var severity = code is FhirIssueCode.LoneItem ? FhirIssueSeverity.Information : FhirIssueSeverity.Error;
        HasErrors |= severity is FhirIssueSeverity.Error;
        var offset = OffsetOf(element);
        if (_pending.Count < MaxIssues && !_pending.Exists(issue => issue.Offset == offset && issue.Code == code))
        {
            _pending.Add(new Pending(element, offset, code, severity, expected));
            _issues = null;
        }
    }

    private int OffsetOf(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Undefined || owner.Json.ValueKind is JsonValueKind.Undefined)
        {
            return 0;
        }

        JsonMarshal.GetRawUtf8Value(owner.Json).Overlaps(JsonMarshal.GetRawUtf8Value(element), out var offset);
        return offset;
    }

    private readonly record struct Pending(
        JsonElement Element, int Offset, FhirIssueCode Code, FhirIssueSeverity Severity, string Expected);
}
