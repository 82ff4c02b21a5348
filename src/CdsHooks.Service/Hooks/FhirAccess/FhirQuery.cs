using CdsHooks.Decision.Evidence;

namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>A FHIR read or search.</summary>
/// <param name="Path">The path below the base address, with the parameters of a search by GET.</param>
/// <param name="Form">The parameters of a search by POST; null for GET.</param>
internal readonly record struct FhirQuery(string Path, string? Form = null)
{
    // Some proxies truncate addresses at 2048 characters.
    private const int LongestAddress = 1800;

    /// <summary>Creates a search: by POST when requested or when the address would be too long, otherwise by GET.</summary>
    public static FhirQuery Search(string type, string parameters, bool byPost = false) => !byPost && parameters.Length <= LongestAddress
        ? new FhirQuery($"{type}?{parameters}")
        : new FhirQuery($"{type}/_search", parameters);

    /// <summary>Returns no content: a query contains a patient's id.</summary>
    public override string ToString() => nameof(FhirQuery);
}

/// <summary>The result of one request to a FHIR server.</summary>
/// <param name="Outcome">Fetched when there is a body to read; otherwise the reason.</param>
/// <param name="Body">The body; empty unless fetched.</param>
/// <param name="IsTransient">True when a retry may succeed.</param>
/// <param name="RetryAfter">The delay that the server requests, or null.</param>
internal readonly record struct FhirReply(RetrievalOutcome Outcome, ReadOnlyMemory<byte> Body = default, bool IsTransient = false, TimeSpan? RetryAfter = null)
{
    public static FhirReply Of(ReadOnlyMemory<byte> body) => new(RetrievalOutcome.Fetched, body);

    /// <summary>Returns the outcome only: the body may contain patient data.</summary>
    public override string ToString() => Outcome.ToString();
}
