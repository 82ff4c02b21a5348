using System.Diagnostics.CodeAnalysis;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>The ServiceRequests among the draft orders of one call, as records. Immutable.</summary>
/// <remarks>
/// They are read before any other evidence, and only once: they are read again with the chart only when an order gives a resource of the
/// chart as its reason.
/// </remarks>
public sealed class OrderRecords
{
    private readonly IReadOnlyList<DraftedOrder> _draftOrders;

    private OrderRecords(IReadOnlyList<DraftedOrder> draftOrders, IReadOnlyList<EvidenceRecord> records, bool needsChart)
    {
        _draftOrders = draftOrders;
        Records = records;
        NeedsChart = needsChart;
    }

    /// <summary>Gets the records in the order sent. Empty before the chart has been read, if no order is selected.</summary>
    public IReadOnlyList<EvidenceRecord> Records { get; }

    /// <summary>Gets a value indicating whether the chart can change the records.</summary>
    public bool NeedsChart { get; }

    /// <summary>Reads the orders without the chart.</summary>
    /// <param name="terminology">The value sets.</param>
    /// <param name="draftOrders">The draft orders of the call.</param>
    /// <param name="now">
    /// The present in the site's time zone, so that an instant in the past is never dated after today, whatever its own offset. Null when
    /// only days are compared.
    /// </param>
    /// <returns>The records; none when no ServiceRequest is selected, because the others do not matter then.</returns>
    public static OrderRecords Read(TerminologyIndex terminology, IReadOnlyList<DraftedOrder> draftOrders, DateTimeOffset? now = null) =>
        draftOrders.Any(order => order is { IsSelected: true, ResourceType: "ServiceRequest" })
            ? Read(new RecordContext(terminology, now), draftOrders, hasChart: false)
            : Unread(draftOrders);

    /// <summary>Leaves the orders unread, when none of them can be relevant.</summary>
    /// <param name="draftOrders">The draft orders of the call.</param>
    /// <returns>No records. They are still read together with the chart.</returns>
    public static OrderRecords Unread(IReadOnlyList<DraftedOrder> draftOrders) => new(draftOrders, [], needsChart: true);

    /// <summary>Reads the orders again if the chart may add to them.</summary>
    /// <param name="context">The chart, with its conditions.</param>
    /// <returns>The new records; the same object when the chart cannot add anything.</returns>
    internal OrderRecords WithChart(RecordContext context) => NeedsChart ? Read(context, _draftOrders, hasChart: true) : this;

    private static OrderRecords Read(RecordContext context, IReadOnlyList<DraftedOrder> draftOrders, bool hasChart)
    {
        var records = new List<EvidenceRecord>(draftOrders.Count);
        var needsChart = false;
        foreach (var draft in draftOrders)
        {
            if (draft.ResourceType is "ServiceRequest" && draft.Resource.Read() is { Resource: ServiceRequest order } read)
            {
                records.Add(ReadSafely(read, order, context, draft.IsSelected));
                needsChart |= !hasChart && order.ReasonReference.Exists(reason => reason.Reference is not ['#', ..]);
            }
        }

        return new OrderRecords(draftOrders, records, needsChart);
    }

    /// <summary>Reads an order. If a typed property throws, the order is kept with nothing in it readable.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the library throws, the order is unreadable and the call goes on.")]
    private static OrderRecord ReadSafely(GuardedResource read, ServiceRequest order, RecordContext context, bool isSelected)
    {
        try
        {
            return OrderReader.Read(read, order, EvidenceKind.DraftOrder, context, isSelected);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var unread = read.AsUnreadable();
            return OrderReader.Read(unread, (ServiceRequest)unread.Resource, EvidenceKind.DraftOrder, context, isSelected);
        }
    }
}

/// <summary>A resource in the <c>draftOrders</c> of a call.</summary>
/// <param name="Resource">The resource as sent.</param>
/// <param name="ResourceType">The resource type; empty when it has none.</param>
/// <param name="IsSelected">
/// True when the call is about it: always in order-sign; in order-select, when <c>selections</c> names it. Only a selected order starts
/// a review; the others are read as its context.
/// </param>
public sealed record DraftedOrder(RawResource Resource, string ResourceType, bool IsSelected = true);
