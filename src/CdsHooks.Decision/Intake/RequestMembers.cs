namespace CdsHooks.Decision.Intake;

/// <summary>The members of a request's root that are read, as a set of those seen.</summary>
[Flags]
internal enum RequestMembers
{
    /// <summary>Nothing, or a member that nobody knows.</summary>
    None = 0,

    /// <summary>REQUIRED.</summary>
    Hook = 1,

    /// <summary>REQUIRED.</summary>
    HookInstance = 2,

    /// <summary>REQUIRED.</summary>
    Context = 4,

    /// <summary>OPTIONAL.</summary>
    Prefetch = 8,

    /// <summary>OPTIONAL; required beside fhirAuthorization.</summary>
    FhirServer = 16,

    /// <summary>OPTIONAL.</summary>
    FhirAuthorization = 32,

    /// <summary>OPTIONAL.</summary>
    Extension = 64,
}
