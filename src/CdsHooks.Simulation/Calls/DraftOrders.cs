using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Simulation.Calls;

/// <summary>Makes draft orders, as an EHR sends them before the signature.</summary>
internal static class DraftOrders
{
    /// <summary>The elements that an order and a procedure share.</summary>
    private static readonly string[] SharedElements = ["code", "subject", "encounter", "bodySite", "reasonCode", "reasonReference", "contained"];

    /// <summary>Makes a draft of an order of the chart.</summary>
    /// <returns>The draft; null when the order cannot be copied, because a name stands twice in it.</returns>
    public static DraftedOrder? Of(RawResource order) => Changed(order, Unsigned);

    /// <summary>Makes a draft of what an order of the chart is about, also where the order says that it must not be done.</summary>
    /// <returns>The draft; null when the order cannot be copied, because a name stands twice in it.</returns>
    public static DraftedOrder? ToDo(RawResource order) => Changed(order, resource =>
    {
        resource.Remove("doNotPerform");
        return Unsigned(resource);
    });

    /// <summary>Makes a draft of the order that a procedure of the chart would have had.</summary>
    /// <param name="procedure">The procedure.</param>
    /// <param name="authoredOn">The day of the order.</param>
    /// <returns>The draft; null when the procedure cannot be copied, because a name stands twice in it.</returns>
    public static DraftedOrder? OfProcedure(RawResource procedure, DateOnly authoredOn) => Changed(procedure, resource =>
    {
        var order = New($"order-of-{resource["id"]?.GetValue<string>()}", authoredOn);
        foreach (var name in SharedElements)
        {
            if (resource[name] is { } value)
            {
                order[name] = value.DeepClone();
            }
        }

        return order;
    });

    /// <summary>Makes an order that is not in the chart.</summary>
    /// <param name="patientId">The patient.</param>
    /// <param name="system">The system of the code.</param>
    /// <param name="code">The code of what is ordered.</param>
    /// <param name="authoredOn">The day of the order.</param>
    public static DraftedOrder MadeUp(string patientId, string system, string code, DateOnly authoredOn)
    {
        var order = New("what-if", authoredOn);
        order["code"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }) };
        order["subject"] = new JsonObject { ["reference"] = $"Patient/{patientId}" };
        return AsDraft(order);
    }

    private static JsonObject Unsigned(JsonObject order)
    {
        order.Remove("_status");
        order["status"] = "draft";
        return order;
    }

    private static JsonObject New(string id, DateOnly authoredOn) => new()
    {
        ["resourceType"] = "ServiceRequest",
        ["id"] = id,
        ["status"] = "draft",
        ["intent"] = "order",
        ["authoredOn"] = authoredOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
    };

    private static DraftedOrder? Changed(RawResource raw, Func<JsonObject, JsonObject> change)
    {
        try
        {
            return AsDraft(change((JsonObject)JsonNode.Parse(raw.Json.Span)!));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or JsonException)
        {
            return null;
        }
    }

    private static DraftedOrder AsDraft(JsonObject order) => new(new RawResource(Encoding.UTF8.GetBytes(order.ToJsonString()), fullUrl: null), "ServiceRequest");
}
