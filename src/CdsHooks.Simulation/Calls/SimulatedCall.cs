using CdsHooks.Decision.Evidence;

namespace CdsHooks.Simulation.Calls;

/// <summary>A call that is judged as if it had been made on one day.</summary>
/// <param name="Date">The day: the evaluation date, after which no evidence counts.</param>
/// <param name="Signed">The time of the signature, in its own offset; null when only the day is known.</param>
/// <param name="Origin">The source of the orders.</param>
/// <param name="Drafts">The orders, as drafts.</param>
/// <param name="Sources">The resources of the chart that the drafts were made of, such as <c>ServiceRequest/1</c>; they are no evidence.</param>
internal sealed record SimulatedCall(DateOnly Date, DateTimeOffset? Signed, CallOrigin Origin, IReadOnlyList<DraftedOrder> Drafts, IReadOnlyList<string> Sources)
{
    /// <summary>Gets the end of the day, in the offset of the signature: the present of the call.</summary>
    public DateTimeOffset Present => new(Date.ToDateTime(TimeOnly.MaxValue), Signed?.Offset ?? TimeSpan.Zero);
}

/// <summary>The source of the orders of a call.</summary>
internal enum CallOrigin
{
    /// <summary>Orders of the chart.</summary>
    Order,

    /// <summary>Procedures of the chart for which it has no order.</summary>
    Procedure,

    /// <summary>A made-up order.</summary>
    WhatIf,
}

/// <summary>The reason why an order of the chart is not judged.</summary>
internal enum NotJudged
{
    /// <summary>It was never signed: a draft.</summary>
    Draft,

    /// <summary>It is a proposal, a plan or an option, and not an order.</summary>
    NoOrder,

    /// <summary>It was entered in error, or says what must not be done.</summary>
    InError,

    /// <summary>Its day is not known.</summary>
    NoDay,

    /// <summary>Its day is outside the period that is asked for.</summary>
    OutsidePeriod,
}
