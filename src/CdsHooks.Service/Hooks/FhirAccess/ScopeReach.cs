namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>How much of a resource type a token lets be read, from less to more.</summary>
internal enum ScopeReach
{
    /// <summary>Nothing: asking would be refused.</summary>
    Nothing,

    /// <summary>What a filter lets through: what is not found may be there all the same.</summary>
    Part,

    /// <summary>All of it, or nobody says.</summary>
    All,
}
