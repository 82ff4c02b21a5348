namespace CdsHooks.Decision.Evidence;

/// <summary>The prefetch keys that clients send, and the kind of evidence under each.</summary>
public static class PrefetchKeys
{
    /// <summary>The key of the patient itself.</summary>
    public const string Patient = "patient";

    /// <summary>Gets every key with its kind and FHIR resource type, in the order in which retrievals are reported.</summary>
    public static IReadOnlyList<(string Key, EvidenceKind Kind, string ResourceType)> All { get; } =
    [
        (Patient, EvidenceKind.Patient, "Patient"),
        ("conditions", EvidenceKind.Condition, "Condition"),
        ("observations", EvidenceKind.Observation, "Observation"),
        ("procedures", EvidenceKind.Procedure, "Procedure"),
        ("medicationRequests", EvidenceKind.MedicationRequest, "MedicationRequest"),
        ("medicationStatements", EvidenceKind.MedicationStatement, "MedicationStatement"),
        ("encounters", EvidenceKind.Encounter, "Encounter"),
        ("serviceRequests", EvidenceKind.ServiceRequest, "ServiceRequest"),
        ("diagnosticReports", EvidenceKind.DiagnosticReport, "DiagnosticReport"),
        ("questionnaireResponses", EvidenceKind.QuestionnaireResponse, "QuestionnaireResponse"),
        ("allergies", EvidenceKind.AllergyIntolerance, "AllergyIntolerance"),
        ("carePlans", EvidenceKind.CarePlan, "CarePlan"),
    ];
}
