using System.Text.Json.Nodes;
using CdsHooks.Tests.Criteria;
using Xunit;

namespace CdsHooks.Tests.Plan;

/// <summary>A criterion reads its own inputs and those of the named lists that it uses.</summary>
public sealed class InputListTests
{
    private const string It = "PlanDefinition.action[1].action[0]";

    [Theory]
    [InlineData("", "Procedure visit on:2026-03-02", "met documented")]
    [InlineData("", "Encounter visit on:2026-03-02", "met documented")]
    [InlineData("", "Observation visit on:2026-03-02", "not-met not-documented")]
    [InlineData("lookback=3 mo", "Procedure visit on:2026-01-02", "not-met too-old")]
    [InlineData("role=doubts;reason=not-coded", "Procedure visit on:2026-03-02", "unknown not-coded")]
    [InlineData("when=flag", "Procedure visit on:2026-03-02", "met documented")]
    [InlineData("when=flag equals false", "Procedure visit on:2026-03-02", "not-met not-documented")]
    public void What_a_use_sets_holds_for_each_input_of_the_list(string settings, string chart, string expected) => Say.That(
        Plan(Uses("visits", settings), Node.Input("counts", "Procedure", "code:own")) with { Lists = [List("visits", [], Visit("Procedure", "code"), Visit("Encounter", "type"))] },
        chart,
        expected,
        settings);

    [Fact]
    public void A_use_gives_the_value_set_of_filters_that_name_none()
    {
        var plan = Plan(Uses("any", "valueSet=vs:visit")) with { Lists = [List("any", [], """{"type":"Procedure","codeFilter":[{"path":"code"}]}""")] };

        Say.That(plan, "Procedure visit on:2026-03-02", "met documented", "the use's value set");
        Say.That(plan, "Procedure walk on:2026-03-02", "not-met not-documented", "another code");
    }

    [Fact]
    public void A_list_may_use_another_and_what_both_set_holds()
    {
        var plan = Plan(Uses("outer", "lookback=3 mo")) with
        {
            Lists = [List("outer", [Uses("inner", "role=doubts;reason=not-coded")]), List("inner", [], Visit("Procedure", "code"))],
        };

        Say.That(plan, "Procedure visit on:2026-05-02", "unknown not-coded", "both hold");
        Say.That(plan, "Procedure visit on:2026-01-02", "not-met not-documented", "the look-back of the outer use");
    }

    [Theory]
    [InlineData("nowhere", "", It + ".extension[0]", "inputs needs a list: # and the id of a Library that the plan contains.")]
    [InlineData("circle", "", "PlanDefinition.contained[1].extension[0]", "This list of inputs uses itself.")]
    [InlineData("dated", "lookback=6 mo", It + ".extension[0].extension[1]", "The setting lookback is given twice.")]
    [InlineData("dated", "colour=red", It + ".extension[0].extension[1]", "There is no setting colour here.")]
    [InlineData("open", "", It + ".extension[0]", "A filter needs a valueSet, in the filter or where the list is used.")]
    [InlineData("dated", "when=nothing", It + ".extension[0].extension[1]", "enabledWhen needs the name of a parameter that the plan declares.")]
    public void An_issue_of_a_use_is_reported_at_its_location(string list, string settings, string location, string message)
    {
        var plan = Plan(Uses(list, settings), Node.Input("counts", "Procedure", "code:own")) with
        {
            Lists =
            [
                List("dated", [], Node.Input("counts", "Procedure", "code:visit", "lookback=3 mo")),
                List("circle", [Uses("circle")]),
                List("open", [], """{"type":"Procedure","codeFilter":[{"path":"code"}]}"""),
            ],
        };

        Assert.Contains(plan.Issues(), issue => string.Equals((issue.Location, issue.Message).ToString(), (location, message).ToString(), StringComparison.Ordinal));
    }

    private static TinyPlan Plan(JsonNode use, params string[] inputs)
    {
        var criterion = JsonNode.Parse(Node.Leaf("it", "events", string.Empty, inputs))!;
        criterion["extension"]!.AsArray().Add(use);
        return new TinyPlan(criterion.ToJsonString()) { Parameters = [TinyPlan.Flag("flag", value: true)] };
    }

    private static string Visit(string type, string path) => $$"""{"type":"{{type}}","codeFilter":[{"path":"{{path}}","valueSet":"{{Node.ValueSet("visit")}}"}]}""";

    private static JsonObject Uses(string list, string settings = "") =>
        Node.Part("inputs", [Node.Sub("list", "valueCanonical", "#" + list), .. Node.Settings(settings)]);

    private static string List(string id, JsonNode[] uses, params string[] inputs) => new JsonObject
    {
        ["resourceType"] = "Library",
        ["id"] = id,
        ["extension"] = new JsonArray(uses),
        ["status"] = "active",
        ["type"] = new JsonObject { ["text"] = "A list of inputs" },
        ["dataRequirement"] = new JsonArray([.. inputs.Select(input => JsonNode.Parse(input))]),
    }.WithoutEmptyLists().ToJsonString();
}
