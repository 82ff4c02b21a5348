using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;
using Xunit;

namespace CdsHooks.Tests.Fhir;

/// <summary>What real CDS Hooks clients send although FHIR does not allow it.</summary>
public sealed class OddRequestTests
{
    [Fact]
    public void Draft_orders_of_the_sandbox_are_read_without_type_full_URL_and_with_a_lone_category()
    {
        var bundle = new Bundle(Given.Resource("""
            {
              "resourceType": "Bundle",
              "entry": [
                {
                  "resource": {
                    "resourceType": "MedicationRequest",
                    "id": "request-123",
                    "status": "draft",
                    "category": { "coding": [ { "code": "outpatient" } ] },
                    "reasonCode": { "text": "back pain" },
                    "medicationCodeableConcept": { "text": "Naproxen", "coding": [ { "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "7258" } ] }
                  }
                }
              ]
            }
            """));

        var resource = Assert.Single(bundle.Entries).Resource!;
        var order = new MedicationRequest(resource);

        Assert.Null(bundle.Type);
        Assert.Null(resource.FullUrl);
        Assert.Equal("draft", order.Status);
        Assert.Equal("Naproxen", order.Medication.Wording);
        Assert.Equal("back pain", Assert.Single(order.ReasonCodes).Text);
        Assert.False(resource.HasErrors);
        Assert.False(bundle.Resource.HasErrors);
    }

    [Fact]
    public void A_draft_with_an_id_of_200_characters_is_read()
    {
        var id = new string('e', 200);

        var resource = Given.Resource($$"""{ "resourceType": "ServiceRequest", "id": "{{id}}", "status": "draft" }""");

        Assert.Equal(id, resource.Id);
        Assert.Empty(resource.Issues);
    }

    [Fact]
    public void An_imaging_order_before_a_study_is_picked_has_an_empty_coding()
    {
        var order = new ServiceRequest(Given.Resource("""
            { "resourceType": "ServiceRequest", "status": "draft", "intent": "plan", "code": { "coding": [ {} ] } }
            """));

        Assert.True(order.Code.Exists);
        Assert.Null(order.Code.Wording);
        Assert.Empty(order.Resource.Issues);
    }

    [Fact]
    public void Elements_of_later_versions_and_extensions_are_passed_over()
    {
        var order = new ServiceRequest(Given.Resource("""
            {
              "resourceType": "ServiceRequest",
              "_status": { "extension": [ { "url": "http://example.org" } ] },
              "code": { "concept": { "text": "R5" } },
              "modifierExtension": [ { "url": "http://example.org", "valueBoolean": true } ]
            }
            """));

        Assert.Null(order.Status);
        Assert.Empty(order.Code.Codings);
        Assert.Empty(order.Resource.Issues);
    }

    [Fact]
    public void A_bundle_whose_entries_are_no_objects_is_read_as_far_as_it_goes()
    {
        var bundle = new Bundle(Given.Resource("""
            {
              "resourceType": "Bundle",
              "type": "searchset",
              "link": [ { "relation": "self", "url": "https://e/1" }, { "relation": "next", "url": "https://e/2" } ],
              "entry": [ null, {}, { "resource": null }, { "resource": "Patient/1" }, { "fullUrl": "urn:uuid:1", "search": { "mode": "outcome" }, "resource": { "resourceType": "OperationOutcome" } } ]
            }
            """));

        var resources = bundle.Entries.Select(entry => entry.Resource).ToList();

        Assert.Equal("https://e/2", bundle.NextLink);
        Assert.Equal([null, null, "", "OperationOutcome"], resources.Select(resource => resource?.ResourceType), StringComparer.Ordinal);
        Assert.True(resources[2]!.HasErrors);
        Assert.Equal("urn:uuid:1", resources[3]!.FullUrl);
        Assert.Equal("outcome", bundle.Entries.Last().SearchMode);
        Assert.False(bundle.Resource.HasErrors);
    }

    [Fact]
    public void The_last_page_has_no_next_link() =>
        Assert.Null(new Bundle(Given.Resource("""{ "resourceType": "Bundle", "link": [ { "relation": "self", "url": "u" } ] }""")).NextLink);

    [Fact]
    public void No_view_throws_for_what_an_element_holds()
    {
        string[] oddities = ["null", "5", "1e400", "true", "\"text\"", "\"\\ud800\"", "{}", "[]", "[null]", "[[]]", "[{}]", "[5]", "{ \"coding\": 5 }", "[ { \"coding\": { \"code\": {} } } ]"];
        string[] names =
        [
            "resourceType", "id", "birthDate", "status", "code", "category", "subject", "clinicalStatus", "verificationStatus", "bodySite", "onsetDateTime",
            "onsetPeriod", "abatementPeriod", "extension", "effectivePeriod", "valueQuantity", "valueCodeableConcept", "valueRange", "component",
            "hasMember", "performer", "participant", "dosageInstruction", "dispenseRequest", "dosage", "ingredient", "item", "entry", "link", "issue",
            "contained", "reaction", "qualification", "meta", "performedPeriod", "period", "interpretation",
        ];

        foreach (var (name, oddity) in names.SelectMany(name => oddities.Select(oddity => (name, oddity))))
        {
            var resource = Given.Resource($$"""{ "resourceType": "Basic", "{{name}}": {{oddity}} }""");
            ReadEverything(resource);
            Assert.DoesNotContain(resource.Issues, issue => issue.Location.Length == 0);
        }
    }

    private static void ReadEverything(FhirResource resource)
    {
        object[] views =
        [
            new Patient(resource), new Condition(resource), new Observation(resource), new Procedure(resource), new ServiceRequest(resource),
            new Encounter(resource), new MedicationRequest(resource), new MedicationStatement(resource), new Medication(resource),
            new DiagnosticReport(resource), new QuestionnaireResponse(resource), new AllergyIntolerance(resource), new PractitionerRole(resource),
            new Practitioner(resource), new Bundle(resource), new OperationOutcome(resource),
        ];
        foreach (var view in views)
        {
            Read(view, depth: 0);
        }

        _ = resource.FindContained("a");
    }

    private static void Read(object? view, int depth)
    {
        if (depth > 4 || view is null or string or FhirResource or FhirNode or FhirDateTime)
        {
            return;
        }

        if (view is System.Collections.IEnumerable items)
        {
            foreach (var item in items)
            {
                Read(item, depth + 1);
            }
        }
        else if (view.GetType().Namespace?.StartsWith("CdsHooks.Fhir", StringComparison.Ordinal) is true)
        {
            foreach (var property in view.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
            {
                Read(property.GetValue(view), depth + 1);
            }
        }
    }
}
