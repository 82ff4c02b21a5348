using CdsHooks.Decision.Hooks;
using Xunit;

namespace CdsHooks.Tests.Hooks;

/// <summary>CDS Hooks 2.0, Prefetch tokens and Prefetch query restrictions; what is only a warning is what some clients get wrong.</summary>
public sealed class PrefetchTemplateTests
{
    [Theory]
    [InlineData("Patient/{{context.patientId}}", "Patient")]
    [InlineData("Patient?_id={{context.patientId}}", "Patient")]
    [InlineData("Condition?patient=Patient/{{context.patientId}}", "Condition")]
    [InlineData("Observation?patient={{context.patientId}}&category=laboratory&date=ge2025-06-01&_sort=-date,code", "Observation")]
    [InlineData("Observation?subject={{context.patientId}}&code:in=https://example.org/vs", "Observation")]
    [InlineData("Observation?patient={{context.patientId}}&date=2025", "Observation")]
    [InlineData("Observation?patient={{context.patientId}}&date=lt2025-06-01T10:00:00Z", "Observation")]
    [InlineData("Encounter?patient={{context.patientId}}&_lastUpdated=ge2025-06", "Encounter")]
    [InlineData("AllergyIntolerance?patient={{context.patientId}}", "AllergyIntolerance")]
    public void What_every_client_understands_is_fine(string template, string type) =>
        Assert.Empty(PrefetchTemplate.IssuesOf(template, type));

    [Theory]
    [InlineData("Condition?patient={context.patientId}", "A token begins with {{ and ends with }}.")]
    [InlineData("Condition?patient={{context.patientId}", "A token begins with {{ and ends with }}.")]
    [InlineData("Condition?patient={{context.patientid}}", "is not supported by every client")]
    [InlineData("Condition?patient={{ context.patientId }}", "is not supported by every client")]
    [InlineData("Condition?patient={{Patient.id}}", "is not supported by every client")]
    [InlineData("Condition?patient={{context.draftOrders}}", "is not supported by every client")]
    [InlineData("Condition?patient={{context.selections}}", "is not supported by every client")]
    [InlineData("Condition?patient={{context.patientId}}&onset-date=ge{{today()}}", "is not supported by every client")]
    [InlineData("Condition?patient={{%patient.id}}", "is not supported by every client")]
    [InlineData("Observation?patient={{context.patientId}}", "of Condition is expected")]
    [InlineData("Condition", "of Condition is expected")]
    [InlineData("Condition/", "of Condition is expected")]
    [InlineData("Condition/{{context.patientId}}/x", "of Condition is expected")]
    [InlineData("/Condition?patient={{context.patientId}}", "of Condition is expected")]
    [InlineData("Condition?patient", "is written name=value")]
    [InlineData("Condition?patient={{context.patientId}}&", "is written name=value")]
    [InlineData("Condition?code=a", "names no patient")]
    [InlineData("Condition?patient=1", "names no patient")]
    [InlineData("Condition?", "names no patient")]
    [InlineData("Condition?patient.name=x", "chains parameters")]
    [InlineData("Condition?patient:Patient.name=x", "chains parameters")]
    [InlineData("Condition?_has:Observation:patient:code=x", "_has searches by other resources")]
    [InlineData("Condition?code:not=x", "has a modifier")]
    [InlineData("Condition?code:missing=true", "has a modifier")]
    [InlineData("Condition?code:text=x", "has a modifier")]
    [InlineData("Condition?patient:Patient=1", "has a modifier")]
    [InlineData("Condition?onset-date:in=x", "has a modifier")]
    [InlineData("Condition?_include=Condition:asserter", "_include is not allowed")]
    [InlineData("Condition?_include:iterate=Condition:asserter", "_include is not allowed")]
    [InlineData("Condition?_revinclude=Provenance:target", "_revinclude is not allowed")]
    [InlineData("Condition?_elements=code", "_elements is not allowed")]
    [InlineData("Condition?_summary=true", "_summary is not allowed")]
    [InlineData("Condition?onset-age=gt40", "onset-age is not allowed")]
    [InlineData("Condition?onset-info=x", "onset-info is not allowed")]
    [InlineData("Condition?date=2025", "date is not allowed")]
    [InlineData("Condition?sort:desc=onset-date", "sort is not allowed")]
    [InlineData("Condition?onset-date=ne2025-01-01", "has a prefix other than")]
    [InlineData("Condition?onset-date=sa2025", "has a prefix other than")]
    [InlineData("Condition?onset-date=eb2025", "has a prefix other than")]
    [InlineData("Condition?onset-date=ap2025", "has a prefix other than")]
    [InlineData("Condition?onset-date=lately", "must be a date")]
    public void What_the_specification_forbids_is_an_error(string template, string expected) => AssertTold(template, expected, isError: true);

    [Theory]
    [InlineData("Condition?patient={{context.patientId}}&encounter={{context.encounterId}}", "{{context.encounterId}} has no value in some calls")]
    [InlineData("Condition?patient={{context.patientId}}&asserter={{userPractitionerId}}", "{{userPractitionerId}} has no value in some calls")]
    [InlineData("Condition?patient={{context.patientId}}&onset-date=ge2025&onset-date=le2026", "occurs twice")]
    [InlineData("Condition?patient={{context.patientId}}&code=a&code:in=b", "occurs twice")]
    [InlineData("Condition?patient={{context.patientId}}&_count=50", "is the size of a page")]
    [InlineData("Condition?patient={{context.patientId}}&_maxresults=3", "_maxresults is a parameter of FHIR R5")]
    [InlineData("Condition?patient={{context.patientId}}&_sort=onset-date:desc", "The value of _sort must be")]
    [InlineData("Condition?patient={{context.patientId}}&_sort=-date", "The value of _sort must be")]
    [InlineData("Condition?patient={{context.patientId}}&category=a,b", "is a list")]
    [InlineData("Condition?patient={{context.patientId}}&code:in=https://example.org/vs?x", "contains a question mark")]
    public void What_some_clients_get_wrong_is_a_warning(string template, string expected)
    {
        AssertTold(template, expected, isError: false);
        Assert.DoesNotContain(PrefetchTemplate.IssuesOf(template, "Condition"), issue => issue.IsError);
    }

    private static void AssertTold(string template, string expected, bool isError) => Assert.Contains(
        PrefetchTemplate.IssuesOf(template, "Condition"),
        issue => issue.IsError == isError && issue.Message.Contains(expected, StringComparison.Ordinal));
}
