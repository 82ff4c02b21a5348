using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reads CarePlans, which say what is planned or under way. A plan does not mean that any of it was done.</summary>
internal static class CarePlanReader
{
    public static EvidenceRecord Read(GuardedResource resource, CarePlan plan, RecordContext context)
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
            EvidenceStatus = RecordContext.Checked(resource, StatusOf(plan, status)),
        };
    }

    /// <summary>Gets the evidence status. A proposal, or one option of several, is not planned yet.</summary>
    private static EvidenceStatus StatusOf(CarePlan plan, Stated<string> status) => plan.IntentElement.Word() switch
    {
        "proposal" or "option" => EvidenceStatus.Excluded,
        "plan" or "order" or null => StatusTable.OfRequest(status.Value),
        _ => StatusTable.OfRequest(status.Value) is EvidenceStatus.Excluded ? EvidenceStatus.Excluded : EvidenceStatus.Unclear,
    };

    private static bool IsPlanned(CarePlan.ActivityComponent activity) =>
        activity.Detail is not { DoNotPerform: true }
        && activity.Detail?.StatusElement.Word() is not ("cancelled" or "stopped" or "on-hold" or "entered-in-error");
}
