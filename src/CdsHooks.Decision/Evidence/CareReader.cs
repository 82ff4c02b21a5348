using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reads care that was given or planned, and reports about it: Procedure, Encounter, CarePlan, DiagnosticReport and QuestionnaireResponse.</summary>
internal static class CareReader
{
    public static EvidenceRecord ReadProcedure(GuardedResource resource, Procedure procedure, RecordContext context)
    {
        var status = StatusTable.Read(EvidenceKind.Procedure, procedure.StatusElement);
        var performed = context.Period(procedure.Performed.AsPeriodOrDay());
        var hasRole = false;
        ValueSetBits roles = default;
        foreach (var performer in procedure.Performer)
        {
            roles |= context.Codes([performer.Function], ref hasRole) | context.Roles(resource, performer.Actor, ref hasRole);
        }

        return new CareRecord
        {
            Kind = EvidenceKind.Procedure,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Wording = context.Wording(procedure.Code),
            Code = RecordContext.Guarded(context.Read(procedure.Code), resource, ElementParts.Code),
            Categories = context.Terminology.Lookup(procedure.Category),
            Performers = new Performers(roles, hasRole, procedure.Performer.Count > 0),
            Site = RecordContext.Guarded(context.ReadSites(procedure.BodySite, out var levels), resource, ElementParts.Site),
            Levels = levels,
            Reason = context.Reasons(resource, procedure.ReasonCode, procedure.ReasonReference),
            StatusReason = procedure.StatusReason is not { } reason
                ? StatusReason.None
                : new StatusReason(context.Terminology.Lookup(reason), reason.IsCoded(), reason.Wording() is { Length: > 0 }, reason.Wording() is null, string.Empty),
            Start = performed?.Start,
            End = performed?.End,
            Status = status,
            Unreadable = resource.Unreadable,
            EvidenceStatus = RecordContext.Checked(resource, StatusTable.OfProcedure(status.Value, performed?.End is not null || resource.Unreadable.HasFlag(ElementParts.Date))),
        };
    }

    public static EvidenceRecord ReadEncounter(GuardedResource resource, Encounter encounter, RecordContext context)
    {
        var status = StatusTable.Read(EvidenceKind.Encounter, encounter.StatusElement);
        var hasRole = false;
        ValueSetBits roles = default;
        foreach (var participant in encounter.Participant)
        {
            roles |= context.Codes(participant.Type, ref hasRole) | context.Roles(resource, participant.Individual, ref hasRole);
        }

        var period = context.Period(encounter.Period.AsPeriod());
        return new CareRecord
        {
            Kind = EvidenceKind.Encounter,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Wording = context.Wording(encounter.Type.FirstOrDefault()) ?? context.Wording(encounter.ServiceType),
            Code = RecordContext.Guarded(
                Stated.Of(context.Codes(encounter.Type) | context.Terminology.Lookup(encounter.ServiceType)), resource, ElementParts.Code),
            Categories = context.Terminology.Lookup(encounter.Class),
            Performers = new Performers(roles, hasRole, encounter.Participant.Count > 0),
            Reason = context.Reasons(resource, encounter.ReasonCode, encounter.ReasonReference),
            Start = period?.Start,
            End = period?.End,
            Status = status,
            Unreadable = resource.Unreadable,
            EvidenceStatus = RecordContext.Checked(resource, StatusTable.OfEncounter(status.Value)),
        };
    }

    public static EvidenceRecord ReadReport(GuardedResource resource, DiagnosticReport report, RecordContext context)
    {
        var status = StatusTable.Read(EvidenceKind.DiagnosticReport, report.StatusElement);
        var conclusions = context.Codes(report.ConclusionCode);
        return new ReportRecord
        {
            Kind = EvidenceKind.DiagnosticReport,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Wording = context.Wording(report.Code),
            Code = RecordContext.Guarded(context.Read(report.Code), resource, ElementParts.Code),
            Values = conclusions,
            HasUnreadText = conclusions.IsEmpty && report.Result.Count == 0 && (!string.IsNullOrWhiteSpace(report.Conclusion) || report.PresentedForm.Count > 0),
            Start = DateOf(report, context),
            Status = status,
            Unreadable = resource.Unreadable,
            EvidenceStatus = RecordContext.Checked(resource, StatusTable.OfReport(status.Value)),
        };
    }

    public static Fhir.FhirDateTime? DateOf(DiagnosticReport report, RecordContext context) =>
        context.Date(report.Effective.LastDate() ?? report.IssuedElement.AsDate());

