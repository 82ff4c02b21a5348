using System.Text.Json;

namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR Condition: a diagnosis, problem or finding.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct Condition(FhirResource Resource)
{
    /// <summary>The first code of <c>clinicalStatus</c> (active, recurrence, relapse, inactive, remission, resolved), or null.</summary>
    public string? ClinicalStatus => Root.FirstCode("clinicalStatus"u8);

    /// <summary>The first code of <c>verificationStatus</c> (confirmed, unconfirmed, provisional, differential, refuted, entered-in-error), or null.</summary>
    public string? VerificationStatus => Root.FirstCode("verificationStatus"u8);

    /// <summary>What it is.</summary>
    public CodeableConcept Code => new(Root["code"u8]);

    /// <summary>Where on the body.</summary>
    public FhirViews<CodeableConcept> BodySites => new(Root.Items("bodySite"u8));

    /// <summary>When it began, from <c>onsetDateTime</c> or the start of <c>onsetPeriod</c>; null where absent, malformed, or given as an age or in words.</summary>
    public FhirDateTime? Onset => Root["onsetDateTime"u8].AsDateTime() ?? Root["onsetPeriod"u8]["start"u8].AsDateTime();

    /// <summary>When it ended, from <c>abatementDateTime</c>, or from the end of <c>abatementPeriod</c> or else its start; null where absent, malformed, or given otherwise (see <see cref="HasAbatement"/>).</summary>
    public FhirDateTime? Abatement => Root["abatementDateTime"u8].AsDateTime() ?? Root["abatementPeriod"u8].EndElseStart();

    /// <summary>Whether it is said to have ended, in any form of <c>abatement[x]</c>; <c>abatementBoolean</c> (earlier versions of FHIR) only where true.</summary>
    public bool HasAbatement => Root.FindChoice("abatement"u8, out _) is { Exists: true, Json.ValueKind: not JsonValueKind.False };

    /// <summary>When it was put on record, or null.</summary>
    public FhirDateTime? RecordedDate => Root["recordedDate"u8].AsDateTime();

    /// <summary>Whom it is about.</summary>
    public Reference Subject => new(Root["subject"u8]);

    /// <summary>How it develops (extension condition-diseaseCourse), such as progressive.</summary>
    public CodeableConcept Course => new(Root.Extension(FhirUris.DiseaseCourse)["valueCodeableConcept"u8]);

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
