using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Tests.Cards;

/// <summary>The validator of answers must see what it is for: every rule has an answer that breaks it.</summary>
public sealed class HookResponseTests
{
    private const string Uuid = "abcdef01-0002-0003-0405-060708090a";

    private const string Order = """
        {"resourceType":"ServiceRequest","status":"draft","intent":"order","code":{"text":"Do it"},"subject":{"reference":"Patient/1"},
        "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/servicerequest-precondition","valueCodeableConcept":{"text":"x"}}]}
        """;

    private const string Sound = $$$$"""
        {"cards":[{"uuid":"{{{{Uuid}}}}01","summary":"Sound.","indicator":"info","detail":"Text < 3.",
        "source":{"label":"A rule","url":"https://a.example","icon":"https://a.example/icon.png","topic":{"system":"https://a.example/kinds","code":"aKind"}},
        "suggestions":[{"label":"Do","uuid":"{{{{Uuid}}}}02","isRecommended":true,"actions":[{"type":"create","description":"Do it","resource":{{{{Order}}}}}]}],
        "selectionBehavior":"any","overrideReasons":[{"code":"c","system":"s","display":"d"}],
        "links":[{"label":"More","url":"https://a.example/more","type":"absolute"},{"label":"App","url":"https://a.example/app","type":"smart","appContext":"x"}]}],
        "extension":{"a.b":{"c":1}}}
        """;

    public static TheoryData<string, string, string> Broken => new()
    {
        { "cards[0].summary", "\"\"", "$.cards[0].summary: C-01" },
        { "cards[0].summary", "null", "$.cards[0].summary: G-03" },
        { "cards[0].summary", "\"a\\nb\"", "$.cards[0].summary: C-01 one line" },
        { "cards[0].indicator", "\"hard-stop\"", "$.cards[0].indicator: C-02" },
        { "cards[0].source", "5", "$.cards[0].source: C-04" },
        { "cards[0].source", "{\"label\":\"x\"}", "$.cards[0].source.topic: C-06" },
        { "cards[0].source.label", "7", "$.cards[0].source.label: C-04" },
        { "cards[0].source.url", "\"/x\"", "$.cards[0].source.url: C-05" },
        { "cards[0].source.icon", "\"icon.png\"", "$.cards[0].source.icon: C-05" },
        { "cards[0].source.topic.code", "\"a-kind\"", "$.cards[0].source.topic.code: C-06" },
        { "cards[0].source.topic.system", "5", "$.cards[0].source.topic.system: C-06" },
        { "cards[0].uuid", $"\"urn:uuid:{Uuid}01\"", "$.cards[0].uuid: C-07" },
        { "cards[0].uuid", $"\"{Uuid}02\"", "$.cards[0].suggestions[0]: C-07 a uuid of its own" },
        { "cards[0].detail", "\"<b>x</b>\"", "$.cards[0].detail: C-11" },
        { "cards[0].detail", "5", "$.cards[0].detail: C-08" },
        { "cards[0].selectionBehavior", "\"all\"", "$.cards[0].selectionBehavior: S-01" },
        { "cards[0].suggestions", "[]", "$.cards[0].suggestions: G-03" },
        { "cards[0].suggestions", "{}", "$.cards[0].suggestions: S-01" },
        { "cards[0].suggestions[0].label", "5", "$.cards[0].suggestions[0].label: S-02" },
        { "cards[0].suggestions[0].uuid", "\"2\"", "$.cards[0].suggestions[0].uuid: S-03" },
        { "cards[0].suggestions[0].isRecommended", "false", "$.cards[0].suggestions[0].isRecommended: S-04" },
        { "cards[0].suggestions[0].actions", "{\"a\":1}", "$.cards[0].suggestions[0].actions: S-05" },
        { "cards[0].suggestions[0].actionSelectionBehavior", "\"any\"", "$.cards[0].suggestions[0].actionSelectionBehavior: S-06" },
        { "cards[0].suggestions[0].actionSelectionBehavior", "\"some\"", "$.cards[0].suggestions[0].actionSelectionBehavior[0]: cds-resp-7" },
        { "cards[0].suggestions[0].actions[0].type", "\"CREATE\"", "$.cards[0].suggestions[0].actions[0].type: S-07" },
        { "cards[0].suggestions[0].actions[0].description", "5", "$.cards[0].suggestions[0].actions[0].description: S-08" },
        { "cards[0].suggestions[0].actions[0].description", "null", "$.cards[0].suggestions[0].actions[0]: cds-resp-5" },
        { "cards[0].suggestions[0].actions[0].resource", "\"{}\"", "$.cards[0].suggestions[0].actions[0].resource: S-09 G-02" },
        { "cards[0].suggestions[0].actions[0].resource", "{\"id\":\"1\"}", "$.cards[0].suggestions[0].actions[0].resource: S-09" },
        { "cards[0].suggestions[0].actions[0].resource.status", "\"planned\"", "$.cards[0].suggestions[0].actions[0].resource: S-09 ServiceRequest.status: PVAL116" },
        { "cards[0].suggestions[0].actions[0].resource.code", "null", "$.cards[0].suggestions[0].actions[0].resource: S-09" },
        { "cards[0].suggestions[0].actions[0].resourceId", "\"Task/1\"", "$.cards[0].suggestions[0].actions[0].resourceId: S-10 only with delete" },
        { "cards[0].suggestions[0].actions[0]", "{\"type\":\"delete\",\"description\":\"d\",\"resource\":\"Task/1\"}", "$.cards[0].suggestions[0].actions[0]: cds-resp-2" },
        { "cards[0].suggestions[0].actions[0]", "{\"type\":\"delete\",\"description\":\"d\",\"resourceId\":\"Task\"}", "$.cards[0].suggestions[0].actions[0].resourceId: S-10 Type/id" },
        { "cards[0].overrideReasons[0]", "{\"code\":\"c\",\"system\":\"s\"}", "$.cards[0].overrideReasons[0]: cds-resp-4" },
        { "cards[0].overrideReasons[0].code", "5", "$.cards[0].overrideReasons[0].code: O-02" },
        { "cards[0].links[0].url", "\"file:///x\"", "$.cards[0].links[0].url: L-01" },
        { "cards[0].links[0].label", "5", "$.cards[0].links[0].label: L-01" },
        { "cards[0].links[0].appContext", "\"x\"", "$.cards[0].links[0]: cds-resp-3" },
        { "cards[0].links[0].appContext", "5", "$.cards[0].links[0].appContext: L-02" },
        { "cards[0].links[0].type", "\"page\"", "$.cards[0].links[0].type: L-01" },
        { "cards[0].colour", "\"red\"", "$.cards[0].colour: X-05" },
        { "cards[0].extension", "\"x\"", "$.cards[0]: X-03" },
        { "cards[0].extension", "{}", "$.cards[0].extension: G-03" },
        { "systemActions", "[{\"type\":\"update\"}]", "$: Y-02" },
        { "cards", "{\"a\":1}", "$.cards: E-01" },
    };

