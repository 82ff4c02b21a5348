namespace CdsHooks.Decision.Hooks;

/// <summary>The <c>fhirAuthorization</c> of a call: a token for the client's FHIR server, for this call only.</summary>
/// <remarks>Nothing of it may be stored, logged or shown; <see cref="ToString"/> says nothing.</remarks>
public sealed class FhirAuthorization
{
    internal FhirAuthorization(string? accessToken, string? tokenType, int? expiresIn, string? patient)
    {
        AccessToken = accessToken;
        IsBearer = string.Equals(tokenType, "Bearer", StringComparison.OrdinalIgnoreCase);
        ExpiresIn = expiresIn;
        Patient = patient;
    }

    /// <summary>Gets the token; null when none was sent as a text.</summary>
    public string? AccessToken { get; }

    /// <summary>Gets a value indicating whether the token is a bearer token, in any letter case.</summary>
    public bool IsBearer { get; }

    /// <summary>Gets for how many seconds from the call the token holds; null when that was not said as a whole number.</summary>
    public int? ExpiresIn { get; }

    /// <summary>Gets what the token is said to allow, as sent: SMART scopes separated by spaces, or a vendor's own words; null when nothing was said as a text.</summary>
    public string? Scope { get; internal init; }

    /// <summary>Gets the patient the token is for, as sent; null when none was named.</summary>
    internal string? Patient { get; }

    /// <summary>Gets a value indicating whether the token can be used now: a bearer token of visible ASCII that has not expired.</summary>
    public bool IsUsable => IsBearer && ExpiresIn is null or > 0 && AccessToken is { Length: > 0 } token && !token.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <inheritdoc/>
    public override string ToString() => nameof(FhirAuthorization);
}
