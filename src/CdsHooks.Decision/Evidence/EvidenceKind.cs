namespace CdsHooks.Decision.Evidence;

/// <summary>The FHIR resource types that rules may read.</summary>
public enum EvidenceKind
{
    /// <summary>Condition: problem list items and encounter diagnoses.</summary>
    Condition,

    /// <summary>Observation.</summary>
    Observation,

    /// <summary>Procedure.</summary>
    Procedure,

    /// <summary>MedicationRequest.</summary>
    MedicationRequest,

    /// <summary>MedicationStatement.</summary>
    MedicationStatement,

    /// <summary>Encounter.</summary>
    Encounter,

    /// <summary>ServiceRequest already in the chart.</summary>
    ServiceRequest,

    /// <summary>DiagnosticReport.</summary>
    DiagnosticReport,

    /// <summary>QuestionnaireResponse.</summary>
    QuestionnaireResponse,

    /// <summary>AllergyIntolerance.</summary>
    AllergyIntolerance,

    /// <summary>CarePlan: what is planned or under way.</summary>
    CarePlan,

    /// <summary>The draft ServiceRequests of the hook's context, which every call has.</summary>
    DraftOrder,

    /// <summary>Patient.</summary>
    Patient,
}
