using System.Collections.Frozen;
using System.Text;

namespace CdsHooks.Fhir.Reading;

/// <summary>
/// The deciding elements of each resource type, by their FHIR names (a choice without its type), and the elements read in addition.
/// Nothing else is checked or passed to the parser.
/// </summary>
internal static class DecidingElements
{
    /// <summary>A component or member has its own code and value: one that is lost could have been any.</summary>
    private const ElementParts Member = ElementParts.Code | ElementParts.Value;

    private static readonly FrozenDictionary<string, (string Name, ElementParts Part)[]> ByType = new Dictionary<string, (string, ElementParts)[]>(StringComparer.Ordinal)
    {
        ["Condition"] =
        [
            ("code", ElementParts.Code), ("clinicalStatus", ElementParts.Status), ("verificationStatus", ElementParts.Status),
            ("subject", ElementParts.Subject), ("bodySite", ElementParts.Site), ("onset", ElementParts.Date),
            ("abatement", ElementParts.Date), ("recordedDate", ElementParts.Date),
        ],
        ["Observation"] =
        [
            ("code", ElementParts.Code), ("status", ElementParts.Status), ("subject", ElementParts.Subject), ("bodySite", ElementParts.Site),
            ("value", ElementParts.Value), ("component", Member), ("interpretation", ElementParts.Value),
            ("dataAbsentReason", ElementParts.Value), ("hasMember", Member), ("effective", ElementParts.Date),
            ("issued", ElementParts.Date), ("performer", ElementParts.Detail),
        ],
        ["Procedure"] =
        [
            ("code", ElementParts.Code), ("status", ElementParts.Status), ("statusReason", ElementParts.Status), ("subject", ElementParts.Subject),
            ("bodySite", ElementParts.Site), ("reasonCode", ElementParts.Reason), ("reasonReference", ElementParts.Reason),
            ("performed", ElementParts.Date), ("category", ElementParts.Detail), ("performer", ElementParts.Detail),
        ],
        ["MedicationRequest"] =
        [
            ("medication", ElementParts.Code), ("status", ElementParts.Status), ("statusReason", ElementParts.Status), ("intent", ElementParts.Status),
            ("doNotPerform", ElementParts.Status), ("subject", ElementParts.Subject), ("reasonCode", ElementParts.Reason),
            ("authoredOn", ElementParts.Date), ("dispenseRequest", ElementParts.Detail), ("dosageInstruction", ElementParts.Detail),
        ],
        ["MedicationStatement"] =
        [
            ("medication", ElementParts.Code), ("status", ElementParts.Status), ("statusReason", ElementParts.Status), ("subject", ElementParts.Subject),
            ("effective", ElementParts.Date), ("dateAsserted", ElementParts.Date), ("dosage", ElementParts.Detail),
        ],
        ["Encounter"] =
        [
            ("type", ElementParts.Code), ("serviceType", ElementParts.Code), ("status", ElementParts.Status), ("subject", ElementParts.Subject),
            ("reasonCode", ElementParts.Reason), ("reasonReference", ElementParts.Reason), ("period", ElementParts.Date),
            ("class", ElementParts.Detail), ("participant", ElementParts.Detail),
        ],
        ["ServiceRequest"] =
        [
            ("code", ElementParts.Code), ("status", ElementParts.Status), ("intent", ElementParts.Status), ("doNotPerform", ElementParts.Status),
            ("subject", ElementParts.Subject), ("bodySite", ElementParts.Site), ("reasonCode", ElementParts.Reason),
            ("reasonReference", ElementParts.Reason), ("authoredOn", ElementParts.Date), ("quantity", ElementParts.Detail),
        ],
        ["DiagnosticReport"] =
        [
            ("code", ElementParts.Code), ("status", ElementParts.Status), ("subject", ElementParts.Subject), ("conclusionCode", ElementParts.Value),
            ("result", ElementParts.Value), ("effective", ElementParts.Date), ("issued", ElementParts.Date),
        ],
        ["QuestionnaireResponse"] =
        [
            ("item", ElementParts.Code), ("status", ElementParts.Status), ("subject", ElementParts.Subject), ("authored", ElementParts.Date),
        ],
        ["AllergyIntolerance"] =
        [
            ("code", ElementParts.Code), ("reaction", ElementParts.Code), ("clinicalStatus", ElementParts.Status),
            ("verificationStatus", ElementParts.Status), ("patient", ElementParts.Subject),
        ],
        ["CarePlan"] =
        [
            ("category", ElementParts.Code), ("activity", ElementParts.Code), ("status", ElementParts.Status), ("intent", ElementParts.Status),
            ("subject", ElementParts.Subject), ("addresses", ElementParts.Reason), ("period", ElementParts.Date),
        ],
        ["Medication"] = [("code", ElementParts.Code), ("ingredient", ElementParts.Code)],
        ["Practitioner"] = [("qualification", ElementParts.Detail)],
        ["PractitionerRole"] = [("code", ElementParts.Detail), ("specialty", ElementParts.Detail)],
        ["Patient"] = [("birthDate", ElementParts.Date)],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The elements that are read of every resource.</summary>
    private static readonly string[] Common = ["resourceType", "id", "meta", "implicitRules", "contained", "extension", "modifierExtension"];

    private static readonly FrozenDictionary<string, byte[][]> ReadByType = ByType.ToFrozenDictionary(
        type => type.Key,
        type => type.Value.Select(element => element.Name).Concat(Common).Concat(ShownOf(type.Key)).Select(Encoding.UTF8.GetBytes).ToArray(),
        StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, byte[][]>.AlternateLookup<ReadOnlySpan<char>> ReadBySpan = ReadByType.GetAlternateLookup<ReadOnlySpan<char>>();

    public static (string Name, ElementParts Part)[] Of(string resourceType) => ByType.GetValueOrDefault(resourceType, []);

    /// <summary>Gets the names of the elements that are read.</summary>
    /// <returns>The names, UTF-8, a choice without its type; null for a type whose elements are all kept.</returns>
    public static byte[][]? ReadOf(ReadOnlySpan<char> resourceType) => ReadBySpan.TryGetValue(resourceType, out var names) ? names : null;

    private static string[] ShownOf(string resourceType) => resourceType switch
    {
        "CarePlan" => ["title"],
        "DiagnosticReport" => ["conclusion", "presentedForm"],
        _ => [],
    };
}
