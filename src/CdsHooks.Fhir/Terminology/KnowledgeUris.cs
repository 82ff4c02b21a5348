namespace CdsHooks.Fhir.Terminology;

/// <summary>The URLs of the extensions that are read in value sets and code systems. They are names: nothing is fetched from them.</summary>
internal static class KnowledgeUris
{
    /// <summary>The rank of a code among others.</summary>
    internal const string OrdinalValue = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

    /// <summary>Ours: another value set that this one's codes are added to.</summary>
    internal const string ValueSetExtends = "https://cdshooks.example.org/fhir/StructureDefinition/value-set-extends";

    /// <summary>Ours: a value set that a site fills, and that may be empty as shipped.</summary>
    internal const string ValueSetMayBeEmpty = "https://cdshooks.example.org/fhir/StructureDefinition/value-set-may-be-empty";
}
