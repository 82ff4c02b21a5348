using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>The draft orders of one call that are relevant to a plan. Immutable.</summary>
public sealed class OrderMatch
{
    internal OrderMatch(OrderRecords orders, CriterionState state)
    {
        Orders = orders;
        State = state;
    }

    /// <summary>Gets the orders that were judged.</summary>
    public OrderRecords Orders { get; }

    /// <summary>Gets the result of the trigger: met when any order is relevant; unknown when an order depends on a reason that is not available, or cannot be read.</summary>
    public CriterionResult Result => State.Finding.Result;

    /// <summary>Gets the selected orders that are relevant to the plan.</summary>
    public IReadOnlyList<EvidenceRecord> Matched => State.Counted;

    /// <summary>Gets the state of the criterion that selects the relevant orders.</summary>
    internal CriterionState State { get; }

    /// <summary>Gets the evaluation date and today. The evaluation date is the latest <c>authoredOn</c> of the relevant orders that is not in the future, or today.</summary>
    /// <param name="now">The present, in the site's time zone.</param>
    public AssessmentClock ClockFor(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.DateTime);
        DateOnly? latest = null;
        foreach (var order in Matched)
        {
            var isPast = order.Start is { } authored && (authored.Instant is { } instant ? instant <= now : authored.IsCertainlyOnOrBefore(today));
            if (isPast && order.Start is { IsDay: true } day && !(day.Earliest <= latest))
            {
                latest = day.Earliest;
            }
        }

        return new AssessmentClock(latest is { } found && found < today ? found : today, today);
    }
}
