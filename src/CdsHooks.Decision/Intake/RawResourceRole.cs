namespace CdsHooks.Decision.Intake;

/// <summary>What a prefetched resource is for, as far as its type tells.</summary>
internal enum RawResourceRole
{
    /// <summary>No type: it cannot be read as FHIR.</summary>
    None,

    /// <summary>A type that rules read.</summary>
    Evidence,

    /// <summary>A Medication: what a medication order refers to.</summary>
    Medication,

    /// <summary>A Practitioner or a PractitionerRole: who performed. One of another profession tells as much as one of ours.</summary>
    Performer,

    /// <summary>A type that comes along with evidence.</summary>
    Companion,

    /// <summary>An OperationOutcome.</summary>
    Outcome,

    /// <summary>A Bundle.</summary>
    Bundle,

    /// <summary>Any other type.</summary>
    Other,
}
