using System.Text.Json;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Intake;

/// <summary>
/// The <c>selections</c> of order-select: which of the draft orders were just chosen. CDS Hooks has <c>Type/id</c>; an absolute
/// reference, a URN and a bare id name an order as well, since clients differ and nothing else in the call can be meant.
/// </summary>
internal sealed class Selections
{
    private const string Path = "$.context.selections";

    private readonly HashSet<ReferenceKey> _keys;

    private Selections(HashSet<ReferenceKey> keys) => _keys = keys;

    /// <summary>Reads the member, which is required and names at least one order.</summary>
    /// <exception cref="HookRequestException">It is missing, no array, empty, or an entry is no string.</exception>
    public static Selections Read(JsonElement selections)
    {
        if (selections.ValueKind is not JsonValueKind.Array)
        {
            throw new HookRequestException(Path, selections.ValueKind is JsonValueKind.Undefined ? "is missing" : "must be an array");
        }

        HashSet<ReferenceKey> keys = [];
        var index = 0;
        foreach (var selection in selections.EnumerateArray())
        {
            keys.Add(KeyOf(RequestText.Required(selection, $"{Path}[{index++}]")));
        }

        return keys.Count > 0 ? new Selections(keys) : throw new HookRequestException(Path, "must not be empty");
    }

    /// <summary>Says whether a draft order is named, by its id or by the address of its entry.</summary>
    public bool Names(string type, string? id, string? fullUrl) =>
        (id is not null && Name(type, id)) || (fullUrl is { Length: > 0 } && Name(type, KeyOf(fullUrl).Id));

    /// <summary>What is told when every entry points elsewhere: an empty answer would pass for a review of what was chosen.</summary>
    public static HookRequestException PointNowhere() => new(Path, "must name at least one entry of $.context.draftOrders");

    private bool Name(string type, string id) => _keys.Contains(new ReferenceKey(type, id)) || _keys.Contains(new ReferenceKey(string.Empty, id));

    /// <summary>The type is empty where the reference does not say it.</summary>
    private static ReferenceKey KeyOf(string reference)
    {
        if (!ReferenceKey.TryParse(reference, out var key))
        {
            return new ReferenceKey(string.Empty, reference);
        }

        return key.Type.Length > 0 ? key : new ReferenceKey(string.Empty, key.Id[(key.Id.LastIndexOf(':') + 1)..]);
    }
}
