namespace CdsHooks.Service.Tests.Fuzz;

/// <summary>Names that the service reads, and some that it does not.</summary>
internal static class FuzzNames
{
    public static IReadOnlyList<string> All { get; } =
    [
        "hook", "hookInstance", "context", "prefetch", "fhirServer", "fhirAuthorization", "extension", "access_token", "token_type", "expires_in", "patient",
        "userId", "patientId", "encounterId", "draftOrders", "selections", "resourceType", "entry", "resource", "link", "relation", "url", "search", "mode",
        "id", "status", "intent", "code", "coding", "system", "display", "text", "subject", "reference", "authoredOn", "valueQuantity", "value", "unit", "component",
        "effectiveDateTime", "effectivePeriod", "start", "end", "performer", "category", "bodySite", "item", "linkId", "answer", "contained", "birthDate", "issue", "severity",
        "feedback", "card", "outcome", "outcomeTimestamp", "acceptedSuggestions", "overrideReason", "overrideReasons", "reason", "userComment", "x", "\\ud800", "\\u0068ook", "",
    ];

    public static IReadOnlyList<string> Types { get; } =
    [
        "Patient", "Condition", "Observation", "Procedure", "MedicationRequest", "MedicationStatement", "Encounter", "ServiceRequest", "DiagnosticReport", "QuestionnaireResponse",
        "AllergyIntolerance", "CarePlan", "Medication", "Practitioner", "PractitionerRole", "OperationOutcome", "Bundle", "Basic", "MedicationOrder", "Binary", "",
    ];
}
