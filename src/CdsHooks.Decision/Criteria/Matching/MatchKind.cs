namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>The four things an input can make of a record.</summary>
internal enum MatchKind
{
    /// <summary>The record is about something else.</summary>
    None,

    /// <summary>It counts.</summary>
    Counts,

    /// <summary>It may count: that cannot be told.</summary>
    Doubt,

    /// <summary>It is about this, but does not count, for a reason worth telling.</summary>
    Dropped,
}
