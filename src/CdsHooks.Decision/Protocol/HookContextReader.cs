using System.Runtime.InteropServices;
using System.Text.Json;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Protocol;

/// <summary>Reads the <c>context</c> of order-sign and order-select.</summary>
internal static class HookContextReader
{
    private const string Root = "$.context";

    public static HookContext Read(JsonElement context, string hook, bool ordersMayBeMissing)
    {
        var patientId = WithoutPrefix(RequestText.Required(Member(context, "patientId"u8), $"{Root}.patientId"), "Patient/", "patientId");
        var encounterId = RequestText.Optional(Member(context, "encounterId"u8), $"{Root}.encounterId");
        var userId = RequestText.Required(Member(context, "userId"u8), $"{Root}.userId");
        var selections = hook is HookNames.OrderSelect ? Selections.Read(Member(context, "selections"u8)) : null;
        return new HookContext(
            userId,
            patientId,
            encounterId is null ? null : WithoutPrefix(encounterId, "Encounter/", "encounterId"),
            ordersMayBeMissing && !context.TryGetProperty("draftOrders"u8, out _)
                ? []
                : ReadDraftOrders(Member(context, "draftOrders"u8), patientId, selections));
    }

    private static List<DraftedOrder> ReadDraftOrders(JsonElement bundle, string patientId, Selections? selections)
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
            JsonValueKind.Array => ReadEntries(entries, $"{Path}.entry", patientId, selections),
            _ => throw new HookRequestException($"{Path}.entry", "must be an array"),
        };
        return selections is null || orders.Exists(order => order.IsSelected) ? orders : throw Selections.PointNowhere();
    }

    private static List<DraftedOrder> ReadEntries(JsonElement entries, string path, string patientId, Selections? selections)
    {
        var orders = new List<DraftedOrder>(entries.GetArrayLength());
        foreach (var entry in entries.EnumerateArray())
        {
            if (entry.ValueKind is not JsonValueKind.Object)
            {
                throw new HookRequestException($"{path}[{orders.Count}]", "must be an object");
            }

            var resource = Member(entry, "resource"u8);
            if (resource.ValueKind is not JsonValueKind.Object)
            {
                throw new HookRequestException($"{path}[{orders.Count}].resource", "must be an object");
            }

            OrderSubject.Check(resource, patientId, $"{path}[{orders.Count}].resource");
            RequestText.TryGet(Member(entry, "fullUrl"u8), out var fullUrl);
            RequestText.TryGet(Member(resource, "resourceType"u8), out var type);
            RequestText.TryGet(Member(resource, "id"u8), out var id);
            var slice = new ResourceSlice(JsonMarshal.GetRawUtf8Value(resource).ToArray(), fullUrl);
            orders.Add(new DraftedOrder(slice, type ?? string.Empty, selections is null || selections.Names(type ?? string.Empty, id, fullUrl)));
        }

        return orders;
    }

    private static string WithoutPrefix(string id, string prefix, string member)
    {
        var bare = RequestText.WithoutPrefix(id, prefix);
        return bare is not ("" or "." or "..") ? bare : throw new HookRequestException($"{Root}.{member}", "must be an id");
    }

    private static JsonElement Member(JsonElement json, ReadOnlySpan<byte> name) => json.TryGetProperty(name, out var value) ? value : default;
}
