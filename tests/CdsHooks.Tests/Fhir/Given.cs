using System.Text;
using System.Text.Json;
using CdsHooks.Fhir;

namespace CdsHooks.Tests.Fhir;

internal static class Given
{
    internal static FhirResource Resource(string json) => FhirResource.Of(Json(json));

    internal static FhirNode Node(string json) => Resource($$"""{ "resourceType": "Basic", "it": {{json}} }""").Root["it"u8];

    internal static JsonElement Json(string json)
    {
        // As the service reads a body: from UTF-8.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        return JsonElement.ParseValue(ref reader);
    }

    internal static FhirIssue OnlyIssueOf(FhirResource resource) => Xunit.Assert.Single(resource.Issues);
}