    [Theory]
    [InlineData(Sound)]
    [InlineData("""{"cards":[]}""")]
    public void A_sound_answer_passes(string answer) => Assert.Empty(Issues(answer));

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_member_is_seen_with_its_place_and_its_rule(string place, string value, string expected) =>
        Assert.Contains(Issues(With(place, JsonNode.Parse(value))), issue => issue.StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("nonsense", "$: G-01")]
    [InlineData("[]", "$: E-01")]
    [InlineData("{}", "$.cards: E-01")]
    [InlineData("""{"cards":[],"cards":[]}""", "$: G-01 each member once")]
    public void A_body_that_is_no_answer_is_seen(string body, string expected) =>
        Assert.Contains(Issues(body), issue => issue.StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("uuid", "C-07")]
    [InlineData("summary", "C-01")]
    [InlineData("selectionBehavior", "$.cards[0]: cds-resp-6")]
    [InlineData("suggestions", "S-01 only with suggestions")]
    [InlineData("source", "C-04")]
    [InlineData("indicator", "C-02")]
    public void A_missing_member_is_seen(string member, string rule)
    {
        var answer = JsonNode.Parse(Sound)!;
        answer["cards"]![0]!.AsObject().Remove(member);

        Assert.Contains(Issues(answer.ToJsonString()), issue => issue.Contains(rule, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_recommended_suggestions_of_which_one_may_be_chosen_are_seen()
    {
        var answer = JsonNode.Parse(Sound)!;
        var card = answer["cards"]![0]!;
        var second = card["suggestions"]![0]!.DeepClone();
        second["uuid"] = $"{Uuid}03";
        card["suggestions"]!.AsArray().Add(second);
        Assert.Empty(Issues(answer.ToJsonString()));

        card["selectionBehavior"] = "at-most-one";

        Assert.Equal("$.cards[0]: cds-resp-1 one recommended at most, where one can be chosen", Assert.Single(Issues(answer.ToJsonString())));
    }

    [Fact]
    public void Two_actions_of_one_suggestion_are_seen()
    {
        var answer = JsonNode.Parse(Sound)!;
        var actions = answer["cards"]![0]!["suggestions"]![0]!["actions"]!.AsArray();
        actions.Add(actions[0]!.DeepClone());

        Assert.StartsWith("$.cards[0].suggestions[0].actions: S-05", Assert.Single(Issues(answer.ToJsonString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(139, true)]
    [InlineData(140, false)]
    public void A_summary_has_at_most_139_characters(int length, bool passes) =>
        Assert.Equal(passes, Issues(With("cards[0].summary", new string('a', length))).Count == 0);

    private static IReadOnlyList<string> Issues(string answer) => HookResponse.Issues(Encoding.UTF8.GetBytes(answer));

    /// <summary>The sound answer with one member set.</summary>
    private static string With(string place, JsonNode? value)
    {
        var answer = JsonNode.Parse(Sound)!;
        var at = answer;
        var steps = place.Replace("[0]", ".0", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1])
        {
            at = step is "0" ? at[0]! : at[step]!;
        }

        if (steps[^1] is "0")
        {
            at[0] = value;
        }
        else
        {
            at[steps[^1]] = value;
        }

        return answer.ToJsonString();
    }
}
