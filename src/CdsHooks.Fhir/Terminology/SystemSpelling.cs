namespace CdsHooks.Fhir.Terminology;

/// <summary>A spelling of a code system's URI.</summary>
/// <param name="Spelling">The spelling.</param>
/// <param name="System">The canonical URI.</param>
/// <param name="Form">The form by which codes of the system are compared.</param>
public sealed record SystemSpelling(string Spelling, string System, CodeForm Form);
