using System.Collections.Frozen;
using CdsHooks.Decision;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>The loaded services and their plans.</summary>
internal sealed class RuleBook
{
    private volatile Snapshot? _snapshot;

    /// <summary>Gets the discovery document, byte for byte as in its file.</summary>
    /// <exception cref="InvalidOperationException">Nothing is loaded yet.</exception>
    public DiscoveryDocument Discovery => Loaded.Discovery;

    /// <summary>Gets all services.</summary>
    /// <exception cref="InvalidOperationException">Nothing is loaded yet.</exception>
    public IReadOnlyCollection<CdsService> Services => Loaded.Services.Values;

    /// <summary>Gets the knowledge that the plans are part of.</summary>
    /// <exception cref="InvalidOperationException">Nothing is loaded yet.</exception>
    public KnowledgeFiles Knowledge => Loaded.Knowledge;

    private Snapshot Loaded => _snapshot ?? throw new InvalidOperationException("The rules are not loaded yet.");

    /// <summary>Finds a service.</summary>
    /// <param name="serviceId">The id from the address.</param>
    /// <returns>The service; null when there is none with this id.</returns>
    public CdsService? Find(string serviceId) => Loaded.Services.GetValueOrDefault(serviceId);

    /// <summary>Replaces all rules atomically.</summary>
    public void Replace(DiscoveryDocument discovery, IEnumerable<CdsService> services, KnowledgeFiles knowledge) =>
        _snapshot = new Snapshot(discovery, services.ToFrozenDictionary(service => service.Id, StringComparer.Ordinal), knowledge);

    private sealed record Snapshot(DiscoveryDocument Discovery, FrozenDictionary<string, CdsService> Services, KnowledgeFiles Knowledge);
}

/// <summary>A service of the discovery document and its plan.</summary>
/// <param name="Id">The service's id, the last part of its address.</param>
/// <param name="Hook">The hook that it answers.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Options">The codes of the options with which a client turns the cards off; may be empty.</param>
/// <param name="Page">The page about the plan; null when the public address is not configured.</param>
internal sealed record CdsService(string Id, string Hook, CompiledPlan Plan, IReadOnlyList<string> Options, Uri? Page);
