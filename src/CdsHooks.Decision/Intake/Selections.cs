using System.Text.Json;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Intake;

/// <summary>
/// The <c>selections</c> of order-select: the draft orders that were just selected. CDS Hooks specifies <c>Type/id</c>; absolute references,
/// URNs and bare ids are accepted too, since clients differ and they can only mean an order of the call.
/// </summary>
internal sealed class Selections
{
    private const string Path = "$.context.selections";

    private readonly HashSet<ReferenceKey> _keys;

    private Selections(HashSet<ReferenceKey> keys) => _keys = keys;

    /// <summary>Reads the member, which is required and must not be empty.</summary>
    /// <exception cref="HookRequestException">The member is missing, empty or not an array, or an entry is not a string.</exception>
    public static Selections Read(JsonElement selections)
    {
        if (selections.ValueKind is not JsonValueKind.Array)
        {
            throw new HookRequestException(Path, selections.ValueKind is JsonValueKind.Undefined ? "is missing" : "must be an array");
        }

        HashSet<ReferenceKey> keys =
            [.. selections.EnumerateArray().Select((selection, index) => KeyOf(RequestText.Required(selection, $"{Path}[{index}]")))];
        return keys.Count > 0 ? new Selections(keys) : throw new HookRequestException(Path, "must not be empty");
    }

    /// <summary>Determines whether a draft order is selected, by its id or by the <c>fullUrl</c> of its entry.</summary>
    public bool Names(string type, string? id, string? fullUrl) =>
        (id is not null && Name(type, id)) || (fullUrl is { Length: > 0 } && Name(type, KeyOf(fullUrl).Id));

    /// <summary>Creates the error for selections that match no draft order: an empty response would look like a review of the selection.</summary>
    public static HookRequestException NoneFound() => new(Path, "must name at least one entry of $.context.draftOrders");

    private bool Name(string type, string id) => _keys.Contains(new ReferenceKey(type, id)) || _keys.Contains(new ReferenceKey(string.Empty, id));

    /// <summary>Gets the key of a reference, with an empty type if the reference has none.</summary>
    private static ReferenceKey KeyOf(string reference) =>
        !ReferenceKey.TryParse(reference, out var key) ? new ReferenceKey(string.Empty, reference)
        : key.Type.Length > 0 ? key
        : new ReferenceKey(string.Empty, key.Id[(key.Id.LastIndexOf(':') + 1)..]);
}
