namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>When a doubting input speaks.</summary>
internal enum DoubtScope
{
    /// <summary>Whenever the criterion would be not met.</summary>
    Always,

    /// <summary>Only when no record counts.</summary>
    NothingFound,

    /// <summary>Only when the criterion would be not met for want of any record.</summary>
    NotDocumented,
}
