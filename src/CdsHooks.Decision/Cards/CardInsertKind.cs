namespace CdsHooks.Decision.Cards;

/// <summary>The closed list of inserts.</summary>
internal enum CardInsertKind
{
    Parameter,
    Orders,
    AsOf,
    Today,
    Unread,
    LeftOut,
    Citations,
    Suggestions,
    Members,
    FirstMember,
    Criteria,
    Evidence,
    Days,
    Events,
    Weeks,
    First,
    Last,
    Measured,
}
