namespace CdsHooks.Decision.Hooks;

/// <summary>The discovery document: the file and the services read from it.</summary>
/// <param name="Bytes">The content of the file.</param>
/// <param name="Services">The services.</param>
public sealed record DiscoveryDocument(ReadOnlyMemory<byte> Bytes, IReadOnlyList<AdvertisedService> Services);

/// <summary>One service of the discovery document.</summary>
/// <param name="Id">The id.</param>
/// <param name="Hook">The hook.</param>
/// <param name="Plan">The canonical of its PlanDefinition.</param>
/// <param name="PlanPath">The JSON path of that canonical, for issues.</param>
/// <param name="PrefetchPath">The JSON path of its prefetch templates, for issues, even when there are none.</param>
/// <param name="Prefetch">The known keys of its prefetch templates, in the order of the document.</param>
/// <param name="Options">The codes of the configuration options that turn its cards off; can be empty.</param>
public sealed record AdvertisedService(
    string Id, string Hook, string Plan, string PlanPath, string PrefetchPath, IReadOnlyList<string> Prefetch, IReadOnlyList<string> Options);
