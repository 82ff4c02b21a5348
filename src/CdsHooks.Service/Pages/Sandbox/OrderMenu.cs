using System.Globalization;
using System.Text.Json.Nodes;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>The orders that the sandbox can place: fusions in three code systems, and others.</summary>
internal static class OrderMenu
{
    /// <summary>Gets the orders in groups.</summary>
    public static IReadOnlyList<OrderGroup> Groups { get; } = SandboxFiles.Read("orders.json", SandboxFilesJson.Default.IReadOnlyListOrderGroup);

    /// <summary>Gets the keys of the orders of a request that are on the menu.</summary>
    public static IReadOnlyList<string> KeysIn(JsonObject request) =>
        [.. DraftsOf(request).Select(CodeOf).SelectMany(code => Groups.SelectMany(group => group.Orders).Where(order => string.Equals(order.Code, code, StringComparison.Ordinal))).Select(order => order.Key).Distinct(StringComparer.Ordinal)];

    /// <summary>Gets the drafts of a request.</summary>
    public static IEnumerable<JsonObject> DraftsOf(JsonObject request) =>
        (((request["context"] as JsonObject)?["draftOrders"] as JsonObject)?["entry"] as JsonArray ?? [])
            .Select(entry => (entry as JsonObject)?["resource"]).OfType<JsonObject>();

    /// <summary>Lists the drafts of a request, each with its order on the menu; null for one that the menu does not offer.</summary>
    public static IEnumerable<(JsonObject Draft, MenuOrder? Order)> Placed(JsonObject request) => DraftsOf(request).Select(draft =>
        (draft, Groups.SelectMany(group => group.Orders).FirstOrDefault(order => string.Equals(order.Code, CodeOf(draft), StringComparison.Ordinal))));

    /// <summary>Replaces the drafts of a request by orders of the menu; a draft that already has the code of one stays as it is.</summary>
    public static void Place(JsonObject request, IReadOnlyList<string> keys, string patientId, DateOnly day)
    {
        List<JsonObject> before = [.. DraftsOf(request)];
        JsonArray entries = [];
        foreach (var order in Groups.SelectMany(group => group.Orders).Where(order => keys.Contains(order.Key, StringComparer.Ordinal)))
        {
            var draft = before.Find(draft => string.Equals(CodeOf(draft), order.Code, StringComparison.Ordinal))?.DeepClone() ?? Draft(order, patientId, day);
            entries.Add(new JsonObject { ["resource"] = draft });
        }

        // What the menu does not offer, such as a local code, stays, too.
        foreach (var draft in before.Where(draft => !Groups.SelectMany(group => group.Orders).Any(order => string.Equals(order.Code, CodeOf(draft), StringComparison.Ordinal))))
        {
            entries.Add(new JsonObject { ["resource"] = draft.DeepClone() });
        }

        if (request["context"] is JsonObject context)
        {
            context["draftOrders"] = new JsonObject { ["resourceType"] = "Bundle", ["type"] = "collection", ["entry"] = entries };
        }
    }

    /// <summary>Turns a request into one of another hook.</summary>
    public static void Hook(JsonObject request, string hook)
    {
        request["hook"] = hook;
        if (request["context"] is JsonObject context && hook is Decision.Hooks.HookNames.OrderSelect && context["selections"] is null)
        {
            context["selections"] = new JsonArray([.. DraftsOf(request).Select(draft => JsonValue.Create($"{draft["resourceType"]}/{draft["id"]}"))]);
        }
    }

    private static string CodeOf(JsonObject draft) =>
        (((draft["code"] ?? draft["medicationCodeableConcept"]) as JsonObject)?["coding"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()?["code"]?.ToString() ?? string.Empty;

    private static JsonObject Draft(MenuOrder order, string patientId, DateOnly day) => new()
    {
        ["resourceType"] = order.Drug ? "MedicationRequest" : "ServiceRequest",
        ["id"] = $"draft-{order.Key}",
        ["status"] = "draft",
        ["intent"] = "order",
        [order.Drug ? "medicationCodeableConcept" : "code"] = new JsonObject
        {
            ["coding"] = new JsonArray(new JsonObject { ["system"] = order.System, ["code"] = order.Code, ["display"] = order.Display }),
        },
        ["subject"] = new JsonObject { ["reference"] = $"Patient/{patientId}" },
        ["authoredOn"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}

/// <summary>A group of orders.</summary>
/// <param name="Group">The title.</param>
/// <param name="Orders">The orders.</param>
internal sealed record OrderGroup(string Group, IReadOnlyList<MenuOrder> Orders);

/// <summary>An order that can be placed.</summary>
/// <param name="Key">The key in addresses.</param>
/// <param name="System">The code system.</param>
/// <param name="Code">The code.</param>
/// <param name="Display">Our wording.</param>
/// <param name="Drug">True for a MedicationRequest, false for a ServiceRequest.</param>
internal sealed record MenuOrder(string Key, string System, string Code, string Display, bool Drug = false);
