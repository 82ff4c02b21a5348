using System.Text.Json;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Fhir;
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
            if (MayBeRelevant(resource))
            {
                return true;
            }
        }

        return false;
    }

    public FoundCalls Find(string patientId, IReadOnlyList<EvidenceSet> sets)
    {
        Dictionary<NotJudged, int> left = [];
        var days = OrderDays(sets, left);
        var calls = days
            .Concat(Operations(sets, [.. days.Select(day => day.Date)], left))
            .OrderBy(call => call.Date)
            .ToList();
        var outside = calls.RemoveAll(call => !period.Contains(call.Date));
        if (outside > 0)
        {
            left[NotJudged.OutsidePeriod] = outside;
        }

        return new FoundCalls(calls, left);
    }

    /// <summary>Finds the days on which something was ordered that a plan is about.</summary>
    private List<SimulatedCall> OrderDays(IReadOnlyList<EvidenceSet> sets, Dictionary<NotJudged, int> left)
    {
        List<ChartOrder> signed = [];
        foreach (var raw in Of(sets, EvidenceKind.ServiceRequest))
        {
            using var json = JsonDocument.Parse(raw.Json);
            var order = json.RootElement;
            FhirDateTime? authored = FhirDateTime.TryParse(order.Text("authoredOn"), out var date) ? date : null;
            var mayBeRelevant = MayBeRelevant(raw.Json);
            if (ReasonNotToJudge(order, authored) is not { } reason)
            {
                signed.Add(new ChartOrder(raw, authored!.Value.Earliest, authored.Value.Instant, ChartJson.ReferenceTo(order), mayBeRelevant));
            }
            else if (mayBeRelevant && DraftOrders.ToDo(raw) is { } draft && IsRelevant([draft]))
            {
                left[reason] = left.GetValueOrDefault(reason) + 1;
            }
        }

        // What an order is for may show in another one of the day, such as the level of an add-on.
        return [.. signed.GroupBy(order => order.Date).Where(day => day.Any(order => order.MayBeRelevant)).Select(CallOf).OfType<SimulatedCall>()];
    }

    private SimulatedCall? CallOf(IGrouping<DateOnly, ChartOrder> day)
    {
        List<DatedDraft> drafts = [];
        foreach (var order in day)
        {
            if (DraftOrders.Of(order.Raw) is { } draft)
            {
                drafts.Add(new DatedDraft(order.Date, order.Instant, draft, order.Reference));
            }
        }

        return IsRelevant([.. drafts.Select(draft => draft.Draft)]) ? CallOf(day.Key, CallOrigin.Order, drafts) : null;
    }

    private static NotJudged? ReasonNotToJudge(JsonElement order, FhirDateTime? authored) => (order.Text("status"), order.Text("intent")) switch
    {
        ("entered-in-error", _) => NotJudged.InError,
        ("draft", _) => NotJudged.Draft,
        (_, "proposal" or "plan" or "option") => NotJudged.NoOrder,
        _ when order.TryGetProperty("doNotPerform", out var prohibited) && prohibited.ValueKind is JsonValueKind.True => NotJudged.InError,
        _ => authored is { IsDay: true } ? null : NotJudged.NoDay,
    };

    private List<SimulatedCall> Operations(IReadOnlyList<EvidenceSet> sets, List<DateOnly> orders, Dictionary<NotJudged, int> left)
    {
        List<DatedDraft> procedures = [];
        foreach (var raw in Of(sets, EvidenceKind.Procedure))
        {
            if (!MayBeRelevant(raw.Json))
            {
                continue;
            }

            using var json = JsonDocument.Parse(raw.Json);
            var procedure = json.RootElement;
            var facts = ResourceFacts.Of(raw.Json.Span);
            var day = facts.Dates.Start is { IsDay: true } known ? known.Earliest : (DateOnly?)null;
            if (procedure.Text("status") is "preparation" or "not-done" or "entered-in-error"
                || day < DateOnly.MinValue.AddDays(DaysFromOrderToOperation)
                || DraftOrders.OfProcedure(raw, (day ?? DateOnly.MaxValue).AddDays(-1)) is not { } draft
                || !IsRelevant([draft]))
            {
                continue;
            }

            if (day is { } operated)
            {
                procedures.Add(new DatedDraft(operated, Instant: null, draft, facts.Reference));
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

    private bool MayBeRelevant(ReadOnlyMemory<byte> resource)
    {
        if (!ChartScan.MayBeOrder(resource.Span))
        {
            return false;
        }

        foreach (var plan in plans)
        {
            if (plan.Rules.MayBeOrder(resource))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsRelevant(IReadOnlyList<DraftedOrder> drafts) =>
        plans.Any(plan => plan.Rules.Match(OrderRecords.Read(plan.Rules.Terminology, drafts)).Result is not CriterionResult.NotMet);

    private static IEnumerable<RawResource> Of(IReadOnlyList<EvidenceSet> sets, EvidenceKind kind) =>
        sets.Where(set => set.Retrieval.Kind == kind).SelectMany(set => set.Resources).Where(raw => !raw.IsUnused);

    /// <summary>An order of the chart, and its day.</summary>
    private sealed record ChartOrder(RawResource Raw, DateOnly Date, DateTimeOffset? Instant, string Reference, bool MayBeRelevant);

    /// <summary>A draft, and the day of the order or the operation that it was made of.</summary>
    private sealed record DatedDraft(DateOnly Date, DateTimeOffset? Instant, DraftedOrder Draft, string Source);
}
