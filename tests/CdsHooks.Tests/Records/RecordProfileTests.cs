using System.Text.Json.Nodes;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Tests.Records;

/// <summary>What we ask an EHR to record, against what the rules make of such a record.</summary>
public sealed class RecordProfileTests
{
    private const string Translation = "observation-sagittal-translation";
    private const string Angulation = "observation-sagittal-angulation";
    private const string Cobb = "observation-cobb-angle";
    private const string Meyerding = "observation-meyerding-grade";
    private const string Mrc = "observation-mrc-motor-grade";
    private const string Weeks = "observation-supervised-pt-weeks";
    private const string Therapy = "procedure-supervised-pt-course";
    private const string Order = "servicerequest-lumbar-fusion-order";

    // Sets of this system add to the set that a profile names by an extension of ours (value-set-extends), which no other validator knows.
    private const string Cpt = "http://www.ama-assn.org/go/cpt";

    private static readonly Dictionary<string, string> Criteria = new(StringComparer.Ordinal)
    {
        [Translation] = "flexion-extension-motion",
        [Angulation] = "flexion-extension-motion",
        [Cobb] = "deformity-angle",
        [Meyerding] = "meyerding-grade",
        [Mrc] = "motor-weakness",
        [Weeks] = "physical-therapy",
        [Therapy] = "physical-therapy",
        [Order] = "fusion-order",
    };

    // A record that was read and weighed says one of these, whatever its value.
    private static readonly Reason[] Weighed = [Reason.Documented, Reason.MeasuredNegative, Reason.Borderline, Reason.TooShort];

    public static TheoryData<string> Ids => [.. RecordProfile.All.Select(profile => profile.Id)];

