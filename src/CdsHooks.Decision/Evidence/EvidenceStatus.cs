namespace CdsHooks.Decision.Evidence;

/// <summary>The use of a record as evidence that its own status allows: <c>StatusTable</c> has one table per resource type.</summary>
public enum EvidenceStatus
{
    /// <summary>It may count.</summary>
    Usable,

    /// <summary>A condition or allergy that is over (inactive, in remission, resolved). It counts only where history counts.</summary>
    Historical,

    /// <summary>Care that is under way. It counts only where the input includes such care.</summary>
    InProgress,

    /// <summary>A preliminary or partial result.</summary>
    Preliminary,

    /// <summary>A diagnosis that is unconfirmed, provisional or one of several.</summary>
    Unconfirmed,

    /// <summary>A status that settles nothing: unknown, on hold, or missing where one is required.</summary>
    Unclear,

    /// <summary>It does not count: refuted, entered in error, cancelled, not done or planned.</summary>
    Excluded,

    /// <summary>A part that the rules need is malformed.</summary>
    Unusable,
}
