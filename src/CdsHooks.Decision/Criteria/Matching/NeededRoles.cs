namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>Which inputs' sets must be in hand for a result to stand.</summary>
internal enum NeededRoles
{
    /// <summary>For "not met": every set that could have changed it.</summary>
    AllButExplains,

    /// <summary>For "met" where the newest record wins: the sets that may hold a newer one.</summary>
    Counting,
}
