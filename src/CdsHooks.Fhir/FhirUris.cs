
namespace CdsHooks.Fhir;

/// <summary>The URIs of the extensions that are read here. They are names: nothing is fetched from them.</summary>
internal static class FhirUris
{
    /// <summary>How a Condition develops.</summary>
    internal static ReadOnlySpan<byte> DiseaseCourse => "http://hl7.org/fhir/StructureDefinition/condition-diseaseCourse"u8;

    /// <summary>Why a request has its status.</summary>
    internal static ReadOnlySpan<byte> RequestStatusReason => "http://hl7.org/fhir/StructureDefinition/request-statusReason"u8;

    /// <summary>The rank of a code among others.</summary>
    internal static ReadOnlySpan<byte> OrdinalValue => "http://hl7.org/fhir/StructureDefinition/ordinalValue"u8;

    /// <summary>Ours: another value set that this one's codes are added to.</summary>
    internal static ReadOnlySpan<byte> ValueSetExtends =>
        "https://cdshooks.example.org/fhir/StructureDefinition/value-set-extends"u8;

    /// <summary>Ours: a value set that a site fills, and that may be empty as shipped.</summary>
    internal static ReadOnlySpan<byte> ValueSetMayBeEmpty =>
        "https://cdshooks.example.org/fhir/StructureDefinition/value-set-may-be-empty"u8;
}
