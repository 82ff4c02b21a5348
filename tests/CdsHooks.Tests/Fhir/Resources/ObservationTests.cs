using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;
using Xunit;

namespace CdsHooks.Tests.Fhir.Resources;

public sealed class ObservationTests
{
    [Theory]
    [InlineData("\"valueQuantity\": { \"value\": 4.1 }", ObservationValueKind.Quantity)]
    [InlineData("\"valueCodeableConcept\": {}", ObservationValueKind.CodeableConcept)]
    [InlineData("\"valueCoding\": {}", ObservationValueKind.CodeableConcept)]
    [InlineData("\"valueBoolean\": false", ObservationValueKind.Boolean)]
    [InlineData("\"valueInteger\": 3", ObservationValueKind.Integer)]
    [InlineData("\"valueDecimal\": 3.5", ObservationValueKind.Decimal)]
    [InlineData("\"valueString\": \"3-4 mm\"", ObservationValueKind.String)]
    [InlineData("\"valueRange\": {}", ObservationValueKind.Range)]
    [InlineData("\"valueRatio\": {}", ObservationValueKind.Other)]
    [InlineData("\"valueDateTime\": \"2026\"", ObservationValueKind.Other)]
    [InlineData("\"valueQuantity\": null", ObservationValueKind.None)]
    [InlineData("\"valueQuantity\": null, \"valueInteger\": 1", ObservationValueKind.Integer)]
    [InlineData("\"_valueString\": {}", ObservationValueKind.None)]
    [InlineData("\"value\": 5", ObservationValueKind.None)]
    [InlineData("\"valueset\": 5", ObservationValueKind.None)]
    [InlineData("\"status\": \"final\"", ObservationValueKind.None)]
    public void A_value_comes_in_one_of_many_forms(string json, ObservationValueKind kind)
    {
        var value = Of(json).Value;

        Assert.Equal(kind, value.Kind);
        Assert.Equal(kind is not ObservationValueKind.None, value.Exists);
    }

    [Fact]
    public void A_value_is_read_by_the_getter_of_its_form_only()
    {
        Assert.Equal(4.1m, Of("\"valueQuantity\": { \"value\": 4.1 }").Value.Quantity.Value);
        Assert.Equal("heavy", Of("\"valueCodeableConcept\": { \"coding\": [ { \"code\": \"heavy\" } ] }").Value.CodeableConcept.Wording);
        Assert.Equal("heavy", Of("\"valueCoding\": { \"code\": \"heavy\" }").Value.CodeableConcept.Wording);
        Assert.False(Of("\"valueBoolean\": false").Value.Boolean);
        Assert.Equal(3, Of("\"valueInteger\": 3").Value.Integer);
        Assert.Equal(3.5m, Of("\"valueDecimal\": 3.5").Value.Decimal);
        Assert.Equal("3-4 mm", Of("\"valueString\": \"3-4 mm\"").Value.String);
        var range = Of("\"valueRange\": { \"low\": { \"value\": 3 }, \"high\": { \"value\": 4 } }").Value;
        Assert.Equal((3, 4), (range.RangeLow.Value, range.RangeHigh.Value));

        var integer = Of("\"valueInteger\": 3").Value;

        Assert.False(integer.Quantity.Exists);
        Assert.False(integer.CodeableConcept.Exists);
        Assert.Equal((null, null, null), (integer.Boolean, integer.Decimal, integer.String));
        Assert.False(integer.RangeLow.Exists);
        Assert.False(integer.Node.Resource.HasErrors);
    }

    [Theory]
    [InlineData("\"valueQuantity\": \"4.1 mm\"", "Observation.valueQuantity")]
    [InlineData("\"valueQuantity\": { \"value\": \"4.1\" }", "Observation.valueQuantity.value")]
    [InlineData("\"valueQuantity\": [ { \"value\": 4.1 } ]", "Observation.valueQuantity")]
    public void A_malformed_value_makes_the_observation_unusable(string json, string location)
    {
        var observation = Of(json);

        Assert.Equal(ObservationValueKind.Quantity, observation.Value.Kind);
        Assert.Null(observation.Value.Quantity.Value);

        Assert.Equal(location, Given.OnlyIssueOf(observation.Resource).Location);
        Assert.True(observation.Resource.HasErrors);
    }