    /// <summary>Reads a QuestionnaireResponse. An item counts only when it was answered with yes, a positive number or a coded value.</summary>
    public static EvidenceRecord ReadQuestionnaire(GuardedResource resource, QuestionnaireResponse response, RecordContext context)
    {
        var status = StatusTable.Read(EvidenceKind.QuestionnaireResponse, response.StatusElement);
        ValueSetBits items = default;
        var hasText = false;
        foreach (var item in Flatten(response.Item))
        {
            hasText |= item.Answer.Exists(answer => answer.Value is FhirString { Value: { } words } && !string.IsNullOrWhiteSpace(words));
            if (item.LinkId is { } linkId && item.Answer.Exists(answer => IsPositive(answer.Value, context)))
            {
                items |= context.Terminology.LookupAnySystem(linkId);
            }
        }

        return new ReportRecord
        {
            Kind = EvidenceKind.QuestionnaireResponse,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Code = RecordContext.Guarded(Stated.Of(items), resource, ElementParts.Code),
            HasUnreadText = hasText,
            Start = context.Date(response.AuthoredElement.AsDate()),
            Status = status,
            Unreadable = resource.Unreadable,
            EvidenceStatus = RecordContext.Checked(resource, StatusTable.OfQuestionnaire(status.Value)),
        };
    }

    /// <summary>Lists every item, groups included, with the items nested in it and in its answers.</summary>
    private static IEnumerable<QuestionnaireResponse.ItemComponent> Flatten(List<QuestionnaireResponse.ItemComponent> items) =>
        items.SelectMany(item => Flatten(item.Item).Concat(item.Answer.SelectMany(answer => Flatten(answer.Item))).Prepend(item));

    private static bool IsPositive(DataType? answer, RecordContext context) => answer switch
    {
        FhirBoolean boolean => boolean.Value is true,
        Integer integer => integer.Value > 0,
        FhirDecimal number => number.Value > 0,
        Quantity quantity => quantity.Value > 0,
        _ => ObservationReader.ConceptOf(answer) is { } concept && !IsNo(concept, context),
    };

    /// <summary>Determines whether an answer means no: a code of the negative-answers value set, or HL7's N.</summary>
    private static bool IsNo(CodeableConcept answer, RecordContext context) =>
        context.IsNegativeAnswer(answer)
        || answer.Coding.Exists(coding => coding.Code is "N" or "n" or "no" or "No" or "NO" or "false");

    /// <summary>Reads a CarePlan, which says what is planned or under way. A plan does not mean that any of it was done.</summary>
    public static EvidenceRecord ReadPlan(GuardedResource resource, CarePlan plan, RecordContext context)
    {
        var status = StatusTable.Read(EvidenceKind.CarePlan, plan.StatusElement);
        var period = context.Period(plan.Period.AsPeriod());
        ValueSetBits codes = default;
        string? wording = null;
        foreach (var concept in plan.Category.Concat(plan.Activity.Where(IsPlanned).Select(activity => activity.Detail?.Code)))
        {
            var found = context.Terminology.Lookup(concept);
            codes |= found;
            wording ??= found.IsEmpty ? null : context.Wording(concept);
        }

        return new CareRecord
        {
            Kind = EvidenceKind.CarePlan,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Wording = wording ?? plan.Title,
            Code = RecordContext.Guarded(Stated.Of(codes), resource, ElementParts.Code),
            Reason = context.Reasons(resource, [], plan.Addresses),
            Start = period?.Start,
            End = period?.End,
            Status = status,
            IsNegated = plan.IntentElement.Word() is "proposal" or "option",
            Unreadable = resource.Unreadable,
            EvidenceStatus = RecordContext.Checked(resource, StatusOfPlan(plan, status)),
        };
    }

    /// <summary>Gets the evidence status. A proposal, or one option of several, is not planned yet.</summary>
    private static EvidenceStatus StatusOfPlan(CarePlan plan, Stated<string> status) => plan.IntentElement.Word() switch
    {
        "proposal" or "option" => EvidenceStatus.Excluded,
        "plan" or "order" or null => StatusTable.OfRequest(status.Value),
        _ => StatusTable.OfRequest(status.Value) is EvidenceStatus.Excluded ? EvidenceStatus.Excluded : EvidenceStatus.Unclear,
    };

    private static bool IsPlanned(CarePlan.ActivityComponent activity) =>
        activity.Detail is not { DoNotPerform: true }
        && activity.Detail?.StatusElement.Word() is not ("cancelled" or "stopped" or "on-hold" or "entered-in-error");
}
