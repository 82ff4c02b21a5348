using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reduces Conditions and AllergyIntolerances.</summary>
internal static class ConditionReader
{
    public static EvidenceRecord Read(FhirResource resource, RecordContext context)
    {
        var condition = new Condition(resource);
        var code = condition.Code;
        var codes = context.Terminology.Lookup(code);
        var sites = context.Codes(condition.BodySites, out var hasSite);
        var onset = condition.Onset;
        var recorded = condition.RecordedDate;
        return new EvidenceRecord
        {
            Kind = EvidenceKind.Condition,
            Reference = RecordContext.ReferenceTo(resource),
            Wording = code.Wording,
            Codes = codes,
            CodedAs = codes.IsEmpty ? [] : RecordContext.Codings(code),
            Sites = sites,
            HasSite = hasSite,
            Onset = onset,
            Recorded = recorded,
            Start = onset ?? recorded,
            Abatement = condition.Abatement,
            HasAbatement = condition.HasAbatement,
            Course = context.Terminology.Lookup(condition.Course),
            Status = condition.ClinicalStatus,
            IsNegated = condition.VerificationStatus is "refuted",
            HasUnreadableCode = RecordContext.HasUnreadableCode(resource, "code"),
            IsMalformed = resource.HasErrors,
            Standing = Standing(condition.ClinicalStatus, condition.VerificationStatus, resource),
        };
    }

    public static EvidenceRecord ReadAllergy(FhirResource resource, RecordContext context)
    {
        var allergy = new AllergyIntolerance(resource);
        var codes = context.Terminology.Lookup(allergy.Code);
        foreach (var substance in allergy.ReactionSubstances)
        {
            codes |= context.Terminology.Lookup(substance);
        }

        return new EvidenceRecord
        {
            Kind = EvidenceKind.AllergyIntolerance,
            Reference = RecordContext.ReferenceTo(resource),
            Wording = allergy.Code.Wording,
            Codes = codes,
            Status = allergy.ClinicalStatus,
            IsNegated = allergy.VerificationStatus is "refuted",
            HasUnreadableCode = RecordContext.HasUnreadableCode(resource, "code"),
            IsMalformed = resource.HasErrors,
            Standing = Standing(allergy.ClinicalStatus, allergy.VerificationStatus, resource),
        };
    }

    private static Standing Standing(string? clinical, string? verification, FhirResource resource)
    {
        return RecordContext.Checked(resource, (clinical, verification) switch
        {
            (_, "refuted" or "entered-in-error") => Evidence.Standing.Excluded,
            ("inactive" or "remission" or "resolved", _) => Evidence.Standing.Historical,
            (_, "unconfirmed" or "provisional" or "differential") => Evidence.Standing.Unconfirmed,
            (null or "active" or "recurrence" or "relapse", null or "confirmed") => Evidence.Standing.Usable,
            _ => Evidence.Standing.Unclear,
        });
    }
}