    [Theory]
    [InlineData("\"effectiveDateTime\": \"2026-04-20T10:00:00+02:00\"", "2026-04-20")]
    [InlineData("\"effectiveInstant\": \"2026-04-20T10:00:00Z\"", "2026-04-20")]
    [InlineData("\"effectivePeriod\": { \"start\": \"2026-04-19\", \"end\": \"2026-04-20\" }", "2026-04-20")]
    [InlineData("\"effectivePeriod\": { \"start\": \"2026-04-19\" }", "2026-04-19")]
    [InlineData("\"effectivePeriod\": {}", null)]
    [InlineData("\"effectiveTiming\": {}", null)]
    public void The_date_is_the_last_that_is_given(string json, string? expected) => Assert.Equal(expected, Of(json).Effective?.ToString());

    [Fact]
    public void A_malformed_date_is_null_and_an_error()
    {
        var observation = Of("\"effectiveDateTime\": \"yesterday\"");

        Assert.Null(observation.Effective);

        Assert.Equal(FhirIssueCode.InvalidDate, Given.OnlyIssueOf(observation.Resource).Code);
    }

    [Fact]
    public void A_panel_has_parts_members_and_judgements()
    {
        var observation = Of("""
            "status": "final", "code": { "text": "MRC" }, "subject": { "reference": "Patient/1" }, "issued": "2026-04-21T00:00:00Z",
            "dataAbsentReason": { "text": "unknown" }, "interpretation": [ { "coding": [ { "code": "W" } ] } ], "bodySite": { "text": "L4-L5" },
            "component": [
              { "code": { "text": "level" }, "valueCodeableConcept": { "text": "L4-L5" } },
              { "code": { "text": "side" }, "dataAbsentReason": {}, "interpretation": [ { "text": "B" } ] }
            ],
            "hasMember": [ { "reference": "Observation/2" } ], "performer": [ { "reference": "Practitioner/1" } ]
            """);
        var components = observation.Components.ToList();

        Assert.Equal(("final", "MRC", "Patient/1", "2026-04-21"), (observation.Status, observation.Code.Text, observation.Subject.Value, observation.Issued.ToString()));
        Assert.True(observation.HasDataAbsentReason);
        Assert.Equal(("W", "L4-L5"), (observation.Interpretations.First.Wording, observation.BodySite.Text));
        Assert.Equal(("Observation/2", "Practitioner/1"), (observation.HasMembers.First.Value, observation.Performers.First.Value));
        Assert.Equal(("level", "L4-L5", false), (components[0].Code.Text, components[0].Value.CodeableConcept.Text, components[0].HasDataAbsentReason));
        Assert.Equal(("B", true, false), (components[1].Interpretations.First.Text, components[1].HasDataAbsentReason, components[1].Value.Exists));
    }

    [Fact]
    public void Answers_are_found_at_every_depth()
    {
        var response = new QuestionnaireResponse(Given.Resource("""
            {
              "resourceType": "QuestionnaireResponse", "status": "completed", "authored": "2026-05", "subject": { "reference": "Patient/1" },
              "item": [
                { "linkId": "1", "item": [ { "linkId": "1.1", "answer": [ { "valueBoolean": true, "item": [ { "linkId": "1.1.1", "answer": [ { "valueCoding": { "code": "heavy" } } ] } ] } ] } ] },
                { "linkId": "2", "answer": [ { "valueDecimal": 2.5 }, { "valueDate": "2026" } ] }
              ]
            }
            """));
        var items = response.Items.ToList();

        Assert.Equal(["1", "1.1", "1.1.1", "2"], items.Select(item => item.LinkId), StringComparer.Ordinal);
        Assert.True(Assert.Single(items[1].Answers).Boolean);
        Assert.Equal("heavy", Assert.Single(items[2].Answers).CodeableConcept.Wording);
        Assert.Equal([ObservationValueKind.Decimal, ObservationValueKind.Other], items[3].Answers.Select(answer => answer.Kind));
        Assert.Equal(("completed", "2026-05", "Patient/1"), (response.Status, response.Authored.ToString(), response.Subject.Value));
    }

    private static Observation Of(string json) => new(Given.Resource($$"""{ "resourceType": "Observation", {{json}} }"""));
}
