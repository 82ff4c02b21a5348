using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>
/// Maps the status of a record to its use as evidence, with one table per resource type. A code that FHIR R4 does not define there cannot
/// be relied on: it may be in another case, of another version, or a local code for anything.
/// </summary>
internal static class StatusTable
{
    private const string Terminology = "http://terminology.hl7.org/CodeSystem/";

    private static readonly ConceptStatus Clinical = new(
        [Terminology + "condition-clinical", "http://hl7.org/fhir/condition-clinical"],
        ["active", "recurrence", "relapse", "inactive", "remission", "resolved"]);

    private static readonly ConceptStatus Verification = new(
        [Terminology + "condition-ver-status", "http://hl7.org/fhir/condition-ver-status"],
        ["unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"]);

    private static readonly ConceptStatus AllergyClinical = new(
        [Terminology + "allergyintolerance-clinical", "http://hl7.org/fhir/allergy-clinical-status"],
        ["active", "inactive", "resolved"]);

    private static readonly ConceptStatus AllergyVerification = new(
        [Terminology + "allergyintolerance-verification", "http://hl7.org/fhir/allergy-verification-status"],
        ["unconfirmed", "confirmed", "refuted", "entered-in-error"]);

    public static (Stated<string> Clinical, Stated<string> Verification) Of(Condition condition) =>
        (Clinical.Read(condition.ClinicalStatus), Verification.Read(condition.VerificationStatus));

    public static (Stated<string> Clinical, Stated<string> Verification) Of(AllergyIntolerance allergy) =>
        (AllergyClinical.Read(allergy.ClinicalStatus), AllergyVerification.Read(allergy.VerificationStatus));

    /// <summary>Maps the clinical and verification status of a diagnosis or an allergy. Without either, it counts.</summary>
    public static EvidenceStatus OfFinding(Stated<string> clinical, Stated<string> verification) => (clinical.Value, verification.Value) switch
    {
        (_, "refuted" or "entered-in-error") => EvidenceStatus.Excluded,
        _ when verification.IsUnreadable => EvidenceStatus.Unclear,
        ("inactive" or "remission" or "resolved", _) => EvidenceStatus.Historical,
        _ when clinical.IsUnreadable => EvidenceStatus.Unclear,
        (_, null or "confirmed") => EvidenceStatus.Usable,
        _ => EvidenceStatus.Unconfirmed,
    };

    public static EvidenceStatus OfObservation(string? word) => word switch
    {
        "final" or "amended" or "corrected" => EvidenceStatus.Usable,
        "preliminary" => EvidenceStatus.Preliminary,
        "registered" or "cancelled" or "entered-in-error" => EvidenceStatus.Excluded,
        _ => EvidenceStatus.Unclear,
    };

    public static EvidenceStatus OfReport(string? word) => word switch
    {
        "final" or "amended" or "corrected" or "appended" => EvidenceStatus.Usable,
        "partial" or "preliminary" => EvidenceStatus.Preliminary,
        "registered" or "cancelled" or "entered-in-error" => EvidenceStatus.Excluded,
        _ => EvidenceStatus.Unclear,
    };

    /// <summary>Maps the status of a Procedure.</summary>
    /// <param name="word">The status.</param>
    /// <param name="hasEnd">True when the last day is known: a stopped procedure then counts up to that day.</param>
    public static EvidenceStatus OfProcedure(string? word, bool hasEnd) => word switch
    {
        "completed" => EvidenceStatus.Usable,
        "in-progress" => EvidenceStatus.InProgress,
        "stopped" when hasEnd => EvidenceStatus.Usable,
        "preparation" or "not-done" or "on-hold" or "stopped" or "entered-in-error" => EvidenceStatus.Excluded,
        _ => EvidenceStatus.Unclear,
    };

    public static EvidenceStatus OfEncounter(string? word) => word switch
    {
        "finished" => EvidenceStatus.Usable,
        "in-progress" or "onleave" => EvidenceStatus.InProgress,
        "planned" or "arrived" or "triaged" or "cancelled" or "entered-in-error" => EvidenceStatus.Excluded,
        _ => EvidenceStatus.Unclear,
    };

    public static EvidenceStatus OfQuestionnaire(string? word) => word switch
    {
        "completed" or "amended" => EvidenceStatus.Usable,
        "in-progress" or "stopped" or "entered-in-error" => EvidenceStatus.Excluded,
        _ => EvidenceStatus.Unclear,
    };

