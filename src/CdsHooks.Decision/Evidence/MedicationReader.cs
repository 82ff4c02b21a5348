using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reduces drug orders and statements; the drug is resolved through the Medication it points at and its ingredients.</summary>
internal static class MedicationReader
{
    public static EvidenceRecord ReadRequest(GuardedResource resource, MedicationRequest request, RecordContext context)
    {
        var status = StatusTable.Read(EvidenceKind.MedicationRequest, request.StatusElement);
        var repeat = request.DosageInstruction.Select(dosage => dosage.Timing?.Repeat).FirstOrDefault(timing => timing?.Bounds.AsPeriod() is not null || DaysOf(timing) is not null);
        var drug = Drug.Of(resource, request.Medication, context);
        return new EvidenceRecord
        {
            Kind = EvidenceKind.MedicationRequest,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Wording = drug.Text,
            SearchText = (drug.Text ?? string.Empty).ToLowerInvariant(),
            Code = CodeOf(resource, drug),
            IsResolved = drug.IsResolved,
            Routes = context.Codes(request.DosageInstruction.Select(dosage => dosage.Route)),
            Reason = RecordContext.Guarded(context.Read(request.ReasonCode), resource, ElementParts.Reason),
            StatusReasons = context.Terminology.Lookup(request.StatusReason),
            HasStatusReason = request.StatusReason.IsCoded(),
            Start = context.Date(request.AuthoredOnElement.AsDate() ?? repeat?.Bounds.AsPeriod()?.Start),
            Supply = new MedicationSupply(
                SupplyDays(request, repeat),
                status.Value is "stopped" ? request.Meta?.LastUpdatedElement.AsDate()?.Latest : null,
                status.Value is "stopped",
                status.Value is "active"),
            Status = status,
            IsNegated = IsOrder(request) is false,
            Unreadable = resource.Unreadable,
            Standing = RecordContext.Checked(resource, StandingOf(request, status)),
        };
    }

    public static EvidenceRecord ReadStatement(GuardedResource resource, MedicationStatement statement, RecordContext context)
    {
        var status = StatusTable.Read(EvidenceKind.MedicationStatement, statement.StatusElement);
        var drug = Drug.Of(resource, statement.Medication, context);
        var taken = context.Period(statement.Effective.AsPeriodOrDay());

        // A lone date says when it was taken, not that it was taken for that one day.
        var end = statement.Effective is Period ? taken?.End : null;
        return new EvidenceRecord
        {
            Kind = EvidenceKind.MedicationStatement,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Wording = drug.Text,
            SearchText = (drug.Text ?? string.Empty).ToLowerInvariant(),
            Code = CodeOf(resource, drug),
            IsResolved = drug.IsResolved,
            Routes = context.Codes(statement.Dosage.Select(dosage => dosage.Route)),
            Start = statement.Effective is null ? context.Date(statement.DateAssertedElement.AsDate()) : taken?.Start,
            End = end,
            Supply = new MedicationSupply(null, null, IsStopped: false, status.Value is "active"),
            Status = status,
            Unreadable = resource.Unreadable,
            Standing = RecordContext.Checked(resource, StatusTable.OfDrugStatement(status.Value, end is not null || resource.Unreadable.HasFlag(ElementParts.Date))),
        };
    }

    private static Stated<ValueSetBits> CodeOf(GuardedResource resource, Drug drug) =>
        RecordContext.Guarded(Stated.Of(drug.Codes), resource, ElementParts.Code);

    private static Standing StandingOf(MedicationRequest request, Stated<string> status) => IsOrder(request) switch
    {
        false => Standing.Excluded,
        true => StatusTable.OfDrugOrder(status.Value),
        null => StatusTable.OfDrugOrder(status.Value) is Standing.Excluded ? Standing.Excluded : Standing.Unclear,
    };

    /// <summary>Whether it orders a drug to be taken; null where the word of its intent is not one of FHIR's.</summary>
    private static bool? IsOrder(MedicationRequest request)
    {
        if (request.DoNotPerform is true)
        {
            return false;
        }

        if (request.DoNotPerformElement is { Value: null })
        {
            return null;
        }

        return request.IntentElement.Word() switch
        {
            "order" or "original-order" or "reflex-order" or "filler-order" or "instance-order" => true,
            null when request.IntentElement is null => true,
            "proposal" or "plan" or "option" => false,
            _ => null,
        };
    }

    private static decimal? DaysOf(Timing.RepeatComponent? repeat) => (repeat?.Bounds as Duration).InDays();

    private static int? SupplyDays(MedicationRequest request, Timing.RepeatComponent? repeat)
    {
        if (request.DispenseRequest?.ExpectedSupplyDuration.InDays() is > 0 and var supply)
        {
            return Whole(Math.Min(supply, MedicationSupply.MostDays) * (1m + Math.Max(0, request.DispenseRequest.NumberOfRepeatsAllowed ?? 0)));
        }

        if (DaysOf(repeat) is > 0 and var bound)
        {
            return Whole(bound);
        }

        return repeat?.Bounds.AsPeriod() is { Start: { IsDay: true } start, End: { IsDay: true } end } && end.Earliest >= start.Earliest
            ? Whole(end.Earliest.DayNumber - start.Earliest.DayNumber + 1)
            : null;
    }

    private static int Whole(decimal days) => (int)decimal.Floor(Math.Min(days, MedicationSupply.MostDays));
}
