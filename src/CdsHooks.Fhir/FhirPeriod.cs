using System.Runtime.InteropServices;

namespace CdsHooks.Fhir;

/// <summary>A FHIR Period. Both ends count: an end given as a day includes that whole day.</summary>
/// <param name="Start">The start, or null where absent (has always been) or malformed (an issue on the resource).</param>
/// <param name="End">The end, or null where absent (still going on) or malformed (an issue on the resource).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FhirPeriod(FhirDateTime? Start, FhirDateTime? End);
