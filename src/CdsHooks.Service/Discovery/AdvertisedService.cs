namespace CdsHooks.Service.Discovery;

/// <summary>One service of the discovery document.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hook">Its hook.</param>
/// <param name="Plan">Canonical of its PlanDefinition.</param>
internal sealed record AdvertisedService(string Id, string Hook, string Plan);
