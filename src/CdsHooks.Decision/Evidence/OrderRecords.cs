using System.Diagnostics.CodeAnalysis;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>The ServiceRequests among the draft orders of one call, as records. Immutable.</summary>
/// <remarks>
/// They are read before any evidence, and only once: only where an order gives a resource of the chart as its reason are they read
/// again beside the chart.
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

    /// <summary>Gets the records in the order sent; before the chart is in hand none, where no order is selected.</summary>
    public IReadOnlyList<EvidenceRecord> Records { get; }

    /// <summary>Gets a value indicating whether the chart can change what the records say.</summary>
    public bool NeedsChart { get; }

    /// <summary>Reads the orders as far as they say themselves what they are.</summary>
    /// <param name="terminology">The value sets.</param>
    /// <param name="draftOrders">The draft orders of the call.</param>
    /// <param name="now">
    /// The present in the site's time zone: an instant that has passed lies on today at the latest, whatever day its own offset makes
    /// it. Null where days alone are compared.
    /// </param>
    /// <returns>The records; none where no ServiceRequest is selected, since nothing is then asked about the others.</returns>
    public static OrderRecords Read(TerminologyIndex terminology, IReadOnlyList<DraftedOrder> draftOrders, DateTimeOffset? now = null)
    {
        return draftOrders.Any(order => order is { IsSelected: true, ResourceType: "ServiceRequest" })
            ? Read(new RecordContext(terminology, now), draftOrders, isBesideChart: false)
            : Unread(draftOrders);
    }

    /// <summary>Leaves the orders unread, where none of them can be of interest.</summary>
    /// <param name="draftOrders">The draft orders of the call.</param>
    /// <returns>No records; beside the chart they are read all the same.</returns>
    public static OrderRecords Unread(IReadOnlyList<DraftedOrder> draftOrders) => new(draftOrders, [], needsChart: true);

    /// <summary>Reads them again where the chart may say more.</summary>
    /// <param name="context">The chart, its conditions in hand.</param>
    /// <returns>The same object where it cannot.</returns>
    internal OrderRecords Beside(RecordContext context) => NeedsChart ? Read(context, _draftOrders, isBesideChart: true) : this;

    private static OrderRecords Read(RecordContext context, IReadOnlyList<DraftedOrder> draftOrders, bool isBesideChart)
    {
        var records = new List<EvidenceRecord>(draftOrders.Count);
        var needsChart = false;
        foreach (var draft in draftOrders)
        {
            if (draft.ResourceType is "ServiceRequest" && draft.Resource.Read() is { Resource: ServiceRequest order } read)
            {
                records.Add(ReadWhatever(read, order, context, draft.IsSelected));
                needsChart |= !isBesideChart && order.ReasonReference.Exists(reason => reason.Reference is not ['#', ..]);
            }
        }

        return new OrderRecords(draftOrders, records, needsChart);
    }

    /// <summary>Reads an order; of one that a typed property trips over nothing is read.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the library trips over, the order is unreadable and the call goes on.")]
    private static OrderRecord ReadWhatever(GuardedResource read, ServiceRequest order, RecordContext context, bool isSelected)
    {
        try
        {
            return OrderReader.Read(read, order, EvidenceKind.DraftOrder, context, isSelected);
        }
        catch (Exception)
        {
            var unread = read.AsUnreadable();
            return OrderReader.Read(unread, (ServiceRequest)unread.Resource, EvidenceKind.DraftOrder, context, isSelected);
        }
    }
}
