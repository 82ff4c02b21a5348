using CdsHooks.Decision.Protocol;
using Xunit;

namespace CdsHooks.Tests.Protocol;

public sealed class PrefetchTemplateTests
{
    [Theory]
    [InlineData("Patient/{{context.patientId}}", "Patient")]
    [InlineData("Condition?patient={{context.patientId}}", "Condition")]
    [InlineData("Observation?patient={{context.patientId}}&category=laboratory&date=ge2025-06-01&_sort=-date&_count=100", "Observation")]
    [InlineData("Observation?patient={{context.patientId}}&code:in=https://example.org/vs", "Observation")]
    public void What_every_client_understands_is_fine(string template, string type) =>
        Assert.Empty(PrefetchTemplate.FaultsOf(template, type));

    [Theory]
    [InlineData("Condition?patient={{context.patientid}}", "is not understood by every client")]
    [InlineData("Condition?patient={{today()}}", "is not understood by every client")]
    [InlineData("Condition?patient={{%patient.id}}", "is not understood by every client")]
    [InlineData("Condition?patient={context.patientId}", "A token begins with {{ and ends with }}.")]
    [InlineData("Condition?patient={{context.patientId}", "A token begins with {{ and ends with }}.")]
    [InlineData("Observation?patient={{context.patientId}}", "of Condition is expected")]
    [InlineData("Condition", "of Condition is expected")]
    [InlineData("Condition/", "of Condition is expected")]
    [InlineData("Condition/{{context.patientId}}/x", "of Condition is expected")]
    [InlineData("Condition?patient", "is written name=value")]
    [InlineData("Condition?patient={{context.patientId}}&", "is written name=value")]
    [InlineData("Condition?patient=1&onset-date=ge2025&onset-date=le2026", "stands there twice")]
    [InlineData("Condition?patient=1&code=a&code:in=b", "stands there twice")]
    [InlineData("Condition?patient.name=x", "chains parameters")]
    [InlineData("Condition?_has:Observation:patient=x", "has a modifier")]
    [InlineData("Condition?code:not=x", "has a modifier")]
    [InlineData("Condition?patient:Patient=1", "has a modifier")]
    [InlineData("Condition?_include=Condition:asserter", "_include may not be used")]
    [InlineData("Condition?_revinclude=Provenance:target", "_revinclude may not be used")]
    [InlineData("Condition?_elements=code", "_elements may not be used")]
    [InlineData("Condition?_maxresults=3", "_maxresults may not be used")]
    [InlineData("Condition?_sort=date:desc", "_sort takes names")]
    [InlineData("Condition?onset-date=ne2025-01-01", "begins with a prefix other than")]
    public void What_some_client_would_not_understand_is_told(string template, string expected) =>
        Assert.Contains(PrefetchTemplate.FaultsOf(template, "Condition"), fault => fault.Contains(expected, StringComparison.Ordinal));
}
