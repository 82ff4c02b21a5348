using CdsHooks.Decision.Evidence;

namespace CdsHooks.Tests.Synthetic;

/// <summary>One generated resource as JSON, and the address that others point at it by.</summary>
internal sealed record SyntheticResource(string Type, string FullUrl, string Json)
{
    /// <summary>Gets the prefetch key of its type; null for one that no key holds, such as a Claim.</summary>
    public string? Key => PrefetchKeys.All.Where(key => string.Equals(key.ResourceType, Type, StringComparison.Ordinal)).Select(key => key.Key).FirstOrDefault();

    public string Entry => $$$"""{"fullUrl":"{{{FullUrl}}}","resource":{{{Json}}},"search":{"mode":"match"}}""";
}
