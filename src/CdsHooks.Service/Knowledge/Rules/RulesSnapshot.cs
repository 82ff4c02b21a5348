using System.Collections.Frozen;
using CdsHooks.Decision;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>One version of the rules: the discovery document, its services with their plans, and the knowledge. Immutable.</summary>
/// <param name="Version">The version, a hash of the files and of the choice of site parameters (<see cref="RulesFiles.Version"/>).</param>
/// <param name="LoadedAt">The time of loading.</param>
/// <param name="Discovery">The discovery document.</param>
/// <param name="Knowledge">The knowledge that the plans are part of.</param>
internal sealed record RulesSnapshot(string Version, DateTimeOffset LoadedAt, DiscoveryDocument Discovery, KnowledgeFiles Knowledge)
{
    /// <summary>Gets the number of the site's version that is part of the rules; null for none.</summary>
    public int? SiteVersion { get; init; }

    /// <summary>Gets the hash of the files of the knowledge and of the site's version, with which results of the command line name the same rules (<see cref="KnowledgeFiles.HashOf"/>).</summary>
    public string KnowledgeHash { get; init; } = string.Empty;

    /// <summary>Gets the services by id.</summary>
    public required FrozenDictionary<string, CdsService> Services { get; init; }

    /// <summary>Finds a service.</summary>
    /// <param name="serviceId">The id from the address.</param>
    /// <returns>The service; null when there is none with this id.</returns>
    public CdsService? Find(string serviceId) => Services.GetValueOrDefault(serviceId);

    /// <summary>Finds site parameters of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="id">The id.</param>
    /// <returns>The site parameters; null when there are none of this id, as for the plan's own defaults.</returns>
    public KnowledgeResource? SiteParametersOf(CompiledPlan plan, string id) => id is SiteResources.ParametersId
        ? SiteResources.ParametersFor(Knowledge.Resources, plan.Rules.Canonical)
        : Knowledge.OfType("Parameters").FirstOrDefault(resource => string.Equals(resource.Id, id, StringComparison.Ordinal));

    /// <summary>Describes the version for operators.</summary>
    public string Described => FormattableString.Invariant($"version {Version} of {LoadedAt:u}");
}

/// <summary>A service of the discovery document and its plan.</summary>
/// <param name="Id">The service's id, the last part of its address.</param>
/// <param name="Hook">The hook that it answers.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Options">The codes of the options with which a client turns the cards off; may be empty.</param>
/// <param name="Page">The page about the plan; null when the public address is not configured.</param>
/// <param name="RulesVersion">The version of the rules that the plan is part of; null for a plan on its own.</param>
internal sealed record CdsService(string Id, string Hook, CompiledPlan Plan, IReadOnlyList<string> Options, Uri? Page, string? RulesVersion = null);
