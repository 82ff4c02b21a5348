using System.Text.Json.Nodes;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Tests.Cards;

/// <summary>Short ways to write the parts of a plan.</summary>
internal static class ToyJson
{
    public static JsonObject Extension(string name, string valueName, JsonNode value) =>
        new() { ["url"] = name, [valueName] = value };

    public static JsonObject Ours(string name, params JsonObject[] parts) => new()
    {
        ["url"] = PlanExtensions.ExtensionBase + name,
        ["extension"] = new JsonArray([.. parts]),
    };

    public static JsonObject Ours(string name, string valueName, JsonNode value) =>
        Extension(PlanExtensions.ExtensionBase + name, valueName, value);

    public static JsonObject Of(string name, params JsonObject[] parts) => new() { ["url"] = name, ["extension"] = new JsonArray([.. parts]) };

    public static JsonObject When(string criterion, params string[] results) =>
        Of("when", [Extension("criterion", "valueCode", criterion), .. results.Select(result => Extension("result", "valueCode", result))]);

    public static JsonObject WhenReason(string criterion, string result, params string[] reasons) =>
        Of("when",
        [
            Extension("criterion", "valueCode", criterion),
            Extension("result", "valueCode", result),
            .. reasons.Select(reason => Extension("reason", "valueCode", reason)),
        ]);

    public static JsonObject WhenFull(string criterion, JsonNode full) => Of(
        "when",
        Extension("criterion", "valueCode", criterion),
        Extension("result", "valueCode", "met"),
        Extension("full", full.GetValueKind() is System.Text.Json.JsonValueKind.String ? "valueString" : "valueBoolean", full));

    public static JsonObject IfParameter(string name) => Extension("enabledWhen", "valueId", name);

    public static JsonObject Shows(string card) => Extension("card", "valueCode", card);

    public static JsonObject Fixed(string indicator) => Extension("indicator", "valueCode", indicator);

    public static JsonObject ByParameter(string name) => Extension("indicator", "valueId", name);

    public static JsonObject Lowered(string indicator, params JsonObject[] whens) =>
        Of("lowered", [Extension("indicator", "valueCode", indicator), .. whens]);

    public static JsonObject Row(string id, params JsonObject[] extensions) => new()
    {
        ["id"] = id,
        ["title"] = "A row",
        ["extension"] = PartOf("row", extensions),
    };

    public static JsonObject Line(string text, params JsonObject[] conditions) =>
        Of("line", [Extension("text", "valueString", text), .. conditions]);

    public static JsonObject GivingWay(string text, int rank = 1) =>
        Of("line", Extension("text", "valueString", text), Extension("givesWay", "valueInteger", rank));

    public static JsonObject Next(string text, params JsonObject[] conditions) =>
        Of("line", [Extension("text", "valueString", text), Extension("continues", "valueBoolean", true), .. conditions]);

    public static JsonObject Summary(string text, params JsonObject[] conditions) =>
        Of("summary", [Extension("text", "valueString", text), .. conditions]);

    public static JsonObject Phrase(string criterion, string reason, string text) =>
        Of("phrase", Extension("criterion", "valueCode", criterion), Extension("reason", "valueCode", reason), Extension("text", "valueString", text));

    public static JsonObject Card(string id, string summary, params JsonObject[] extensions) => new()
    {
        ["id"] = id,
        ["title"] = summary,
        ["extension"] = PartOf("card", extensions),
    };

    public static JsonObject WithSuggestions(this JsonObject card, params JsonObject[] suggestions)
    {
        card["action"] = new JsonArray([.. suggestions]);
        return card;
    }

    public static JsonObject Citing(this JsonObject card, params (string Citation, string Url)[] citations)
    {
        card["documentation"] = new JsonArray([.. citations.Select(cited => new JsonObject
        {
            ["type"] = "citation",
            ["citation"] = cited.Citation,
            ["label"] = cited.Citation.Split(' ')[^1],
            ["url"] = cited.Url,
        })]);
        return card;
    }

    public static JsonObject Suggestion(string label, string description, string definition, params JsonObject[] extensions) => new()
    {
        ["title"] = label,
        ["description"] = description,
        ["definitionCanonical"] = definition,
        ["extension"] = PartOf("suggestion", extensions),
    };

    /// <summary>The list of extensions of an action: its one part, or none.</summary>
    public static JsonArray PartOf(string name, params JsonObject[] extensions) => extensions.Length == 0 ? [] : new JsonArray(Ours(name, extensions));

    public static JsonObject CodeSystem(string name, params (string Code, string? Display)[] concepts) => new()
    {
        ["resourceType"] = "CodeSystem",
        ["id"] = name,
        ["url"] = PlanExtensions.CodeSystemBase + name,
        ["status"] = "active",
        ["content"] = "complete",
        ["concept"] = new JsonArray([.. concepts.Select(concept => concept.Display is null
            ? new JsonObject { ["code"] = concept.Code }
            : new JsonObject { ["code"] = concept.Code, ["display"] = concept.Display })]),
    };
}
