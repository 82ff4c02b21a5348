using CdsHooks.Fhir.Resources;
using Xunit;

namespace CdsHooks.Tests.Fhir.Resources;

public sealed class MedicationTests
{
    [Fact]
    public void A_prescription_says_what_how_long_and_why()
    {
        var request = new MedicationRequest(Given.Resource("""
            {
              "resourceType": "MedicationRequest", "status": "stopped", "intent": "order", "doNotPerform": false,
              "meta": { "lastUpdated": "2026-02-01T00:00:00Z" },
              "statusReason": { "text": "intolerance" }, "authoredOn": "2025-10-15", "subject": { "reference": "Patient/1" },
              "medicationCodeableConcept": { "coding": [ { "code": "7258" } ] }, "reasonCode": [ { "text": "pain" } ],
              "dispenseRequest": { "numberOfRepeatsAllowed": 3, "expectedSupplyDuration": { "value": 30, "system": "http://unitsofmeasure.org", "code": "d" } },
              "dosageInstruction": [ { "text": "1-0-1" }, { "route": { "text": "oral" } } ]
            }
            """));

        Assert.Equal(("stopped", "order", false, "intolerance"), (request.Status, request.Intent, request.DoNotPerform, request.StatusReason.Text));
        Assert.Equal(("2025-10-15", "2026-02-01"), (request.AuthoredOn.ToString(), request.LastUpdated.ToString()));
        Assert.Equal((30m, 3), (request.ExpectedSupplyDays, request.RepeatsAllowed));
        Assert.Equal("oral", Assert.Single(request.Routes).Text);
        Assert.Equal(("7258", false), (request.Medication.Wording, request.MedicationReference.Exists));
        Assert.Equal(("Patient/1", "pain"), (request.Subject.Value, request.ReasonCodes.First.Text));
        Assert.Null(request.DosageBounds);
    }

    [Theory]
    [InlineData("""{ "value": 4, "system": "http://unitsofmeasure.org", "code": "wk" }""", 28)]
    [InlineData("""{ "value": 1, "system": "http://unitsofmeasure.org", "code": "mo" }""", 30)]
    [InlineData("""{ "value": 30, "unit": "days" }""", 30)]
    [InlineData("""{ "value": 30 }""", null)]
    [InlineData("""{ "value": 30, "unit": "tablets" }""", null)]
    [InlineData("""{ "value": 30, "system": "http://unitsofmeasure.org", "code": "mg" }""", null)]
    public void A_supply_is_counted_in_days(string duration, int? days) =>
        Assert.Equal(days, Request($$""" "dispenseRequest": { "expectedSupplyDuration": {{duration}} } """).ExpectedSupplyDays);

    [Theory]
    [InlineData("""{ "boundsDuration": { "value": 6, "system": "http://unitsofmeasure.org", "code": "wk" } }""", 42, null)]
    [InlineData("""{ "boundsPeriod": { "start": "2025-10-01", "end": "2026-01-01" } }""", null, "2026-01-01")]
    public void The_first_dosage_that_has_bounds_says_how_long(string repeat, int? days, string? end)
    {
        var request = Request($$""" "dosageInstruction": [ { "timing": { "repeat": { "frequency": 2 } } }, { "timing": { "repeat": {{repeat}} } } ] """);

        Assert.Equal((days, end), (request.DosageBounds?.Days, request.DosageBounds?.Period?.End?.ToString()));
    }

    [Theory]
    [InlineData("\"effectiveDateTime\": \"2025-10\"", "2025-10", "2025-10")]
    [InlineData("\"effectivePeriod\": { \"start\": \"2025-10-01\" }", "2025-10-01", null)]
    [InlineData("\"status\": \"active\"", null, null)]
    public void A_statement_says_from_when_to_when(string json, string? start, string? end)
    {
        var statement = new MedicationStatement(Given.Resource($$"""{ "resourceType": "MedicationStatement", {{json}} }"""));

        Assert.Equal((start, end), (statement.Effective?.Start?.ToString(), statement.Effective?.End?.ToString()));
    }

    [Fact]
    public void A_statement_says_what_and_why_not()
    {
        var statement = new MedicationStatement(Given.Resource("""
            {
              "resourceType": "MedicationStatement", "status": "stopped", "statusReason": [ { "text": "rash" } ], "dateAsserted": "2026-01",
              "medicationReference": { "reference": "Medication/1" }, "subject": { "reference": "Patient/1" }, "dosage": [ { "route": { "text": "topical" } } ]
            }
            """));

        Assert.Equal(("stopped", "rash", "2026-01"), (statement.Status, statement.StatusReason.Text, statement.DateAsserted.ToString()));
        Assert.Equal(("Medication/1", "Patient/1", "topical"), (statement.MedicationReference.Value, statement.Subject.Value, statement.Routes.First().Text));
        Assert.False(statement.Medication.Exists);
    }

    [Fact]
    public void A_contained_medication_names_its_ingredients()
    {
        var request = Request("""
            "contained": [
              {
                "resourceType": "Medication", "id": "m", "code": { "text": "combination" }, "form": { "text": "tablet" },
                "ingredient": [ { "itemCodeableConcept": { "text": "naproxen" } }, { "itemReference": { "reference": "Substance/1" } } ]
              }
            ],
            "medicationReference": { "reference": "#m" }
            """);

        var medication = new Medication(request.MedicationReference.FindContained()!);
        var ingredients = medication.Ingredients.ToList();

        Assert.Equal(("combination", "tablet"), (medication.Code.Text, medication.Form.Text));
        Assert.Equal(("naproxen", "Substance/1"), (ingredients[0].Item.Text, ingredients[1].ItemReference.Value));
        Assert.False(ingredients[1].Item.Exists);
    }

    private static MedicationRequest Request(string json) => new(Given.Resource($$"""{ "resourceType": "MedicationRequest", {{json}} }"""));
}
