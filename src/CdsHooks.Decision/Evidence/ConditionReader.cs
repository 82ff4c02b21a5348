using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reads Conditions and AllergyIntolerances.</summary>
internal static class ConditionReader
{
    private const string DiseaseCourse = "http://hl7.org/fhir/StructureDefinition/condition-diseaseCourse";

    public static EvidenceRecord Read(GuardedResource resource, Condition condition, RecordContext context)
    {
        var code = RecordContext.Guarded(CodeOf(condition, context), resource, ElementParts.Code);
        var onset = context.Date(condition.Onset.AsDate() ?? condition.Onset.AsPeriod()?.Start);
        var recorded = context.Date(condition.RecordedDateElement.AsDate());
        var (clinical, verification) = StatusTable.Of(condition);
        var course = condition.ConceptExtension(DiseaseCourse);
        var evidenceStatus = RecordContext.Checked(resource, StatusTable.OfFinding(clinical, verification));
        return new ConditionRecord
        {
            Kind = EvidenceKind.Condition,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Wording = context.Wording(condition.Code),
            Code = code,
            CodedAs = code.Value.IsEmpty ? [] : RecordContext.Codings(condition.Code),
            Site = RecordContext.Guarded(context.ReadSites(condition.BodySite, out var levels), resource, ElementParts.Site),
            Levels = levels,
            Onset = onset,
            Recorded = recorded,
            Start = onset ?? recorded,
            Abatement = AbatementOf(condition, context),
            ClinicalCourse = context.Terminology.Lookup(course.Value),
            Status = clinical,
            IsNegated = verification.Value is "refuted",
            Unreadable = resource.Unreadable | (course.IsUnreadable ? ElementParts.Detail : ElementParts.None),
            EvidenceStatus = course.IsUnreadable && evidenceStatus is not EvidenceStatus.Excluded ? EvidenceStatus.Unusable : evidenceStatus,
        };
    }

    public static EvidenceRecord ReadAllergy(GuardedResource resource, AllergyIntolerance allergy, RecordContext context)
    {
        var codes = context.Terminology.Lookup(allergy.Code);
        foreach (var reaction in allergy.Reaction)
        {
            codes |= context.Terminology.Lookup(reaction.Substance);
        }

        var (clinical, verification) = StatusTable.Of(allergy);
        return new AllergyRecord
        {
            Kind = EvidenceKind.AllergyIntolerance,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Wording = context.Wording(allergy.Code),
            Code = RecordContext.Guarded(Stated.Of(codes), resource, ElementParts.Code),
            Status = clinical,
            IsNegated = verification.Value is "refuted",
            Unreadable = resource.Unreadable,
            EvidenceStatus = RecordContext.Checked(resource, StatusTable.OfFinding(clinical, verification)),
        };
    }

    private static Abatement? AbatementOf(Condition condition, RecordContext context) => condition.Abatement is null or FhirBoolean { Value: false }
        ? null
        : new Abatement(
            context.Date(condition.Abatement.LastDate()),
            condition.Abatement is Hl7.Fhir.Model.FhirDateTime or Period && condition.Abatement.LastDate() is null);

    /// <summary>Gets the value sets of a condition that another record gives as its reason. A refuted condition, or one entered in error, gives none.</summary>
    public static Stated<ValueSetBits> AsReason(EvidenceRecord condition) => condition.EvidenceStatus switch
    {
        EvidenceStatus.Excluded => Stated.Absent<ValueSetBits>(),
        EvidenceStatus.Unusable => Stated.Unreadable<ValueSetBits>(Unreadability.Malformed),
        EvidenceStatus.Unclear => Stated.Unreadable<ValueSetBits>(Unreadability.UnknownCode),
        _ => condition.Code,
    };

    /// <summary>Gets the value sets of a Condition. One without any code is as unreadable as one in free text.</summary>
    public static Stated<ValueSetBits> CodeOf(Condition condition, RecordContext context) =>
        context.Read(condition.Code) is { IsStated: true } read ? read : Stated.Unreadable<ValueSetBits>(Unreadability.NotCoded);
}
