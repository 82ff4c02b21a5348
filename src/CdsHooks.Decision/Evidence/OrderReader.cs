using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reads ServiceRequests: the draft orders of the call, and the orders of the chart.</summary>
internal static class OrderReader
{
    private const string StatusReasonExtension = "http://hl7.org/fhir/StructureDefinition/request-statusReason";

    public static OrderRecord Read(GuardedResource resource, ServiceRequest order, EvidenceKind kind, RecordContext context, bool isSelected = true)
    {
        var status = StatusTable.Read(EvidenceKind.ServiceRequest, order.StatusElement);
        var statusReason = order.ConceptExtension(StatusReasonExtension);
        return new OrderRecord
        {
            Kind = kind,
            IsSelected = isSelected,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Wording = context.Wording(order.Code),
            SearchText = (order.Code?.Text ?? string.Empty).ToLowerInvariant(),
            Code = RecordContext.Guarded(context.Read(order.Code), resource, ElementParts.Code),
            CodedAs = kind is EvidenceKind.DraftOrder ? RecordContext.Codings(order.Code) : [],
            Quantity = kind is EvidenceKind.DraftOrder ? (order.Quantity as Quantity)?.Value : null,
            Site = RecordContext.Guarded(context.ReadSites(order.BodySite, out var levels), resource, ElementParts.Site),
            Levels = levels,
            Reason = context.Reasons(resource, order.ReasonCode, order.ReasonReference),
            ReasonWording = context.Wording(order.ReasonCode.FirstOrDefault()),
            StatusReason = statusReason.IsStated || statusReason.IsUnreadable
                ? new StatusReason(
                    context.Terminology.Lookup(statusReason.Value),
                    statusReason.Value.IsCoded(),
                    IsSaid: false,
                    statusReason.IsUnreadable || statusReason.Value.Wording() is null,
                    string.Empty)
                : StatusReason.None,
            Start = context.Date(order.AuthoredOnElement.AsDate()),
            Status = status,
            IsNegated = order.DoNotPerform is true,
            Unreadable = resource.Unreadable | (statusReason.IsUnreadable ? ElementParts.Status : ElementParts.None),
            EvidenceStatus = kind is EvidenceKind.DraftOrder ? DraftStatus(order) : RecordContext.Checked(resource, ChartStatus(order, status)),
        };
    }

    /// <summary>
    /// Gets the evidence status of a draft, by its status and intent alone: clients send drafts that are not valid FHIR, and an order must
    /// not be skipped because of a malformed part that no rule reads. A missing status means a draft, and a status that cannot be read
    /// does not mean that the order was called off.
    /// </summary>
    private static EvidenceStatus DraftStatus(ServiceRequest order) =>
        StatusTable.IsReviewed(order.StatusElement.Word()) && order.DoNotPerform is not true && order.IntentElement.Word() is not "option"
            ? EvidenceStatus.Usable
            : EvidenceStatus.Excluded;

    private static EvidenceStatus ChartStatus(ServiceRequest order, Stated<string> status) =>
        order.DoNotPerform is true ? EvidenceStatus.Excluded : StatusTable.OfRequest(status.Value);
}
