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
    FirstUnread,
    OtherDay,
    Citation,
    Members,
    FirstMember,
    Deciding,
    Criteria,
    Records,
    Gaps,
    Open,
    Evidence,
    Wording,
    Date,
    Why,
    Days,
    Events,
    Weeks,
    First,
    Last,
    Measured,
}
