namespace CdsHooks.Fhir.Terminology;

/// <summary>A code, or the beginning of codes, in comparable form.</summary>
/// <param name="System">The canonical URI.</param>
/// <param name="Code">The code, normalised for that system.</param>
internal readonly record struct CodeKey(string System, string Code);
