namespace CdsHooks.Fhir;

/// <summary>What an issue means for the evidence that the resource is.</summary>
public enum FhirIssueSeverity
{
    /// <summary>Recovered: the resource was read as it was meant.</summary>
    Information,

    /// <summary>A part that was asked for could not be read: the resource is unusable as evidence, which is not the same as absent.</summary>
    Error,
}
