using System.Runtime.InteropServices;
using CdsHooks.Fhir;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Evidence;

/// <summary>The evidence about one patient that may matter to a rule, indexed by kind of resource. Immutable.</summary>
public sealed class PatientRecord
{
    private static readonly int Kinds = Enum.GetValues<EvidenceKind>().Length;

    private static readonly IReadOnlyList<EvidenceRecord>[] Nothing = [.. Enumerable.Repeat<IReadOnlyList<EvidenceRecord>>([], Kinds)];

    private readonly IReadOnlyList<EvidenceRecord>[] _byKind = new IReadOnlyList<EvidenceRecord>[Kinds];
    private readonly KindHeader[] _headers = new KindHeader[Kinds];
    private readonly Retrieval[] _retrieval;
    private readonly Retrieval[] _retrievalByKind = new Retrieval[Kinds];

    internal PatientRecord(OrderRecords orders)
        : this(orders, Nothing, [], birthDate: null)
    {
    }

    internal PatientRecord(OrderRecords orders, IReadOnlyList<EvidenceRecord>[] byKind, Retrieval[] retrieval, FhirDateTime? birthDate)
    {
        Orders = orders;
        byKind.CopyTo(_byKind);
        _byKind[(int)EvidenceKind.DraftOrder] = orders.Records;
        for (var kind = 0; kind < Kinds; kind++)
        {
            _headers[kind] = KindHeader.Of(_byKind[kind]);
        }

        _retrieval = retrieval;
        Array.Fill(_retrievalByKind, new Retrieval("draftOrders", EvidenceKind.DraftOrder, RetrievalOutcome.Prefetched, orders.Records.Count));
        foreach (var set in retrieval)
        {
            _retrievalByKind[(int)set.Kind] = set;
        }

        BirthDate = birthDate;
    }

    /// <summary>Gets the draft orders of the call, read together with the chart.</summary>
    public OrderRecords Orders { get; }

    /// <summary>Gets the birth date; null when it is missing or cannot be read.</summary>
    public FhirDateTime? BirthDate { get; }

    /// <summary>Gets the retrieval of each set, in the order of <see cref="PrefetchKeys.All"/>.</summary>
    public IReadOnlyList<Retrieval> Retrieval => _retrieval;

    /// <summary>Gets the number of resources left out because they are about another patient.</summary>
    public int ForeignResources { get; internal init; }

    /// <summary>Lists the records of one kind.</summary>
    /// <returns>The records, in the order received.</returns>
    public IReadOnlyList<EvidenceRecord> Of(EvidenceKind kind) => _byKind[(int)kind];

    /// <summary>Gets the summary of the records of one kind.</summary>
    internal KindHeader HeaderOf(EvidenceKind kind) => _headers[(int)kind];

    /// <summary>Gets the retrieval of the set of one kind. Draft orders are always complete.</summary>
    public Retrieval RetrievalOf(EvidenceKind kind) => _retrievalByKind[(int)kind];

    /// <summary>Counts the resources that are not used.</summary>
    /// <param name="today">The day after which records lie in the future.</param>
    internal LeftOut LeftOut(DateOnly today)
    {
        var future = 0;
        foreach (var records in _byKind)
        {
            foreach (var record in records)
            {
                var isLater = record.Start is { } start && start.IsCertainlyAfter(today);
                future += isLater && record is { Kind: not EvidenceKind.DraftOrder, Codes.IsEmpty: false, EvidenceStatus: not EvidenceStatus.Excluded } ? 1 : 0;
            }
        }

        return new LeftOut(
            ForeignResources,
            future,
            RetrievalOf(EvidenceKind.Condition).Uncoded,
            RetrievalOf(EvidenceKind.Observation).Uncoded,
            RetrievalOf(EvidenceKind.Procedure).Uncoded);
    }

    /// <summary>Determines whether an order already exists, in the chart or among the draft orders of the call, selected or not.</summary>
    /// <param name="valueSet">The index of the value set of its codes.</param>
    /// <returns>True for a chart order that is active, a draft or on hold, or a usable draft order.</returns>
    public bool HasOrder(int valueSet) =>
        Of(EvidenceKind.DraftOrder).Any(order => order.EvidenceStatus is EvidenceStatus.Usable && order.Codes.Contains(valueSet))
        || Of(EvidenceKind.ServiceRequest).Any(order => order.Status.Value is "active" or "draft" or "on-hold" && order.Codes.Contains(valueSet));
}

/// <summary>A summary of the records of one kind, so that an input that cannot match any of them need not examine each.</summary>
/// <param name="Present">The union of the value sets of all coded elements.</param>
/// <param name="NeedsExamination">True when a record must be examined whatever its codes: it is malformed, or references a resource that is not available.</param>
/// <param name="IsEmpty">True when there is no record.</param>
internal readonly record struct KindHeader(ValueSetBits Present, bool NeedsExamination, bool IsEmpty)
{
    public static KindHeader Of(IReadOnlyList<EvidenceRecord> records)
    {
        ValueSetBits present = default;
        var needsExamination = false;
        for (var index = 0; index < records.Count; index++)
        {
            var record = records[index];
            present |= record.AllCodes;
            needsExamination |= record.IsMalformed || record.Code.IsUnreadable || record.Reason.IsUnreadable;
        }

        return new KindHeader(present, needsExamination, records.Count == 0);
    }
}

/// <summary>Counts of resources that were received but not used.</summary>
/// <param name="OtherPatient">Resources about another patient, whatever their codes.</param>
/// <param name="Future">Records dated after today that have a code the rules read; cancelled and refuted ones are not counted.</param>
/// <param name="Diagnoses">Conditions without a code that the rules read: free text, or codes of systems that no value set covers.</param>
/// <param name="Observations">Observations without a code that the rules read.</param>
/// <param name="Procedures">Procedures without a code that the rules read.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LeftOut(int OtherPatient, int Future, int Diagnoses = 0, int Observations = 0, int Procedures = 0)
{
    /// <summary>Gets a value indicating whether nothing was left out.</summary>
    public bool IsNothing => OtherPatient + Future + Diagnoses + Observations + Procedures == 0;
}
