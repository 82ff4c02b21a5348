using System.Text.Json.Nodes;
using CdsHooks.Service.Pages.Sandbox;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Workbench;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CdsHooks.Service.Tests.Workbench;

/// <summary>Edits of a chart, and the form in which an address carries them.</summary>
public sealed class ChartEditTests
{
    [Theory]
    [InlineData("change!Observation/film-1!{\"a\":1}")]
    [InlineData("remove!Procedure/p!")]
    [InlineData("add!!{\"resourceType\":\"Condition\"}")]
    [InlineData("set!observations!cut")]
    public void An_edit_reads_as_it_is_written(string text) => Assert.Equal(text, ChartEdit.Parse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("change!Observation/film-1")]
    [InlineData("change!Observation/film-1![]")]
    [InlineData("change!Observation/film-1!{")]
    [InlineData("set!observations!burnt")]
    [InlineData("7!observations!cut")]
    [InlineData("remove!Procedure/p!extra")]
    public void What_is_no_edit_is_none(string text) => Assert.Null(ChartEdit.Parse(text));

    [Fact]
    public void A_patch_turns_one_object_into_the_other()
    {
        var value = Gen.OneOf(Gen.Choose(0, 3).Select(number => (JsonNode?)JsonValue.Create(number)), Gen.Elements("a", "b").Select(text => (JsonNode?)JsonValue.Create(text)), Gen.Choose(0, 1).Select(number => (JsonNode?)new JsonArray(JsonValue.Create(number))));
        var inner = ObjectOf(value);
        var both = from before in ObjectOf(Gen.OneOf(value, inner.Select(one => (JsonNode?)one)))
                   from after in ObjectOf(Gen.OneOf(value, inner.Select(one => (JsonNode?)one)))
                   select (before, after);

        Prop.ForAll(both.ToArbitrary(), pair =>
        {
            var changed = (JsonObject)pair.before.DeepClone();
            MergePatch.Apply(changed, MergePatch.Between(pair.before, pair.after));
            return JsonNode.DeepEquals(changed, pair.after);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Edits_apply_in_their_order_and_those_without_a_target_are_named()
    {
        var request = (JsonObject)JsonNode.Parse(Some.Case("v25-translation-3-5-mm"))!;
        ChartEdit[] edits =
        [
            new(ChartEditKind.Change, "Observation/film-1", "{\"valueQuantity\":{\"value\":4.1}}"),
            new(ChartEditKind.Remove, "Condition/cond-lbp"),
            new(ChartEditKind.Remove, "Condition/cond-lbp"),
            new(ChartEditKind.Add, string.Empty, "{\"resourceType\":\"Condition\",\"code\":{\"text\":\"Smoker\"}}"),
            new(ChartEditKind.Add, string.Empty, "{\"resourceType\":\"Spaceship\"}"),
            new(ChartEditKind.Set, "procedures", SetState.Failed),
            new(ChartEditKind.Set, "spaceships", SetState.Failed),
        ];

        var chart = Chart.Of(request, edits);

        Assert.Equal([edits[2], edits[4], edits[6]], chart.Lost);
        Assert.Equal("4.1", chart.Find("Observation/film-1")!["valueQuantity"]!["value"]!.ToString());
        Assert.Equal("Smoker", Assert.Single(chart.Sets.Single(set => set.Key is "conditions").Records).Title);
        Assert.Equal("OperationOutcome", chart.Request["prefetch"]!["procedures"]!["resourceType"]!.ToString());
        Assert.Equal("3.5", request["prefetch"]!["observations"]!["entry"]![0]!["resource"]!["valueQuantity"]!["value"]!.ToString());
    }

    [Fact]
    public void The_state_of_the_page_reads_as_it_is_written()
    {
        SandboxState state = new()
        {
            Patient = "v25-translation-3-5-mm",
            Orders = ["cpt-22630", "rx-1191"],
            Edits = [new(ChartEditKind.Change, "Observation/film-1", "{\"note\":[{\"text\":\"a & b = c + ü\"}]}"), new(ChartEditKind.Set, "procedures", SetState.Cut)],
            Parameters = ["pt.minWeeks=8"],
            Hook = "order-select",
        };
        var query = new Microsoft.AspNetCore.Http.QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(state.Url[state.Url.IndexOf('?', StringComparison.Ordinal)..]));

        Assert.Equal(state.Url, SandboxState.Read(query).Url);
    }

    private static Gen<JsonObject> ObjectOf(Gen<JsonNode?> value) =>
        from names in Gen.SubListOf("a", "b", "c")
        from values in Gen.ArrayOf(value, names.Count)
        select new JsonObject(names.Zip(values, (name, one) => KeyValuePair.Create(name, one?.DeepClone())));
}
