using System.Text;
using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;
using Xunit;

namespace CdsHooks.Tests.Fhir.Reading;

/// <summary>What is read of a resource, and what the parser never sees.</summary>
public sealed class GuardedResourceTests
{
    [Fact]
    public void Elements_that_decide_are_read_under_each_of_their_names()
    {
        var observation = Read<Observation>(
            """{"resourceType":"Observation","id":"o","_status":{"extension":[{"url":"http://e","valueCode":"final"}]},"valueQuantity":{"value":3.5},"effectiveDateTime":"2026-01-01"}""");

        Assert.Equal("o", observation.Id);
        Assert.Single(observation.StatusElement.Extension);
        Assert.Equal(3.5m, Assert.IsType<Quantity>(observation.Value).Value);
        Assert.IsType<Hl7.Fhir.Model.FhirDateTime>(observation.Effective);
    }

    [Fact]
    public void Narrative_and_what_no_rule_reads_never_reach_the_parser()
    {
        var observation = Read<Observation>(
            """{"resourceType":"Observation","text":{"status":"generated","div":"<div>x</div>"},"identifier":[{"value":"x"}],"category":[{"text":"x"}],"note":[{"text":"x"}],"status":"final"}""");

        Assert.Null(observation.Text);
        Assert.Empty(observation.Identifier);
        Assert.Empty(observation.Category);
        Assert.Empty(observation.Note);
        Assert.Equal(ObservationStatus.Final, observation.Status);
    }

    [Fact]
    public void Members_before_the_type_and_escaped_names_are_read()
    {
        var observation = Read<Observation>("""{"note":[{"text":"x"}],"resourceType":"Observation","st\u0061tus":"final"}""");

        Assert.Single(observation.Note);
        Assert.Equal(ObservationStatus.Final, observation.Status);
    }

    [Fact]
    public void A_report_says_that_it_holds_text_and_a_plan_its_title()
    {
        var report = Read<DiagnosticReport>("""{"resourceType":"DiagnosticReport","conclusion":"x","presentedForm":[{"contentType":"text/plain"}]}""");

        Assert.Equal("x", report.Conclusion);
        Assert.Single(report.PresentedForm);
        Assert.Equal("x", Read<CarePlan>("""{"resourceType":"CarePlan","title":"x"}""").Title);
    }

    [Fact]
    public void Of_another_type_everything_is_read()
    {
        Assert.Equal("x", Read<Organization>("""{"resourceType":"Organization","name":"x"}""").Name);
    }

    private static T Read<T>(string json)
        where T : Resource
    {
        var read = GuardedResource.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal(ElementParts.None, read.Unreadable);
        return Assert.IsType<T>(read.Resource);
    }
}
