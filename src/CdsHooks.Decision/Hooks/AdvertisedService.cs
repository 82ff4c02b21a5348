namespace CdsHooks.Decision.Hooks;

/// <summary>One service of the discovery document.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hook">Its hook.</param>
/// <param name="Plan">Canonical of its PlanDefinition.</param>
/// <param name="PlanPath">JSON path of that canonical, for issues.</param>
/// <param name="PrefetchPath">JSON path of its templates, for issues; there may be none.</param>
/// <param name="Prefetch">The keys of its templates that the contract knows, in the order of the document.</param>
/// <param name="Options">The codes of the options by which a client turns its cards off; may be empty.</param>
public sealed record AdvertisedService(
    string Id, string Hook, string Plan, string PlanPath, string PrefetchPath, IReadOnlyList<string> Prefetch, IReadOnlyList<string> Options);
