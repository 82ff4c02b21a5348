using CdsHooks.Fhir;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reads MedicationRequests and MedicationStatements. The drug is resolved through the referenced Medication and its ingredients.</summary>
internal static class MedicationReader
{
    public static EvidenceRecord ReadRequest(GuardedResource resource, MedicationRequest request, RecordContext context)
    {
        var status = StatusTable.Read(EvidenceKind.MedicationRequest, request.StatusElement);
        var drug = Drug.Of(resource, request.Medication, context);
        var timings = request.DosageInstruction.ConvertAll(dosage => dosage.Timing?.Repeat);
        var stated = timings.Select(timing => timing?.Bounds.AsPeriod()).FirstOrDefault(IsWhole);
        var begun = timings.Select(timing => timing?.Bounds.AsPeriod()?.Start).FirstOrDefault(start => start is not null);
        return new DrugRecord
        {
            Kind = EvidenceKind.MedicationRequest,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Wording = drug.Text,
            SearchText = drug.Names,
            Code = CodeOf(resource, drug),
            IsResolved = drug.IsResolved,
            IsNameless = drug.IsNameless,
            Routes = context.Codes(request.DosageInstruction.Select(dosage => dosage.Route)),
            Reason = RecordContext.Guarded(context.Read(request.ReasonCode), resource, ElementParts.Reason),
            StatusReason = StatusReasonOf(request.StatusReason is { } reason ? [reason] : [], context),
            Start = context.Date(stated?.Start ?? request.AuthoredOnElement.AsDate() ?? begun),
            End = context.Date(stated?.End),
            Supply = new MedicationSupply(OrderedSupply.DaysOf(request), status.Value is "stopped", status.Value is "active"),
            Status = status,
            IsNegated = IsOrder(request) is false,
            Unreadable = resource.Unreadable,
            EvidenceStatus = RecordContext.Checked(resource, StatusOf(request, status)),
        };
    }

    public static EvidenceRecord ReadStatement(GuardedResource resource, MedicationStatement statement, RecordContext context)
    {
        var status = StatusTable.Read(EvidenceKind.MedicationStatement, statement.StatusElement);
        var drug = Drug.Of(resource, statement.Medication, context);
        var taken = context.Period(statement.Effective.AsPeriodOrDay());
        var asserted = context.Date(statement.DateAssertedElement.AsDate());

        // A single date says when the drug was taken, not that it was taken on that day only.
        var end = statement.Effective is Period ? taken?.End : null;
        return new DrugRecord
        {
            Kind = EvidenceKind.MedicationStatement,
            Reference = RecordContext.ReferenceTo(resource.Resource),
            Wording = drug.Text,
            SearchText = drug.Names,
            Code = CodeOf(resource, drug),
            IsResolved = drug.IsResolved,
            IsNameless = drug.IsNameless,
            Routes = context.Codes(statement.Dosage.Select(dosage => dosage.Route)),
            StatusReason = StatusReasonOf(statement.StatusReason, context),
            Start = statement.Effective is null ? asserted : taken?.Start,
            End = end,
            Supply = new MedicationSupply(Days: null, IsStopped: false, status.Value is "active")
            {
                AssertedOn = status.Value is "active" ? asserted : null,
                IsOnlyAsserted = statement.Effective is null && asserted is not null,
            },
            Status = status,
            Unreadable = resource.Unreadable,
            EvidenceStatus = RecordContext.Checked(resource, StatusTable.OfDrugStatement(status.Value, end is not null || resource.Unreadable.HasFlag(ElementParts.Date))),
        };
    }

    private static Stated<ValueSetBits> CodeOf(GuardedResource resource, Drug drug) =>
        RecordContext.Guarded(Stated.Of(drug.Codes), resource, ElementParts.Code);

    private static EvidenceStatus StatusOf(MedicationRequest request, Stated<string> status) => IsOrder(request) switch
    {
        false => EvidenceStatus.Excluded,
        true => StatusTable.OfDrugOrder(status.Value),
        null => StatusTable.OfDrugOrder(status.Value) is EvidenceStatus.Excluded ? EvidenceStatus.Excluded : EvidenceStatus.Unclear,
    };

    /// <summary>Determines whether a request orders a drug to be taken; null when its intent is not a code of FHIR R4.</summary>
    private static bool? IsOrder(MedicationRequest request) => (request.DoNotPerformElement, request.IntentElement.Word()) switch
    {
        ({ Value: true }, _) => false,
        ({ Value: null }, _) => null,
        (_, "order" or "original-order" or "reflex-order" or "filler-order" or "instance-order") => true,
        (_, null) when request.IntentElement is null => true,
        (_, "proposal" or "plan" or "option") => false,
        _ => null,
    };

    private static StatusReason StatusReasonOf(List<CodeableConcept> reasons, RecordContext context) => reasons.Count == 0
        ? StatusReason.None
        : new StatusReason(
            context.Codes(reasons),
            reasons.Exists(reason => reason.IsCoded()),
            reasons.Exists(reason => reason.Wording() is { Length: > 0 }),
            IsUnread: false,
            string.Join('\n', reasons.SelectMany(reason => reason.Names())).ToLowerInvariant());

    /// <summary>Determines whether a period has a first and a last day.</summary>
    private static bool IsWhole(FhirPeriod? period) => period is { Start: { } start, End: { } end } && end.Latest >= start.Earliest;
}