    public static EvidenceStatus OfDrugOrder(string? word) => word switch
    {
        "active" or "completed" or "stopped" => EvidenceStatus.Usable,
        "draft" or "cancelled" or "entered-in-error" => EvidenceStatus.Excluded,
        _ => EvidenceStatus.Unclear,
    };

    /// <summary>Maps the status of a MedicationStatement.</summary>
    /// <param name="word">The status.</param>
    /// <param name="hasEnd">True when the last day is known: a drug on hold then counts up to that day.</param>
    public static EvidenceStatus OfDrugStatement(string? word, bool hasEnd) => word switch
    {
        "active" or "completed" or "stopped" => EvidenceStatus.Usable,
        "on-hold" when hasEnd => EvidenceStatus.Usable,
        "intended" or "not-taken" or "entered-in-error" => EvidenceStatus.Excluded,
        _ => EvidenceStatus.Unclear,
    };

    /// <summary>Maps the status of a ServiceRequest of the chart, or of a CarePlan: one that is a draft, on hold or given up does not count.</summary>
    public static EvidenceStatus OfRequest(string? word) => word switch
    {
        "active" or "completed" => EvidenceStatus.Usable,
        "draft" or "on-hold" or "revoked" or "entered-in-error" => EvidenceStatus.Excluded,
        _ => EvidenceStatus.Unclear,
    };

    /// <summary>Determines whether a draft order is reviewed: any whose status does not say that it is over.</summary>
    public static bool IsReviewed(string? word) => word is not ("revoked" or "completed" or "entered-in-error" or "unknown");

    /// <summary>Determines whether FHIR R4 defines a status code for this resource type.</summary>
    public static bool IsDefined(EvidenceKind kind, string word) => kind switch
    {
        EvidenceKind.Observation => word is "unknown" || OfObservation(word) is not EvidenceStatus.Unclear,
        EvidenceKind.DiagnosticReport => word is "unknown" || OfReport(word) is not EvidenceStatus.Unclear,
        EvidenceKind.Procedure => word is "unknown" || OfProcedure(word, hasEnd: false) is not EvidenceStatus.Unclear,
        EvidenceKind.Encounter => word is "unknown" || OfEncounter(word) is not EvidenceStatus.Unclear,
        EvidenceKind.QuestionnaireResponse => OfQuestionnaire(word) is not EvidenceStatus.Unclear,
        EvidenceKind.MedicationRequest => word is "unknown" or "on-hold" || OfDrugOrder(word) is not EvidenceStatus.Unclear,
        EvidenceKind.MedicationStatement => word is "unknown" or "on-hold" || OfDrugStatement(word, hasEnd: false) is not EvidenceStatus.Unclear,
        _ => word is "unknown" || OfRequest(word) is not EvidenceStatus.Unclear,
    };

    /// <summary>Reads the status code of a resource type. A withheld status is present but unreadable.</summary>
    public static Stated<string> Read(EvidenceKind kind, PrimitiveType? status) =>
        status is null ? Stated.Absent<string>()
        : status.Word() is { } word && IsDefined(kind, word) ? Stated.Of(word)
        : Stated.Unreadable<string>(Unreadability.UnknownCode);

    /// <summary>A status given as a concept. The coding of the standard system decides; without one, a coding that has no system.</summary>
    private sealed class ConceptStatus(string[] systems, string[] words)
    {
        public Stated<string> Read(CodeableConcept? concept)
        {
            if (concept is null)
            {
                return Stated.Absent<string>();
            }

            var own = concept.Coding.FindAll(coding => coding.System is { } system && systems.Contains(system.Split('|')[0].TrimEnd('/'), StringComparer.OrdinalIgnoreCase));
            var deciding = own.Count > 0 ? own : concept.Coding.FindAll(coding => string.IsNullOrEmpty(coding.System));
            var codes = deciding.Select(coding => coding.Code).Where(code => !string.IsNullOrEmpty(code)).Distinct(StringComparer.Ordinal).ToList();
            return codes is [{ } word] && words.Contains(word, StringComparer.Ordinal)
                ? Stated.Of(word)
                : Stated.Unreadable<string>(Unreadability.UnknownCode);
        }
    }
}
