namespace CdsHooks.Fhir.Resources;

/// <summary>How long a medication is to be taken: one of the two is given.</summary>
/// <param name="Period">From when to when, or null.</param>
/// <param name="Days">How many days, 0 or more, or null.</param>
public readonly record struct DosageBounds(FhirPeriod? Period, decimal? Days)
{
    /// <summary>Reads the first of <c>dosageInstruction[].timing.repeat.bounds[x]</c> that is a period or a duration in a known unit.</summary>
    internal static DosageBounds? FirstOf(FhirNode medicationRequest)
    {
        foreach (var dosage in medicationRequest.Items("dosageInstruction"u8))
        {
            var repeat = dosage["timing"u8]["repeat"u8];
            var bounds = new DosageBounds(repeat["boundsPeriod"u8].AsPeriod(), repeat["boundsDuration"u8].AsDays());
            if (bounds is not { Period: null, Days: null })
            {
                return bounds;
            }
        }

        return null;
    }
}
