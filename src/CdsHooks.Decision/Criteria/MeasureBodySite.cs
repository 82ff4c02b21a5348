using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>Derives a key from the body site of a value, which only separates values of different sites.</summary>
internal static class MeasureBodySite
{
    /// <summary>Joins the body site with the values of components: those of a value set, or all that the criterion does not measure.</summary>
    /// <param name="record">The Observation.</param>
    /// <param name="level">The value set of component codes that separate; -1 for all but the measures.</param>
    /// <param name="inputs">The criterion's inputs.</param>
    public static string Of(EvidenceRecord record, int level, IReadOnlyList<EvidenceInput> inputs)
    {
        if (record is not ObservationRecord observation)
        {
            return string.Empty;
        }

        var site = observation.BodySite ??= Normalized(observation.SiteText);
        if (observation.Measured.Count < 2)
        {
            return site;
        }

        List<string> parts = [site];
        for (var index = 1; index < observation.Measured.Count; index++)
        {
            var component = observation.Measured[index];
            if (level >= 0 ? component.Codes.Contains(level) : Separates(component, inputs))
            {
                parts.Add(Normalized(component.Text ?? string.Join(',', component.Coded)));
            }
        }

        return string.Join('|', parts);
    }

    /// <summary>Gets the level of the spine that a key names; null when it names none.</summary>
    public static SpinalLevel? LevelIn(string bodySite) => bodySite.Split('|').Select(SpinalLevel.TryRead).FirstOrDefault(level => level is not null);

    /// <summary>Determines whether a component separates values: it has a code or text, such as a level, a muscle or a side.</summary>
    private static bool Separates(MeasuredValue component, IReadOnlyList<EvidenceInput> inputs) =>
        component.IsNamed && !inputs.Any(input => input.CodeValueSets.Any(component.Codes.Contains));

    /// <summary>Normalizes a site: L4-L5, L4/5, L4/L5 and L4-5 are one level.</summary>
    private static string Normalized(string text) => SpinalLevel.TryRead(text)?.ToString() ?? text.Trim().ToUpperInvariant();
}
