namespace CdsHooks.Decision.Evidence;

/// <summary>One set of evidence as received: how it was got, and the resources in it that may bear on a rule.</summary>
/// <param name="Retrieval">How the set was got.</param>
/// <param name="Resources">
/// The resources of the kinds that rules read, and what they point at, as bytes of the received JSON. Those that no rule can be about
/// are marked (<see cref="RawResource.IsUnused"/>).
/// </param>
public sealed record EvidenceSet(Retrieval Retrieval, IReadOnlyList<RawResource> Resources);
