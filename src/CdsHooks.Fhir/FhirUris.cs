
namespace CdsHooks.Fhir;

/// <summary>The URIs of the extensions that are read here. They are names: nothing is fetched from them.</summary>
internal static class FhirUris
{
    /// <summary>How a Condition develops.</summary>
    internal static ReadOnlySpan<byte> DiseaseCourse => "http://hl7.org/fhir/StructureDefinition/condition-diseaseCourse"u8;

    /// <summary>Why a request has its status.</summary>
    internal static ReadOnlySpan<byte> RequestStatusReason => "http://hl7.org/fhir/StructureDefinition/request-statusReason"u8;
}
