using System.Text.Json;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Calls;

/// <summary>Finds the orders of a chart that a plan is about, to judge them as if they were signed on their day.</summary>
/// <remarks>
/// Orders of one day are one call, with everything else that was ordered that day. A procedure without an order in the year before it gives a call on the day before the operation;
/// operations within two weeks are one.
/// </remarks>
/// <param name="plans">The plans; an order that any of them is about is judged.</param>
/// <param name="period">The period whose orders are judged.</param>
internal sealed class OrderReplay(IReadOnlyList<CompiledPlan> plans, CallPeriod period) : ICallSource
{
    private const int DaysFromOrderToOperation = 365;
    private const int DaysOfOneOperation = 14;

    public bool MayHaveCalls(string patientId, IReadOnlyList<ReadOnlyMemory<byte>> resources)
    {
        foreach (var resource in resources)
        {
            if (ChartScan.MayBeOrder(resource, plans[0].Rules.Terminology) || plans.Skip(1).Any(plan => plan.Rules.Terminology != plans[0].Rules.Terminology && ChartScan.MayBeOrder(resource, plan.Rules.Terminology)))
            {
                return true;
            }
        }

        return false;
    }

    public FoundCalls Find(string patientId, IReadOnlyList<EvidenceSet> sets)
    {
        Dictionary<NotJudged, int> left = [];
        // What an order is for may show in another one of the day, such as the level of an add-on.
        var days = Signed(sets, left).GroupBy(order => order.Date).Where(day => IsRelevant([.. day.Select(order => order.Draft)])).ToList();
        var calls = days
            .Select(day => CallOf(day.Key, CallOrigin.Order, [.. day]))
            .Concat(Operations(sets, [.. days.Select(day => day.Key)], left))
            .OrderBy(call => call.Date)
            .ToList();
        var outside = calls.RemoveAll(call => !period.Contains(call.Date));
        if (outside > 0)
        {
            left[NotJudged.OutsidePeriod] = outside;
        }

        return new FoundCalls(calls, left);
    }

    /// <summary>Lists what was ordered, on a day that is known.</summary>
    private List<DatedDraft> Signed(IReadOnlyList<EvidenceSet> sets, Dictionary<NotJudged, int> left)
    {
        List<DatedDraft> signed = [];
        foreach (var raw in Of(sets, EvidenceKind.ServiceRequest))
        {
            if (DraftOrders.Of(raw) is not { } draft)
            {
                continue;
            }

            using var json = JsonDocument.Parse(raw.Json);
            var order = json.RootElement;
            var authored = ResourceDates.DateOf(order, "authoredOn");
            if (ReasonNotToJudge(order, authored) is not { } reason)
            {
                signed.Add(new DatedDraft(authored!.Value.Earliest, authored.Value.Instant, draft, ChartJson.ReferenceTo(order)));
            }
            else if (IsRelevant([draft]))
            {
                left[reason] = left.GetValueOrDefault(reason) + 1;
            }
        }

        return signed;
    }

    private static NotJudged? ReasonNotToJudge(JsonElement order, Fhir.FhirDateTime? authored) => (order.Text("status"), order.Text("intent")) switch
    {
        ("entered-in-error", _) => NotJudged.InError,
        ("draft", _) => NotJudged.Draft,
        (_, "proposal" or "plan" or "option") => NotJudged.NoOrder,
        _ => authored is { IsDay: true } ? null : NotJudged.NoDay,
    };

    private List<SimulatedCall> Operations(IReadOnlyList<EvidenceSet> sets, List<DateOnly> orders, Dictionary<NotJudged, int> left)
    {
        List<DatedDraft> procedures = [];
        foreach (var raw in Of(sets, EvidenceKind.Procedure))
        {
            using var json = JsonDocument.Parse(raw.Json);
            var procedure = json.RootElement;
            var start = ResourceDates.Of(procedure).Start;
            var day = start is { IsDay: true } known ? known.Earliest : (DateOnly?)null;
            if (procedure.Text("status") is "preparation" or "not-done" or "entered-in-error"
                || day < DateOnly.MinValue.AddDays(DaysFromOrderToOperation)
                || DraftOrders.OfProcedure(raw, (day ?? DateOnly.MaxValue).AddDays(-1)) is not { } draft
                || !IsRelevant([draft]))
            {
                continue;
            }

            if (day is { } operated)
            {
                procedures.Add(new DatedDraft(operated, Instant: null, draft, ChartJson.ReferenceTo(procedure)));
            }
            else
            {
                left[NotJudged.NoDay] = left.GetValueOrDefault(NotJudged.NoDay) + 1;
            }
        }

        return Operations(procedures, orders);
    }

    private static List<SimulatedCall> Operations(List<DatedDraft> procedures, List<DateOnly> orders)
    {
        List<SimulatedCall> calls = [];
        DateOnly? first = null;
        foreach (var day in procedures.GroupBy(procedure => procedure.Date).OrderBy(day => day.Key))
        {
            var isOrdered = orders.Exists(order => order <= day.Key && order >= day.Key.AddDays(-DaysFromOrderToOperation));
            if (!isOrdered && !(day.Key <= first?.AddDays(DaysOfOneOperation)))
            {
                first = day.Key;
                calls.Add(CallOf(day.Key.AddDays(-1), CallOrigin.Procedure, [.. day]));
            }
        }

        return calls;
    }

    private static SimulatedCall CallOf(DateOnly date, CallOrigin origin, IReadOnlyList<DatedDraft> drafts) => new(
        date,
        drafts.All(draft => draft.Instant is not null) ? drafts.Max(draft => draft.Instant) : null,
        origin,
        [.. drafts.Select(draft => draft.Draft)],
        [.. drafts.Select(draft => draft.Source)]);

    private bool IsRelevant(IReadOnlyList<DraftedOrder> drafts) =>
        plans.Any(plan => plan.Rules.Match(OrderRecords.Read(plan.Rules.Terminology, drafts)).Result is not CriterionResult.NotMet);

    private static IEnumerable<RawResource> Of(IReadOnlyList<EvidenceSet> sets, EvidenceKind kind) =>
        sets.Where(set => set.Retrieval.Kind == kind).SelectMany(set => set.Resources).Where(raw => !raw.IsUnused);

    /// <summary>A draft, and the day of the order or the operation that it was made of.</summary>
    private sealed record DatedDraft(DateOnly Date, DateTimeOffset? Instant, DraftedOrder Draft, string Source);
}
