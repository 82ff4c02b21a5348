using CdsHooks.Service.Hooks.FhirAccess;
using CdsHooks.Service.Knowledge.Rules;

namespace CdsHooks.Service.Hooks.Shadow;

/// <summary>The trial of one call by the shadow rules: what of the call is needed after its response.</summary>
/// <param name="Service">The service with the shadow rules; null when none can be used.</param>
internal sealed record ShadowTrial(CdsService? Service)
{
    /// <summary>Gets what is fetched for the call.</summary>
    public FetchedPages Pages { get; } = new();
}
