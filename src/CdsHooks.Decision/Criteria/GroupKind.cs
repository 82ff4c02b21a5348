namespace CdsHooks.Decision.Criteria;

/// <summary>How a group combines its members.</summary>
internal enum GroupKind
{
    /// <summary>Met when every member is met.</summary>
    All,

    /// <summary>Met when at least one member is met.</summary>
    Any,

    /// <summary>Met when every member is not met.</summary>
    None,
}
