using System.Runtime.InteropServices;
using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Intake;

/// <summary>Reads the <c>context</c> of order-sign and order-select.</summary>
internal static class HookContextReader
{
    private const string Root = "$.context";

    public static HookContext Read(JsonElement context, string hook, bool ordersMayBeMissing)
    {
        var patientId = BareId(RequestText.Required(Member(context, "patientId"u8), $"{Root}.patientId"), "Patient/", "patientId");
        var encounterId = RequestText.Optional(Member(context, "encounterId"u8), $"{Root}.encounterId");
        var userId = RequestText.Required(Member(context, "userId"u8), $"{Root}.userId");
        var selections = hook is HookNames.OrderSelect ? Selections.Read(Member(context, "selections"u8)) : null;
        List<CoverageInformation> coverage = [];
        return new HookContext(
            userId,
            patientId,
            encounterId is null ? null : BareId(encounterId, "Encounter/", "encounterId"),
            ordersMayBeMissing && !context.TryGetProperty("draftOrders"u8, out _)
                ? []
                : ReadDraftOrders(Member(context, "draftOrders"u8), patientId, selections, coverage))
        {
            Coverage = coverage,
        };
    }

    private static List<DraftedOrder> ReadDraftOrders(JsonElement bundle, string patientId, Selections? selections, List<CoverageInformation> coverage)
    {
        const string Path = $"{Root}.draftOrders";
        if (bundle.ValueKind is JsonValueKind.Undefined)
        {
            throw new HookRequestException(Path, "is missing");
        }

        if (bundle.ValueKind is not JsonValueKind.Object
            || !RequestText.TryGet(Member(bundle, "resourceType"u8), out var type)
            || type is not "Bundle")
        {
            throw new HookRequestException(Path, "must be a Bundle");
        }

        var entries = Member(bundle, "entry"u8);
        List<DraftedOrder> orders = entries.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => [],
            JsonValueKind.Array => ReadEntries(entries, $"{Path}.entry", patientId, selections, coverage),
            _ => throw new HookRequestException($"{Path}.entry", "must be an array"),
        };
        return selections is null || orders.Exists(order => order.IsSelected) ? orders : throw Selections.NoneFound();
    }

    private static List<DraftedOrder> ReadEntries(JsonElement entries, string path, string patientId, Selections? selections, List<CoverageInformation> coverage)
    {
        var orders = new List<DraftedOrder>(entries.GetArrayLength());
        foreach (var (index, entry) in entries.EnumerateArray().Index())
        {
            var place = $"{path}[{index}]";
            if (ResourceOf(entry, place) is not { } resource)
            {
                continue;
            }

            CheckSubject(resource, "subject", patientId, $"{place}.resource");
            CheckSubject(resource, "patient", patientId, $"{place}.resource");
            RequestText.TryGet(Member(entry, "fullUrl"u8), out var fullUrl);
            coverage.AddRange(CoverageReader.Read(resource));
            RequestText.TryGet(Member(resource, "resourceType"u8), out var type);
            RequestText.TryGet(Member(resource, "id"u8), out var id);
            var raw = new RawResource(JsonMarshal.GetRawUtf8Value(resource).ToArray(), fullUrl);
            orders.Add(new DraftedOrder(raw, type ?? string.Empty, selections is null || selections.Names(type ?? string.Empty, id, fullUrl)));
        }

        if (orders.Count is 0 && entries.GetArrayLength() > 0)
        {
            throw new HookRequestException($"{path}[0].resource", "must be an object: no entry contains an order");
        }

        return orders;
    }

    /// <summary>Gets the resource of an entry; null when there is none, which does not affect the other entries.</summary>
    private static JsonElement? ResourceOf(JsonElement entry, string place)
    {
        if (entry.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (entry.ValueKind is not JsonValueKind.Object)
        {
            throw new HookRequestException(place, "must be an object");
        }

        var resource = Member(entry, "resource"u8);
        return resource.ValueKind switch
        {
            JsonValueKind.Object => resource,
            JsonValueKind.Undefined or JsonValueKind.Null => null,

            // It may be an order that cannot be read.
            _ => throw new HookRequestException($"{place}.resource", "must be an object"),
        };
    }

    /// <summary>Gets an id without its type. Rejects a URL: it may reference a resource of another server, whose id would mean another resource here.</summary>
    private static string BareId(string id, string prefix, string member)
    {
        var bare = RequestText.WithoutPrefix(id, prefix);
        if (bare is "" or "." or "..")
        {
            throw new HookRequestException($"{Root}.{member}", "must be an id");
        }

        return bare.Contains('/', StringComparison.Ordinal) || bare.StartsWith("urn:", StringComparison.OrdinalIgnoreCase)
            ? throw new HookRequestException($"{Root}.{member}", $"must be an id such as 123 or {prefix}123, not a URL, a URN or a versioned reference")
            : bare;
    }

    /// <summary>
    /// Rejects an order whose <c>subject</c>, or <c>patient</c> in some types, is another patient than that of the context: no card may be
    /// about the wrong chart. Absent, contained and identifier-only references pass.
    /// </summary>
    private static void CheckSubject(JsonElement resource, string member, string patientId, string path)
    {
        if (resource.TryGetProperty(member, out var subject)
            && subject.ValueKind is JsonValueKind.Object
            && RequestText.TryGet(Member(subject, "reference"u8), out var text)
            && ReferenceKey.TryParse(text, out var key)
            && key.Type is "Patient"
            && !string.Equals(key.Id, patientId, StringComparison.Ordinal))
        {
            throw new HookRequestException($"{path}.{member}.reference", "must name the same patient as $.context.patientId");
        }
    }

    private static JsonElement Member(JsonElement json, ReadOnlySpan<byte> name) => json.TryGetProperty(name, out var value) ? value : default;
}
