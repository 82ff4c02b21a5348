using System.Collections.Frozen;
using System.Text;

namespace CdsHooks.Fhir.Reading;

/// <summary>
/// Which elements of each resource type decide, by FHIR's own names (a choice without its type), and which are read beside them.
/// Nothing else is looked at, nor handed to the parser.
/// </summary>
internal static class DecidingElements
{
    /// <summary>What a value of its own is about, and the value: one that is lost may have been any.</summary>
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

    /// <summary>What is read of every resource, and what is only shown or asked whether it is there.</summary>
    private static readonly string[] Beside = ["resourceType", "id", "meta", "implicitRules", "contained", "extension", "modifierExtension"];

    private static readonly FrozenDictionary<string, byte[][]> ReadByType = ByType.ToFrozenDictionary(
        type => type.Key,
        type => type.Value.Select(element => element.Name).Concat(Beside).Concat(ShownOf(type.Key)).Select(Encoding.UTF8.GetBytes).ToArray(),
        StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, byte[][]>.AlternateLookup<ReadOnlySpan<char>> ReadBySpan = ReadByType.GetAlternateLookup<ReadOnlySpan<char>>();

    public static (string Name, ElementParts Part)[] Of(string resourceType) => ByType.GetValueOrDefault(resourceType, []);

    /// <summary>The names of the elements that are read.</summary>
    /// <param name="resourceType">The resource's type.</param>
    /// <returns>Names, UTF-8, a choice without its type; null where all may be.</returns>
    public static byte[][]? ReadOf(ReadOnlySpan<char> resourceType) => ReadBySpan.TryGetValue(resourceType, out var names) ? names : null;

    private static string[] ShownOf(string resourceType) => resourceType switch
    {
        "CarePlan" => ["title"],
        "DiagnosticReport" => ["conclusion", "presentedForm"],
        _ => [],
    };
}
