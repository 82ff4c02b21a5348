using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reduces ServiceRequests: the draft orders of the call, and those already in the chart.</summary>
internal static class OrderReader
{
    public static EvidenceRecord Read(FhirResource resource, EvidenceKind kind, RecordContext context, bool isSelected = true)
    {
        var order = new ServiceRequest(resource);
        var sites = context.Codes(order.BodySites, out var hasSite);
        var reasons = context.Codes(order.ReasonCodes, out var hasReason)
            | context.ReferencedReasons(order.ReasonReferences, out var hasReferenced, out var unresolved);
        return new EvidenceRecord
        {
            Kind = kind,
            IsSelected = isSelected,
            Reference = RecordContext.ReferenceTo(resource),
            Wording = order.Code.Wording,
            SearchText = (order.Code.Text ?? string.Empty).ToLowerInvariant(),
            Codes = context.Terminology.Lookup(order.Code),
            Sites = sites,
            HasSite = hasSite,
            Reasons = reasons,
            ReasonWording = order.ReasonCodes.First.Wording,
            HasReason = hasReason || hasReferenced,
            HasUnresolvedReason = unresolved,
            StatusReasons = context.Terminology.Lookup(order.StatusReason),
            HasStatusReason = RecordContext.IsCoded(order.StatusReason),
            Start = order.AuthoredOn,
            Status = order.Status,
            IsNegated = order.DoNotPerform is true,
            HasUnreadableCode = RecordContext.HasUnreadableCode(resource, "code"),
            HasUnreadableReason = RecordContext.HasUnreadableCode(resource, "reason"),
            IsMalformed = resource.HasErrors,
            Standing = kind is EvidenceKind.DraftOrder ? DraftStanding(order) : RecordContext.Checked(resource, ChartStanding(order)),
        };
    }

    /// <summary>
    /// A draft is judged by status and intent alone: clients send drafts that are not valid FHIR, and an order must not be
    /// passed over for a malformed part that no rule reads. A missing status is that of a draft.
    /// </summary>
    private static Standing DraftStanding(ServiceRequest order) =>
        order.Status is (null or "draft" or "active" or "on-hold") && order.DoNotPerform is not true && order.Intent is not "option"
            ? Standing.Usable
            : Standing.Excluded;

    private static Standing ChartStanding(ServiceRequest order) => order.Status switch
    {
        _ when order.DoNotPerform is true => Standing.Excluded,
        "active" or "completed" => Standing.Usable,
        null or "unknown" => Standing.Unclear,
        _ => Standing.Excluded,
    };
}
