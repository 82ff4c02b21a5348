using System.Text.Json;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Intake;

/// <summary>Refuses an order that names another patient than the context: nothing may be said about the wrong chart.</summary>
internal static class OrderSubject
{
    /// <summary>Checks <c>subject</c>, and <c>patient</c> where a type calls it so. Absent, contained and identifier-only ones pass.</summary>
    public static void Check(JsonElement resource, string patientId, string path)
    {
        Check(resource, "subject", patientId, path);
        Check(resource, "patient", patientId, path);
    }

    private static void Check(JsonElement resource, string member, string patientId, string path)
    {
        if (resource.TryGetProperty(member, out var subject)
            && subject.ValueKind is JsonValueKind.Object
            && subject.TryGetProperty("reference"u8, out var reference)
            && RequestText.TryGet(reference, out var text)
            && ReferenceKey.TryParse(text, out var key)
            && key.Type is "Patient"
            && !string.Equals(key.Id, patientId, StringComparison.Ordinal))
        {
            throw new HookRequestException($"{path}.{member}.reference", "must name the same patient as $.context.patientId");
        }
    }
}
