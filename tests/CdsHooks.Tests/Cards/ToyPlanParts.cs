using System.Text.Json;
using System.Text.Json.Nodes;
using static CdsHooks.Tests.Cards.ToyJson;

namespace CdsHooks.Tests.Cards;

/// <summary>The parts of the made-up plan that stay the same.</summary>
internal static class ToyPlanParts
{
    public static JsonObject Plan(string careShortForm, string walkShortForm, IReadOnlyList<JsonObject> rows, IReadOnlyList<JsonObject> cards, IReadOnlyList<JsonObject> phrases) => new()
    {
        ["resourceType"] = "PlanDefinition",
        ["id"] = "toy",
        ["url"] = ToyPlan.Base + "PlanDefinition/toy",
        ["version"] = "2.1.0",
        ["status"] = "active",
        ["title"] = "Ankle brace rule",
        ["contained"] = new JsonArray(new JsonObject
        {
            ["resourceType"] = "Library",
            ["id"] = "parameters",
            ["status"] = "active",
            ["type"] = new JsonObject { ["text"] = "What a site may set" },
            ["parameter"] = new JsonArray(
            Number("toy.minWeeks", "valueInteger", 6, 4, 12),
            Number("toy.limit", "valueDecimal", 4.5m, 2.0m, 5.0m),
            Flag("toy.on"),
            Choice("toy.indicator", "warning", "none", "info", "warning"),
            Choice("toy.word", "short", "short", "a-much-longer-word")),
        }),
        ["action"] = new JsonArray(
            Part("orders", Leaf("brace-order", "Ankle brace ordered", kind: "order")),
            Part("criteria", new JsonObject { ["action"] = Criteria(careShortForm, walkShortForm) }),
            Part("decision-table", new JsonObject { ["action"] = new JsonArray([.. rows.Select(row => row.DeepClone())]) }),
            Part("cards", new JsonObject { ["extension"] = PartOf("cards", [.. phrases.Select(phrase => (JsonObject)phrase.DeepClone())]), ["action"] = new JsonArray([.. cards.Select(card => card.DeepClone())]) })),
    };

    public static string ValueName(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => "valueCode",
        JsonValueKind.True or JsonValueKind.False => "valueBoolean",
        _ => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "valueDecimal" : "valueInteger",
    };

    private static JsonArray Criteria(string careShortForm, string walkShortForm) => new(
        Group("care", "Care", "all", careShortForm,
            Leaf("walk", "Walking exercises", walkShortForm),
            Leaf("talk", "Talking", "talking"),
            Group("pills", "Pills", "all", "two kinds of pills",
                Leaf("red-pill", "Red pill", "red pill"),
                Leaf("blue-pill", "Blue pill"))),
        Group("injury", "Injury", "any", shortForm: null,
            Leaf("sprain", "Sprain", "sprain"),
            Leaf("tear", "Tear", "tear over {toy.limit} mm")),
        Leaf("sprained-before", "Sprained before", shortForm: null, kind: "condition", IfParameter("toy.on")));

    private static JsonObject Part(string code, JsonObject action)
    {
        var codes = action["code"] as JsonArray ?? [];
        action["code"] = new JsonArray([CodeOf("plan-part", code), .. codes.Select(kind => kind!.DeepClone())]);
        return action;
    }

    private static JsonObject CodeOf(string system, string code) => new()
    {
        ["coding"] = new JsonArray(new JsonObject { ["system"] = ToyPlan.Base + "CodeSystem/" + system, ["code"] = code }),
    };

    private static JsonObject Leaf(string id, string title, string? shortForm = null, string kind = "condition", params JsonObject[] extensions)
    {
        var isOrder = kind is "order";
        var leaf = Action(id, title, kind, shortForm, extensions);
        leaf["input"] = new JsonArray(new JsonObject
        {
            ["type"] = isOrder ? "ServiceRequest" : "Condition",
            ["codeFilter"] = new JsonArray(new JsonObject { ["path"] = "code", ["valueSet"] = ToyPlan.Things }),
        });
        return leaf;
    }

    private static JsonObject Group(string id, string title, string kind, string? shortForm, params JsonObject[] members)
    {
        var group = Action(id, title, kind, shortForm, []);
        group["action"] = new JsonArray([.. members]);
        return group;
    }

    private static JsonObject Action(string id, string title, string kind, string? shortForm, JsonObject[] extensions)
    {
        JsonObject action = new()
        {
            ["id"] = id,
            ["title"] = title,
            ["description"] = "Is it there?",
            ["code"] = new JsonArray(CodeOf("criterion-kind", kind)),
            ["extension"] = PartOf("criterion", extensions),
        };
        if (shortForm is not null)
        {
            action["textEquivalent"] = shortForm;
        }

        return action;
    }

    private static JsonObject Number(string name, string valueName, JsonNode value, JsonNode minimum, JsonNode maximum) => Parameter(
        name,
        valueName is "valueInteger" ? "integer" : "decimal",
        "A number.",
        Extension("default", valueName, value),
        Extension("minimum", valueName, minimum),
        Extension("maximum", valueName, maximum));

    private static JsonObject Flag(string name) => Parameter(name, "boolean", "A switch.", Extension("default", "valueBoolean", false));

    private static JsonObject Choice(string name, string value, params string[] allowed) => Parameter(
        name,
        "code",
        "A choice.",
        [Extension("default", "valueCode", value), .. allowed.Select(code => Extension("allowed", "valueCode", code))]);

    private static JsonObject Parameter(string name, string type, string documentation, params JsonObject[] parts) => new()
    {
        ["extension"] = new JsonArray(Ours("site-parameter", parts)),
        ["name"] = name,
        ["use"] = "in",
        ["type"] = type,
        ["documentation"] = documentation,
    };
}
