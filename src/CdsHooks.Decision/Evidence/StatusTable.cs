using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>
/// What the word of a status says about using a record, one table per resource type. A word that FHIR R4 does not have there says
/// nothing that can be relied on: it may be another case, another version or a local word for anything.
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

    /// <summary>A diagnosis or an allergy, by both of its statuses; without either it counts.</summary>
    public static Standing OfFinding(Stated<string> clinical, Stated<string> verification) => (clinical.Value, verification.Value) switch
    {
        (_, "refuted" or "entered-in-error") => Standing.Excluded,
        _ when verification.IsUnreadable => Standing.Unclear,
        ("inactive" or "remission" or "resolved", _) => Standing.Historical,
        _ when clinical.IsUnreadable => Standing.Unclear,
        (_, null or "confirmed") => Standing.Usable,
        _ => Standing.Unconfirmed,
    };

    public static Standing OfObservation(string? word) => word switch
    {
        "final" or "amended" or "corrected" => Standing.Usable,
        "preliminary" => Standing.Preliminary,
        "registered" or "cancelled" or "entered-in-error" => Standing.Excluded,
        _ => Standing.Unclear,
    };

    public static Standing OfReport(string? word) => word switch
    {
        "final" or "amended" or "corrected" or "appended" => Standing.Usable,
        "partial" or "preliminary" => Standing.Preliminary,
        "registered" or "cancelled" or "entered-in-error" => Standing.Excluded,
        _ => Standing.Unclear,
    };

    /// <summary>A Procedure.</summary>
    /// <param name="word">The status.</param>
    /// <param name="hasEnd">Whether the day it ended is known: then what was stopped counts up to that day.</param>
    public static Standing OfProcedure(string? word, bool hasEnd) => word switch
    {
        "completed" => Standing.Usable,
        "in-progress" => Standing.InProgress,
        "stopped" when hasEnd => Standing.Usable,
        "preparation" or "not-done" or "on-hold" or "stopped" or "entered-in-error" => Standing.Excluded,
        _ => Standing.Unclear,
    };

    public static Standing OfEncounter(string? word) => word switch
    {
        "finished" => Standing.Usable,
        "in-progress" or "onleave" => Standing.InProgress,
        "planned" or "arrived" or "triaged" or "cancelled" or "entered-in-error" => Standing.Excluded,
        _ => Standing.Unclear,
    };

    public static Standing OfQuestionnaire(string? word) => word switch
    {
        "completed" or "amended" => Standing.Usable,
        "in-progress" or "stopped" or "entered-in-error" => Standing.Excluded,
        _ => Standing.Unclear,
    };

    public static Standing OfDrugOrder(string? word) => word switch
    {
        "active" or "completed" or "stopped" => Standing.Usable,
        "draft" or "cancelled" or "entered-in-error" => Standing.Excluded,
        _ => Standing.Unclear,
    };

    /// <summary>A MedicationStatement.</summary>
    /// <param name="word">The status.</param>
    /// <param name="hasEnd">Whether the day it ended is known: then what is on hold counts up to that day.</param>
    public static Standing OfDrugStatement(string? word, bool hasEnd) => word switch
    {
        "active" or "completed" or "stopped" => Standing.Usable,
        "on-hold" when hasEnd => Standing.Usable,
        "intended" or "not-taken" or "entered-in-error" => Standing.Excluded,
        _ => Standing.Unclear,
    };

    public static Standing OfChartOrder(string? word) => word switch
    {
        "active" or "completed" => Standing.Usable,
        "draft" or "on-hold" or "revoked" or "entered-in-error" => Standing.Excluded,
        _ => Standing.Unclear,
    };

    /// <summary>A CarePlan: one that was never agreed on, waits or was given up says nothing.</summary>
    public static Standing OfPlan(string? word) => word switch
    {
        "active" or "completed" => Standing.Usable,
        "draft" or "on-hold" or "revoked" or "entered-in-error" => Standing.Excluded,
        _ => Standing.Unclear,
    };

    /// <summary>Whether a draft order is reviewed: one that cannot be said to be over is.</summary>
    public static bool IsReviewed(string? word) => word is not ("revoked" or "completed" or "entered-in-error" or "unknown");

    /// <summary>Whether a word is one of FHIR R4 for the status of this resource type.</summary>
    public static bool Knows(EvidenceKind kind, string word) => kind switch
    {
        EvidenceKind.Observation => word is "unknown" || OfObservation(word) is not Standing.Unclear,
        EvidenceKind.DiagnosticReport => word is "unknown" || OfReport(word) is not Standing.Unclear,
        EvidenceKind.Procedure => word is "unknown" || OfProcedure(word, hasEnd: false) is not Standing.Unclear,
        EvidenceKind.Encounter => word is "unknown" || OfEncounter(word) is not Standing.Unclear,
        EvidenceKind.CarePlan => word is "unknown" || OfPlan(word) is not Standing.Unclear,
        EvidenceKind.QuestionnaireResponse => OfQuestionnaire(word) is not Standing.Unclear,
        EvidenceKind.MedicationRequest => word is "unknown" or "on-hold" || OfDrugOrder(word) is not Standing.Unclear,
        EvidenceKind.MedicationStatement => word is "unknown" or "on-hold" || OfDrugStatement(word, hasEnd: false) is not Standing.Unclear,
        _ => word is "unknown" || OfChartOrder(word) is not Standing.Unclear,
    };

    /// <summary>The word of a status as this resource type has it; one that is withheld is there and says nothing.</summary>
    public static Stated<string> Read(EvidenceKind kind, PrimitiveType? status)
    {
        if (status is null)
        {
            return Stated.Absent<string>();
        }

        return status.Word() is { } word && Knows(kind, word) ? Stated.Of(word) : Stated.Unreadable<string>(Unreadability.UnknownWord);
    }

    /// <summary>A status given as a concept: whichever coding is of the standard system decides; one without a system may stand for it.</summary>
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
            var said = deciding.Select(coding => coding.Code).Where(code => !string.IsNullOrEmpty(code)).Distinct(StringComparer.Ordinal).ToList();
            return said is [{ } word] && words.Contains(word, StringComparer.Ordinal)
                ? Stated.Of(word)
                : Stated.Unreadable<string>(Unreadability.UnknownWord);
        }
    }
}
