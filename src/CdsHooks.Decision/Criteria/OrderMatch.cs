using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>The draft orders of one call that a plan is about. Immutable.</summary>
public sealed class OrderMatch
{
    internal OrderMatch(OrderRecords orders, CriterionState state)
    {
        Orders = orders;
        State = state;
    }

    /// <summary>Gets the orders that were judged.</summary>
    public OrderRecords Orders { get; }

    /// <summary>Gets the answer to whether the plan is about any of them: unknown where an order hangs on a reason that is not in hand, or cannot be read.</summary>
    public CriterionResult Result => State.Finding.Result;

    /// <summary>Gets the selected orders that the plan is about.</summary>
    public IReadOnlyList<EvidenceRecord> Matched => State.Counted;

    /// <summary>Gets the state of the criterion that says which orders the plan is about.</summary>
    internal CriterionState State { get; }

    /// <summary>Gives the evaluation date and today: the evaluation date is the latest authoredOn of the orders the plan is about, unless that lies in the future.</summary>
    /// <param name="now">The present, in the site's time zone.</param>
    /// <returns>The clock.</returns>
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
