using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace CdsHooks.Tests.Cards;

/// <summary>The checker must see what it is for.</summary>
public sealed class ResponseRulesTests
{
    private const string Sound = """
        {"cards":[{"uuid":"abcdef01-0002-0003-0405-060708090a01","summary":"Sound.","indicator":"info","detail":"Text < 3.",
        "source":{"label":"A rule","url":"https://a.example","topic":{"system":"https://a.example/kinds","code":"aKind"}},
        "suggestions":[{"label":"Do","uuid":"abcdef01-0002-0003-0405-060708090a02","actions":[{"type":"create","description":"Do it","resource":{"resourceType":"Task"}}]}],
        "selectionBehavior":"any","overrideReasons":[{"code":"c","system":"s","display":"d"}],
        "links":[{"label":"More","url":"https://a.example/more","type":"absolute"}]}]}
        """;

    [Fact]
    public void A_sound_response_passes()
    {
        Assert.Empty(ResponseRules.Violations(JsonDocument.Parse(Sound).RootElement));
        Assert.Empty(ResponseRules.Violations(JsonDocument.Parse("""{"cards":[]}""").RootElement));
    }

    [Theory]
    [InlineData("summary", "\"\"", ".summary")]
    [InlineData("summary", "null", ".summary")]
    [InlineData("indicator", "\"hard-stop\"", ".indicator")]
    [InlineData("source", "{\"label\":\"x\"}", ".source.topic")]
    [InlineData("source", "{\"label\":\"x\",\"topic\":{\"system\":\"s\",\"code\":\"a-kind\"}}", ".topic.code")]
    [InlineData("source", "{\"label\":\"x\",\"url\":\"/x\",\"topic\":{\"system\":\"s\",\"code\":\"kind\"}}", ".source.url")]
    [InlineData("uuid", "\"urn:uuid:abcdef01-0002-0003-0405-060708090a01\"", ".uuid")]
    [InlineData("uuid", "\"ABCDEF01-0002-0003-0405-060708090A01\"", ".uuid")]
    [InlineData("uuid", "\"abcdef01-0002-0003-0405-060708090a02\"", "used once")]
    [InlineData("detail", "\"<b>x</b>\"", ".detail")]
    [InlineData("selectionBehavior", "\"all\"", ".selectionBehavior")]
    [InlineData("suggestions", "[]", "not empty")]
    [InlineData("suggestions", "[{\"label\":\"x\",\"uuid\":\"abcdef01-0002-0003-0405-060708090a02\",\"actions\":[{\"type\":\"CREATE\",\"description\":\"d\",\"resource\":{\"resourceType\":\"Task\"}}]}]", ".type")]
    [InlineData("suggestions", "[{\"label\":\"x\",\"uuid\":\"abcdef01-0002-0003-0405-060708090a02\",\"actions\":[{\"type\":\"create\",\"resource\":{\"resourceType\":\"Task\"}}]}]", ".description")]
    [InlineData("suggestions", "[{\"label\":\"x\",\"uuid\":\"abcdef01-0002-0003-0405-060708090a02\",\"actions\":[{\"type\":\"create\",\"description\":\"d\",\"resource\":\"{}\"}]}]", ".resource")]
    [InlineData("suggestions", "[{\"label\":\"x\",\"uuid\":\"abcdef01-0002-0003-0405-060708090a02\",\"actions\":[{\"type\":\"delete\",\"description\":\"d\",\"resource\":\"Task/1\"}]}]", ".resourceId")]
    [InlineData("suggestions", "[{\"label\":\"x\",\"uuid\":\"abcdef01-0002-0003-0405-060708090a02\",\"isRecommended\":false}]", ".isRecommended")]
    [InlineData("overrideReasons", "[{\"code\":\"c\",\"system\":\"s\"}]", ".display")]
    [InlineData("links", "[{\"label\":\"x\",\"url\":\"file:///x\",\"type\":\"absolute\"}]", ".url")]
    [InlineData("links", "[{\"label\":\"x\",\"url\":\"https://x.example\",\"type\":\"absolute\",\"appContext\":\"x\"}]", ".appContext")]
    [InlineData("links", "[{\"label\":\"x\",\"url\":\"https://x.example\",\"type\":\"page\"}]", ".type")]
    public void A_broken_member_is_seen(string member, string value, string expected)
    {
        var response = JsonNode.Parse(Sound)!;
        response["cards"]![0]![member] = JsonNode.Parse(value);

        var found = ResponseRules.Violations(JsonDocument.Parse(response.ToJsonString()).RootElement);

        Assert.Contains(found, violation => violation.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("selectionBehavior")]
    [InlineData("suggestions")]
    [InlineData("source")]
    [InlineData("indicator")]
    public void A_missing_member_is_seen(string member)
    {
        var response = JsonNode.Parse(Sound)!;
        response["cards"]![0]!.AsObject().Remove(member);

        Assert.NotEmpty(ResponseRules.Violations(JsonDocument.Parse(response.ToJsonString()).RootElement));
    }

    [Theory]
    [InlineData(139, true)]
    [InlineData(140, false)]
    public void A_summary_has_at_most_139_characters(int length, bool passes)
    {
        var response = JsonNode.Parse(Sound)!;
        response["cards"]![0]!["summary"] = new string('a', length);

        Assert.Equal(passes, ResponseRules.Violations(JsonDocument.Parse(response.ToJsonString()).RootElement).Count == 0);
    }
}
