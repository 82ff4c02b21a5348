namespace CdsHooks.Decision.Criteria;

/// <summary>Which way a deficit goes, as one record says.</summary>
internal enum Trajectory
{
    Progressive,
    Stable,
    Improving,

    /// <summary>It says something, but not safely which way.</summary>
    Unclear,
}
