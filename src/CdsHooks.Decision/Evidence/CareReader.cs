using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reduces what was done: Procedures, Encounters, and reports of it.</summary>
internal static class CareReader
{
    public static EvidenceRecord ReadProcedure(FhirResource resource, RecordContext context)
    {
        var procedure = new Procedure(resource);
        var performed = procedure.Performed;
        var hasRole = false;
        ValueSetBits roles = default;
        foreach (var performer in procedure.Performers)
        {
            roles |= context.Codes(performer.Function, ref hasRole) | context.Roles(performer.Actor, ref hasRole);
        }

        var sites = context.Codes(procedure.BodySites, out var hasSite);
        var reasons = context.Codes(procedure.ReasonCodes, out var hasReason)
            | context.ReferencedReasons(procedure.ReasonReferences, out var hasReferenced, out var unresolved);
        return new EvidenceRecord
        {
            Kind = EvidenceKind.Procedure,
            Reference = RecordContext.ReferenceTo(resource),
            Wording = procedure.Code.Wording,
            Codes = context.Terminology.Lookup(procedure.Code),
            Categories = context.Terminology.Lookup(procedure.Category),
            Roles = roles,
            HasRole = hasRole,
            Sites = sites,
            HasSite = hasSite,
            Reasons = reasons,
            HasReason = hasReason || hasReferenced,
            HasUnresolvedReason = unresolved,
            StatusReasons = context.Terminology.Lookup(procedure.StatusReason),
            HasStatusReason = RecordContext.IsCoded(procedure.StatusReason),
            SaysStatusReason = procedure.StatusReason.Wording is { Length: > 0 },
            Start = performed?.Start,
            End = performed?.End,
            Status = procedure.Status,
            HasUnreadableCode = RecordContext.HasUnreadableCode(resource, "code"),
            IsMalformed = resource.HasErrors,
            Standing = RecordContext.Checked(resource, StandingOf(procedure.Status, performed)),
        };
    }

    public static EvidenceRecord ReadEncounter(FhirResource resource, RecordContext context)
    {
        var encounter = new Encounter(resource);
        var hasRole = false;
        ValueSetBits roles = default;
        foreach (var participant in encounter.Participants)
        {
            roles |= context.Codes(participant.Types, out var isCoded) | context.Roles(participant.Individual, ref hasRole);
            hasRole |= isCoded;
        }

        var reasons = context.Codes(encounter.ReasonCodes, out var hasReason)
            | context.ReferencedReasons(encounter.ReasonReferences, out var hasReferenced, out var unresolved);
        var period = encounter.Period;
        return new EvidenceRecord
        {
            Kind = EvidenceKind.Encounter,
            Reference = RecordContext.ReferenceTo(resource),
            Wording = encounter.Types.First.Wording ?? encounter.ServiceType.Wording,
            Codes = context.Codes(encounter.Types, out _) | context.Terminology.Lookup(encounter.ServiceType),
            Categories = context.Terminology.Lookup(encounter.Class),
            Roles = roles,
            HasRole = hasRole,
            Reasons = reasons,
            HasReason = hasReason || hasReferenced,
            HasUnresolvedReason = unresolved,
            Start = period?.Start,
            End = period?.End,
            Status = encounter.Status,
            HasUnreadableCode = RecordContext.HasUnreadableCode(resource, "type"),
            IsMalformed = resource.HasErrors,
            Standing = RecordContext.Checked(resource, encounter.Status switch
            {
                "finished" => Standing.Usable,
                "in-progress" or "onleave" => Standing.InProgress,
                null or "unknown" => Standing.Unclear,
                _ => Standing.Excluded,
            }),
        };
    }

    public static EvidenceRecord ReadReport(FhirResource resource, RecordContext context)
    {
        var report = new DiagnosticReport(resource);
        return new EvidenceRecord
        {
            Kind = EvidenceKind.DiagnosticReport,
            Reference = RecordContext.ReferenceTo(resource),
            Wording = report.Code.Wording,
            Codes = context.Terminology.Lookup(report.Code),
            Values = context.Codes(report.ConclusionCodes, out _),
            Start = report.Effective ?? report.Issued,
            Status = report.Status,
            HasUnreadableCode = RecordContext.HasUnreadableCode(resource, "code"),
            IsMalformed = resource.HasErrors,
            Standing = RecordContext.Checked(resource, report.Status switch
            {
                "final" or "amended" or "corrected" or "appended" => Standing.Usable,
                "partial" or "preliminary" => Standing.Preliminary,
                null => Standing.Unclear,
                _ => Standing.Excluded,
            }),
        };
    }

    /// <summary>Only items that were answered with yes, a positive number or a coded value count as said.</summary>
    public static EvidenceRecord ReadQuestionnaire(FhirResource resource, RecordContext context)
    {
        var response = new QuestionnaireResponse(resource);
        ValueSetBits items = default;
        foreach (var item in response.Items)
        {
            if (item.LinkId is { } linkId && IsPositive(item, context))
            {
                items |= context.Terminology.LookupAnySystem(linkId);
            }
        }

        return new EvidenceRecord
        {
            Kind = EvidenceKind.QuestionnaireResponse,
            Reference = RecordContext.ReferenceTo(resource),
            Codes = items,
            Start = response.Authored,
            Status = response.Status,
            HasUnreadableCode = RecordContext.HasUnreadableCode(resource, "item"),
            IsMalformed = resource.HasErrors,
            Standing = RecordContext.Checked(resource, response.Status switch
            {
                "completed" or "amended" => Standing.Usable,
                null => Standing.Unclear,
                _ => Standing.Excluded,
            }),
        };
    }

    private static bool IsPositive(QuestionnaireResponseItem item, RecordContext context)
    {
        foreach (var answer in item.Answers)
        {
            var isPositive = answer.Kind switch
            {
                ObservationValueKind.Boolean => answer.Boolean is true,
                ObservationValueKind.Integer => answer.Integer > 0,
                ObservationValueKind.Decimal => answer.Decimal > 0,
                ObservationValueKind.Quantity => answer.Quantity.Value > 0,
                ObservationValueKind.CodeableConcept => !IsNo(answer.CodeableConcept, context),
                _ => false,
            };
            if (isPositive)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"No" as sites code it: the codes of the value set of negative answers, and HL7's own N.</summary>
    private static bool IsNo(CodeableConcept answer, RecordContext context)
    {
        if (context.IsNegativeAnswer(answer))
        {
            return true;
        }

        foreach (var coding in answer.Codings)
        {
            if (coding.Code is "N" or "n" or "no" or "No" or "NO" or "false")
            {
                return true;
            }
        }

        return false;
    }

    private static Standing StandingOf(string? status, FhirPeriod? performed) => status switch
    {
        "completed" => Standing.Usable,
        "in-progress" => Standing.InProgress,
        "stopped" when performed?.End is not null => Standing.Usable,
        null or "unknown" => Standing.Unclear,
        _ => Standing.Excluded,
    };
}
