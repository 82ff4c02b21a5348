using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Tests.Architecture;
using Xunit;

namespace CdsHooks.Tests.Records;

/// <summary>A record that a card suggests is one that the rules read, once it is in the chart.</summary>
public sealed class SuggestedRecordTests
{
    private static JsonObject Suggested
    {
        get
        {
            var response = JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "v72-complete-care-120-days", "response.json")))!;
            var resources = response["cards"]![0]!["suggestions"]!.AsArray().Select(suggestion => suggestion!["actions"]![0]!["resource"]!.AsObject());
            var record = resources.Single(resource => resource["resourceType"]!.GetValue<string>() is "Observation").DeepClone().AsObject();
            record["id"] = "decision-1";
            record["subject"] = new JsonObject { ["reference"] = "Patient/example" };
            return record;
        }
    }

    [Fact]
    public void A_shared_decision_that_was_taken_from_the_card_is_preliminary_until_it_is_signed()
    {
        FhirStructure.AssertSound(Suggested.ToJsonString());
        Assert.Equal("unknown preliminary", RecordedChart.Says(RecordedChart.Find(Suggested, "shared-decision-documented")));

        var signed = Suggested;
        signed["status"] = "final";

        Assert.Equal("met documented", RecordedChart.Says(RecordedChart.Find(signed, "shared-decision-documented")));
    }
}
