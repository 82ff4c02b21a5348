namespace CdsHooks.Decision.Evidence;

/// <summary>One set of evidence as received: how it was got, and the resources in it that may bear on a rule.</summary>
/// <param name="Retrieval">How the set was got.</param>
/// <param name="Resources">The kept resources as slices of the received JSON; resources that no rule can be about are left out.</param>
public sealed record EvidenceSet(Retrieval Retrieval, IReadOnlyList<ResourceSlice> Resources);