    [Fact]
    public void Every_record_profile_has_a_criterion_that_reads_it_and_one_example()
    {
        Assert.Equal(RecordProfile.All.Select(profile => profile.Id).Order(StringComparer.Ordinal), Criteria.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(RecordProfile.All, profile => Assert.NotNull(RecordedChart.ExampleOf(profile)));
        Assert.All(Criteria.Values, criterion => Assert.True(RecordedChart.Rules.Declares(criterion)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_example_conforms_and_meets_the_criterion_that_reads_it(string id)
    {
        var example = RecordedChart.ExampleOf(RecordProfile.Of(id));

        var finding = RecordedChart.Find(example, Criteria[id]);

        FhirStructure.AssertSound(example.ToJsonString());
        Assert.Equal("met documented", RecordedChart.Says(finding));
        Assert.Contains(finding.Evidence, evidence => string.Equals(evidence.Reference, RecordedChart.ReferenceTo(example), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Translation, """{"valueQuantity":{"value":-30}}""")]
    [InlineData(Translation, """{"valueQuantity":{"value":30}}""")]
    [InlineData(Translation, """{"valueQuantity":{"value":0}}""")]
    [InlineData(Translation, """{"valueQuantity":{"value":3.5,"unit":null}}""")]
    [InlineData(Translation, """{"effectiveDateTime":"2026-04-20T08:30:00+02:00"}""")]
    [InlineData(Angulation, """{"valueQuantity":{"value":-60}}""")]
    [InlineData(Angulation, """{"valueQuantity":{"value":60}}""")]
    [InlineData(Angulation, """{"valueQuantity":{"value":0}}""")]
    [InlineData(Cobb, """{"valueQuantity":{"value":-180}}""")]
    [InlineData(Cobb, """{"valueQuantity":{"value":180}}""")]
    [InlineData(Cobb, """{"valueQuantity":{"value":0}}""")]
    [InlineData(Meyerding, """{"valueCodeableConcept":null,"valueInteger":1}""")]
    [InlineData(Meyerding, """{"valueCodeableConcept":null,"valueInteger":5}""")]
    [InlineData(Mrc, """{"valueInteger":0}""")]
    [InlineData(Mrc, """{"valueInteger":5}""")]
    [InlineData(Mrc, """{"valueInteger":null,"valueQuantity":{"value":4.5,"system":"http://unitsofmeasure.org","code":"{score}"}}""")]
    [InlineData(Mrc, """{"interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"W"}]}]}""")]
    [InlineData(Weeks, """{"valueQuantity":{"value":0}}""")]
    [InlineData(Weeks, """{"valueQuantity":{"value":5.5}}""")]
    [InlineData(Weeks, """{"valueQuantity":{"value":52}}""")]
    [InlineData(Therapy, """{"performedPeriod":{"start":"2025-12-20"}}""")]
    [InlineData(Therapy, """{"bodySite":[{"text":"L4-L5"}]}""")]
    [InlineData(Order, """{"doNotPerform":false,"bodySite":null}""")]
    [InlineData(Order, """{"reasonCode":[{"text":"Instability L4-L5"}]}""")]
    public void A_value_that_the_profile_allows_is_weighed(string id, string change)
    {
        var record = RecordedChart.Changed(RecordedChart.ExampleOf(RecordProfile.Of(id)), change);

        FhirStructure.AssertSound(record.ToJsonString());
        AssertWeighed(id, record);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_code_and_status_that_the_profile_allows_is_weighed(string id)
    {
        var example = RecordedChart.ExampleOf(RecordProfile.Of(id));
        foreach (var element in RecordProfile.Of(id).Elements)
        {
            if (element.RequiredSet is { } valueSet)
            {
                Assert.All(Allowed(valueSet), code =>
                {
                    var record = With(example, element, code.System, code.Code);
                    AssertWeighed(id, record);
                    Assert.Equal(code.System is Cpt, FhirStructure.Issues(record.ToJsonString()).Count > 0);
                });
            }
        }
    }

    [Theory]
    [InlineData(Translation, """{"status":"preliminary"}""")]
    [InlineData(Translation, """{"status":"entered-in-error"}""")]
    [InlineData(Translation, """{"valueQuantity":{"system":null,"code":null,"unit":null}}""")]
    [InlineData(Translation, """{"valueQuantity":{"code":"deg"}}""")]
    [InlineData(Translation, """{"valueQuantity":{"comparator":"<"}}""")]
    [InlineData(Translation, """{"valueQuantity":{"value":41}}""")]
    [InlineData(Translation, """{"valueQuantity":null,"valueString":"4.6 mm"}""")]
    [InlineData(Translation, """{"dataAbsentReason":{"text":"not measured"}}""")]
    [InlineData(Translation, """{"effectiveDateTime":null}""")]
    [InlineData(Translation, """{"effectiveDateTime":"2025"}""")]
    [InlineData(Translation, """{"bodySite":{"coding":[{"system":"http://snomed.info/sct","code":"122494005"}]}}""")]
    [InlineData(Translation, """{"code":{"coding":null,"text":"Translation"}}""")]
    [InlineData(Angulation, """{"valueQuantity":{"code":"mm","unit":"mm"}}""")]
    [InlineData(Angulation, """{"valueQuantity":{"value":61}}""")]
    [InlineData(Cobb, """{"valueQuantity":{"value":181}}""")]
    [InlineData(Meyerding, """{"valueCodeableConcept":{"coding":null,"text":"grade I"}}""")]
    [InlineData(Meyerding, """{"valueCodeableConcept":null,"valueInteger":6}""")]
    [InlineData(Mrc, """{"valueInteger":6}""")]
    [InlineData(Mrc, """{"valueInteger":null,"valueString":"4/5"}""")]
    [InlineData(Mrc, """{"valueInteger":null,"valueQuantity":{"value":4,"system":"http://unitsofmeasure.org","code":"mm"}}""")]
    [InlineData(Mrc, """{"bodySite":{"coding":[{"system":"http://snomed.info/sct","code":"122494005"}]}}""")]
    [InlineData(Weeks, """{"valueQuantity":{"code":"{count}","unit":"visits"}}""")]
    [InlineData(Weeks, """{"effectiveDateTime":null}""")]
    [InlineData(Therapy, """{"status":"not-done"}""")]
    [InlineData(Therapy, """{"performedPeriod":{"end":null}}""")]
    [InlineData(Therapy, """{"performedPeriod":null,"performedDateTime":"2026-01-05"}""")]
    [InlineData(Therapy, """{"performer":[{"function":{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"111N00000X"}]},"actor":{"display":"x"}}]}""")]
    [InlineData(Therapy, """{"reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M17.11"}]}]}""")]
    [InlineData(Therapy, """{"code":{"coding":[{"system":"http://snomed.info/sct","code":"310882002"}]}}""")]
    [InlineData(Order, """{"status":"revoked"}""")]
    [InlineData(Order, """{"intent":"option"}""")]
    [InlineData(Order, """{"doNotPerform":true}""")]
    [InlineData(Order, """{"code":{"coding":[{"system":"http://snomed.info/sct","code":"178618008"}]}}""")]
    public void What_the_rules_could_not_use_the_profile_forbids(string id, string change)
    {
        var profile = RecordProfile.Of(id);
        var record = RecordedChart.Changed(RecordedChart.ExampleOf(profile), change);

        Assert.NotEqual("met documented", RecordedChart.Says(RecordedChart.Find(record, Criteria[id])), StringComparer.Ordinal);
        Assert.NotEmpty(FhirStructure.Issues(record.ToJsonString()));
    }

    [Fact]
    public void A_grade_of_unknown_day_belongs_to_no_course_and_the_profile_forbids_it()
    {
        var example = RecordedChart.ExampleOf(RecordProfile.Of(Mrc));
        var undated = RecordedChart.Changed(example, """{"effectiveDateTime":"2026-05"}""");

        Assert.Equal(Reason.NotStated, RecordedChart.Find(example, "deficit-course").Reason);
        Assert.Equal(Reason.Unusable, RecordedChart.Find(undated, "deficit-course").Reason);
        Assert.NotEmpty(FhirStructure.Issues(undated.ToJsonString()));
    }

    private static void AssertWeighed(string id, JsonObject record)
    {
        var finding = RecordedChart.Find(record, Criteria[id]);

        Assert.Contains(finding.Reason, Weighed);
        Assert.Contains(finding.Evidence, evidence => string.Equals(evidence.Reference, RecordedChart.ReferenceTo(record), StringComparison.Ordinal));
    }

    /// <summary>Every code of a set; for one that names the beginning of codes, a code that begins so.</summary>
    private static List<(string System, string Code)> Allowed(string valueSet)
    {
        var terminology = RecordedChart.Rules.Terminology;
        return [.. terminology.Members(terminology.IndexOf(valueSet)).Select(member => (member.System, member.IsPrefix ? member.Code + "8" : member.Code))];
    }

    /// <summary>The example with another code where the element stands: a CodeableConcept keeps its words, a list has one item.</summary>
    private static JsonObject With(JsonObject example, RecordElement element, string system, string code)
    {
        var changed = example.DeepClone().AsObject();
        JsonNode parent = changed;
        foreach (var step in element.Steps[..^1])
        {
            parent = RecordElement.Follow(parent, step).First().Node;
        }

        var name = element.Steps[^1].Split(':')[^1];
        if (name is "status")
        {
            parent[name] = code;
            return changed;
        }

        var concept = RecordElement.Follow(parent, element.Steps[^1]).Select(found => found.Node).FirstOrDefault()?.DeepClone() ?? new JsonObject();
        concept["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code });
        parent[name] = parent[name] is JsonArray ? new JsonArray(concept) : concept;
        return changed;
    }
}
