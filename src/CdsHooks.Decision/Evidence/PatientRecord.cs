using CdsHooks.Fhir;

namespace CdsHooks.Decision.Evidence;

/// <summary>Everything in hand about one patient that may bear on a rule: immutable, indexed by kind of resource.</summary>
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

    /// <summary>Gets the draft orders of the call, as the chart lets them be read.</summary>
    public OrderRecords Orders { get; }

    /// <summary>Gets the birth date; null when it is missing or cannot be read.</summary>
    public FhirDateTime? BirthDate { get; }

    /// <summary>Gets how each set was got, in the order of <see cref="PrefetchKeys.All"/>.</summary>
    public IReadOnlyList<Retrieval> Retrieval => _retrieval;

    /// <summary>Gets how many resources were left out because they are about another patient.</summary>
    public int ForeignResources { get; internal init; }

    /// <summary>Lists the records of one kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The records, in the order received.</returns>
    public IReadOnlyList<EvidenceRecord> Of(EvidenceKind kind) => _byKind[(int)kind];

    /// <summary>What the records of one kind hold between them.</summary>
    internal KindHeader HeaderOf(EvidenceKind kind) => _headers[(int)kind];

    /// <summary>Says how the set of one kind was got. Draft orders are always in hand.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The retrieval.</returns>
    public Retrieval RetrievalOf(EvidenceKind kind) => _retrievalByKind[(int)kind];

    /// <summary>Counts what plays no part on a day.</summary>
    /// <param name="today">The day.</param>
    /// <returns>The counts.</returns>
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

    /// <summary>Says whether such an order stands already, in the chart or among the draft orders of the call, selected or not.</summary>
    /// <param name="valueSet">Index of the value set of its codes.</param>
    /// <returns>True for a chart order that is active, a draft or on hold, or a usable draft order.</returns>
    public bool HasOrder(int valueSet) =>
        Of(EvidenceKind.DraftOrder).Any(order => order.EvidenceStatus is EvidenceStatus.Usable && order.Codes.Contains(valueSet))
        || Of(EvidenceKind.ServiceRequest).Any(order => order.Status.Value is "active" or "draft" or "on-hold" && order.Codes.Contains(valueSet));
}
