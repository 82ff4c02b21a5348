using System.Runtime.InteropServices;
using System.Text.Json;

namespace CdsHooks.Fhir;

/// <summary>The names of the resource types that have a view here, as FHIR R4 spells them.</summary>
public static class ResourceTypes
{
    /// <summary>Patient.</summary>
    public const string Patient = "Patient";

    /// <summary>Condition.</summary>
    public const string Condition = "Condition";

    /// <summary>Observation.</summary>
    public const string Observation = "Observation";

    /// <summary>Procedure.</summary>
    public const string Procedure = "Procedure";

    /// <summary>ServiceRequest.</summary>
    public const string ServiceRequest = "ServiceRequest";

    /// <summary>Encounter.</summary>
    public const string Encounter = "Encounter";

    /// <summary>MedicationRequest.</summary>
    public const string MedicationRequest = "MedicationRequest";

    /// <summary>MedicationStatement.</summary>
    public const string MedicationStatement = "MedicationStatement";

    /// <summary>Medication.</summary>
    public const string Medication = "Medication";

    /// <summary>DiagnosticReport.</summary>
    public const string DiagnosticReport = "DiagnosticReport";

    /// <summary>QuestionnaireResponse.</summary>
    public const string QuestionnaireResponse = "QuestionnaireResponse";

    /// <summary>AllergyIntolerance.</summary>
    public const string AllergyIntolerance = "AllergyIntolerance";

    /// <summary>PractitionerRole.</summary>
    public const string PractitionerRole = "PractitionerRole";

    /// <summary>Practitioner.</summary>
    public const string Practitioner = "Practitioner";

    /// <summary>Bundle.</summary>
    public const string Bundle = "Bundle";

    /// <summary>OperationOutcome.</summary>
    public const string OperationOutcome = "OperationOutcome";

    /// <summary>ValueSet.</summary>
    public const string ValueSet = "ValueSet";

    /// <summary>CodeSystem.</summary>
    public const string CodeSystem = "CodeSystem";

    /// <summary>ConceptMap.</summary>
    public const string ConceptMap = "ConceptMap";

    /// <summary>PlanDefinition.</summary>
    public const string PlanDefinition = "PlanDefinition";

    private static readonly (byte[] Utf8, string Name)[] Known =
    [
        .. new[]
        {
            Patient, Condition, Observation, Procedure, ServiceRequest, Encounter, MedicationRequest, MedicationStatement,
            Medication, DiagnosticReport, QuestionnaireResponse, AllergyIntolerance, PractitionerRole, Practitioner, Bundle,
            OperationOutcome, ValueSet, CodeSystem, ConceptMap, PlanDefinition,
        }.Select(name => (System.Text.Encoding.UTF8.GetBytes(name), name)),
    ];

    /// <summary>Reads a type's name without allocating where it is one of the above.</summary>
    /// <returns>The name, or null where <paramref name="json"/> is a string that is none of them, or no string.</returns>
    internal static string? FindKnown(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        var text = JsonMarshal.GetRawUtf8Value(json)[1..^1];
        foreach (var (utf8, name) in Known)
        {
            if (text.SequenceEqual(utf8))
            {
                return name;
            }
        }

        return null;
    }
}
