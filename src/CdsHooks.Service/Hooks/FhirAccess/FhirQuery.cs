namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>One read or search.</summary>
/// <param name="Path">Below the base address, with the parameters of a search that is sent by GET.</param>
/// <param name="Form">The parameters of a search that is sent by POST; null for GET.</param>
internal readonly record struct FhirQuery(string Path, string? Form = null)
{
    // Some proxies cut addresses at 2048 characters.
    private const int LongestAddress = 1800;

    /// <summary>A search, by POST where that is asked for or its address would grow long.</summary>
    public static FhirQuery Search(string type, string parameters, bool byPost = false) => !byPost && parameters.Length <= LongestAddress
        ? new FhirQuery($"{type}?{parameters}")
        : new FhirQuery($"{type}/_search", parameters);

    /// <summary>What it asks for is about a patient.</summary>
    public override string ToString() => nameof(FhirQuery);
}
