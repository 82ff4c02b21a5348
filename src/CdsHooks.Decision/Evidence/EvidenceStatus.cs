namespace CdsHooks.Decision.Evidence;

/// <summary>What a record's own status says about using it as evidence, by one table per resource type.</summary>
public enum EvidenceStatus
{
    /// <summary>It may count.</summary>
    Usable,

    /// <summary>A condition or allergy that is over (inactive, in remission, resolved): counts only where history does.</summary>
    Historical,

    /// <summary>Still under way: counts only where a criterion says so.</summary>
    InProgress,

    /// <summary>A preliminary or partial result.</summary>
    Preliminary,

    /// <summary>A diagnosis that is unconfirmed, provisional or one of several.</summary>
    Unconfirmed,

    /// <summary>A status that says nothing (unknown, on hold, missing where one is required).</summary>
    Unclear,

    /// <summary>It does not count: refuted, entered in error, cancelled, not done, planned.</summary>
    Excluded,

    /// <summary>A part that the rules need is malformed.</summary>
    Unusable,
}
