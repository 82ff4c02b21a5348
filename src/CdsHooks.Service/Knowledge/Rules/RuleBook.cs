using System.Collections.Frozen;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>The services with their plans, once they are loaded.</summary>
internal sealed class RuleBook
{
    private volatile Pages? _pages;

    /// <summary>Gets the discovery document, byte for byte as it stands in its file.</summary>
    /// <exception cref="InvalidOperationException">Nothing is loaded yet.</exception>
    public DiscoveryDocument Discovery => Loaded.Discovery;

    /// <summary>Gets every service.</summary>
    public IReadOnlyCollection<HookedPlan> Services => Loaded.Services.Values;

    /// <summary>Gets the knowledge the services rest on.</summary>
    /// <exception cref="InvalidOperationException">Nothing is loaded yet.</exception>
    public KnowledgeFiles Knowledge => Loaded.Knowledge;

    private Pages Loaded => _pages ?? throw new InvalidOperationException("The rules are not loaded yet.");

    /// <summary>Finds a service.</summary>
    /// <param name="serviceId">The id from the address.</param>
    /// <returns>The service, or null when there is none of this id.</returns>
    public HookedPlan? Find(string serviceId) => Loaded.Services.GetValueOrDefault(serviceId);

    /// <summary>Puts new rules in the place of what was there, in one step.</summary>
    public void Replace(DiscoveryDocument discovery, IEnumerable<HookedPlan> services, KnowledgeFiles knowledge) =>
        _pages = new Pages(discovery, services.ToFrozenDictionary(service => service.Id, StringComparer.Ordinal), knowledge);

    private sealed record Pages(DiscoveryDocument Discovery, FrozenDictionary<string, HookedPlan> Services, KnowledgeFiles Knowledge);
}
