using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reduces drug orders and statements; the drug is resolved through the Medication it points at and its ingredients.</summary>
internal static class MedicationReader
{
    public static EvidenceRecord ReadRequest(FhirResource resource, RecordContext context)
    {
        var request = new MedicationRequest(resource);
        var bounds = request.DosageBounds ?? default;
        var drug = Drug.Of(request.Medication, request.MedicationReference, context);
        return new EvidenceRecord
        {
            Kind = EvidenceKind.MedicationRequest,
            Reference = RecordContext.ReferenceTo(resource),
            Wording = drug.Text,
            SearchText = (drug.Text ?? string.Empty).ToLowerInvariant(),
            Codes = drug.Codes,
            IsResolved = drug.IsResolved,
            Routes = context.Codes(request.Routes, out _),
            Reasons = context.Codes(request.ReasonCodes, out var hasReason),
            HasReason = hasReason,
            StatusReasons = context.Terminology.Lookup(request.StatusReason),
            HasStatusReason = RecordContext.IsCoded(request.StatusReason),
            Start = request.AuthoredOn ?? bounds.Period?.Start,
            Supply = new MedicationSupply(
                SupplyDays(request, bounds),
                request.Status is "stopped" ? request.LastUpdated?.Latest : null,
                request.Status is "stopped",
                request.Status is "active"),
            Status = request.Status,
            IsNegated = !IsOrder(request),
            HasUnreadableCode = RecordContext.HasUnreadableCode(resource, "medication"),
            IsMalformed = resource.HasErrors,
            Standing = RecordContext.Checked(resource, StandingOf(request)),
        };
    }

    public static EvidenceRecord ReadStatement(FhirResource resource, RecordContext context)
    {
        var statement = new MedicationStatement(resource);
        var drug = Drug.Of(statement.Medication, statement.MedicationReference, context);
        var taken = statement.Effective;

        // A lone date says when it was taken, not that it was taken for that one day.
        var end = resource.Root["effectiveDateTime"u8].Exists ? null : taken?.End;
        return new EvidenceRecord
        {
            Kind = EvidenceKind.MedicationStatement,
            Reference = RecordContext.ReferenceTo(resource),
            Wording = drug.Text,
            SearchText = (drug.Text ?? string.Empty).ToLowerInvariant(),
            Codes = drug.Codes,
            IsResolved = drug.IsResolved,
            Routes = context.Codes(statement.Routes, out _),
            Start = taken?.Start ?? statement.DateAsserted,
            End = end,
            Supply = new MedicationSupply(null, null, IsStopped: false, statement.Status is "active"),
            Status = statement.Status,
            HasUnreadableCode = RecordContext.HasUnreadableCode(resource, "medication"),
            IsMalformed = resource.HasErrors,
            Standing = RecordContext.Checked(resource, statement.Status switch
            {
                "active" or "completed" or "stopped" => Standing.Usable,
                "on-hold" when end is not null => Standing.Usable,
                "on-hold" or "unknown" or null => Standing.Unclear,
                _ => Standing.Excluded,
            }),
        };
    }

    private static Standing StandingOf(MedicationRequest request)
    {
        return request.Status switch
        {
            _ when !IsOrder(request) => Standing.Excluded,
            "active" or "completed" or "stopped" => Standing.Usable,
            "on-hold" or "unknown" or null => Standing.Unclear,
            _ => Standing.Excluded,
        };
    }

    private static bool IsOrder(MedicationRequest request) =>
        request.DoNotPerform is not true
        && request.Intent is "order" or "original-order" or "reflex-order" or "filler-order" or "instance-order" or null;

    private static int? SupplyDays(MedicationRequest request, DosageBounds bounds)
    {
        if (request.ExpectedSupplyDays is > 0 and var supply)
        {
            return Whole(Math.Min(supply, MedicationSupply.MostDays) * (1m + Math.Max(0, request.RepeatsAllowed ?? 0)));
        }

        if (bounds.Days is > 0 and var bound)
        {
            return Whole(bound);
        }

        return bounds.Period is { Start: { IsDay: true } start, End: { IsDay: true } end } && end.Earliest >= start.Earliest
            ? Whole(end.Earliest.DayNumber - start.Earliest.DayNumber + 1)
            : null;
    }

    private static int Whole(decimal days) => (int)decimal.Floor(Math.Min(days, MedicationSupply.MostDays));
}
