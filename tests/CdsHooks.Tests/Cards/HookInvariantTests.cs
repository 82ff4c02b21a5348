using System.Text.Json;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Tests.Architecture;
using CdsHooks.Tests.Structures;
using Xunit;

namespace CdsHooks.Tests.Cards;

/// <summary>Each invariant of the logical models has JSON that breaks it and nothing else, and calls and feedback as the specification has them break none.</summary>
public sealed class HookInvariantTests
{
    private static readonly HookInvariant[] All = [.. HookInvariant.OfRequest, .. HookInvariant.OfResponse, .. HookInvariant.OfFeedback];

    public static TheoryData<string, string, string> Broken => new()
    {
        { "cds-r-1", """{"fhirAuthorization":{"scope":"user/*.rs"}}""", "$" },
        { "cds-r-2", """{"fhirServer":"https://a.example","fhirAuthorization":{"scope":"openid patient/*.rs"}}""", "$.fhirAuthorization[0]" },
        { "cds-resp-1", """{"cards":[{"selectionBehavior":"at-most-one","suggestions":[{"isRecommended":true},{"isRecommended":false},{"isRecommended":true}]}]}""", "$.cards[0]" },
        { "cds-resp-2", """{"cards":[{"selectionBehavior":"any","suggestions":[{"actions":[{"description":"d","type":"delete"}]}]}]}""", "$.cards[0].suggestions[0].actions[0]" },
        { "cds-resp-2", """{"systemActions":[{"type":"update"},{"type":"delete","resourceId":"Task/1","resource":{"id":"1"}}]}""", "$.systemActions[1]" },
        { "cds-resp-3", """{"cards":[{"links":[{"type":"smart","appContext":"x"},{"type":"absolute","appContext":"x"}]}]}""", "$.cards[0].links[1]" },
        { "cds-resp-4", """{"cards":[{"overrideReasons":[{"code":"a","display":"A"},{"code":"b"}]}]}""", "$.cards[0].overrideReasons[1]" },
        { "cds-resp-5", """{"cards":[{"selectionBehavior":"any","suggestions":[{"actions":[{"description":null,"type":"create"}]}]}]}""", "$.cards[0].suggestions[0].actions[0]" },
        { "cds-resp-6", """{"cards":[{"summary":"none to choose"},{"suggestions":[{"label":"x"}]}]}""", "$.cards[1]" },
        { "cds-resp-7", """{"cards":[{"selectionBehavior":"any","suggestions":[{"actionSelectionBehavior":"all"},{"actionSelectionBehavior":"some"}]}]}""", "$.cards[0].suggestions[1].actionSelectionBehavior[0]" },
        { "cds-fb-1", """{"feedback":[{"outcome":"accepted","acceptedSuggestions":[{"id":"s"}]},{"outcome":"ignored"}]}""", "$.feedback[1]" },
        { "cds-fb-1", """{"feedback":[{"card":"c"}]}""", "$.feedback[0]" },
        { "cds-fb-2", """{"feedback":[{"outcome":"accepted","acceptedSuggestions":[]}]}""", "$.feedback[0]" },
        { "cds-fb-3", """{"feedback":[{"outcome":"overridden","overrideReason":{"extension":{"a.b":1}}}]}""", "$.feedback[0].overrideReason[0]" },
    };

    public static TheoryData<string> Cases => [.. GoldenSet.Cases];

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_breaks_an_invariant_is_seen_at_its_place(string id, string json, string place)
    {
        var issue = Assert.Single(Issues(All, json));

        Assert.StartsWith($"{place}: {id} ", issue, StringComparison.Ordinal);
    }

    [Fact]
    public void No_invariant_is_without_something_that_breaks_it() =>
        Assert.Equal(All.Select(invariant => invariant.Id), Broken.Select(row => row.Data.Item1).Distinct(StringComparer.Ordinal), StringComparer.Ordinal);

    [Theory]
    [InlineData("""{"cards":[]}""")]
    [InlineData("""{"cards":[{"selectionBehavior":"at-most-one","suggestions":[{"label":"x","isRecommended":true},{"label":"y"}]}]}""")]
    [InlineData("""{"cards":[{"selectionBehavior":"any","suggestions":[{"isRecommended":true},{"isRecommended":true}]}]}""")]
    [InlineData("""{"fhirServer":"https://a.example","fhirAuthorization":{"scope":"patient/*.rs","patient":"p"}}""")]
    [InlineData("""{"feedback":[{"outcome":"overridden"},{"outcome":"overridden","overrideReason":{"userComment":"x"}},{"outcome":"overridden","overrideReason":{"reason":{"code":"x"}}}]}""")]
    public void What_breaks_none_passes(string json) => Assert.Empty(Issues(All, json));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_golden_call_breaks_none(string folder) =>
        Assert.Empty(Issues(HookInvariant.OfRequest, File.ReadAllText(Repository.PathOf(folder, "request.json"))));

    private static IEnumerable<string> Issues(IReadOnlyList<HookInvariant> invariants, string json)
    {
        using var body = JsonDocument.Parse(json);
        return HookInvariant.Issues(invariants, body.RootElement);
    }
}
