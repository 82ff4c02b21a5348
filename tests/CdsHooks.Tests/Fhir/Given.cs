using System.Text;
using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;

namespace CdsHooks.Tests.Fhir;

/// <summary>What tests of single elements begin with.</summary>
internal static class Given
{
    public static GuardedResource Resource(string json) => GuardedResource.Read(Encoding.UTF8.GetBytes(json));

    public static CodeableConcept Concept(string json) =>
        ((Condition)Resource($$"""{ "resourceType": "Condition", "code": {{json}} }""").Resource).Code!;
}
