namespace CdsHooks.Decision.Hooks;

/// <summary>The <c>fhirAuthorization</c> of a call: a token for the client's FHIR server, for this call only.</summary>
/// <remarks>Its values must never be stored, logged or displayed; <see cref="ToString"/> reveals none.</remarks>
public sealed class FhirAuthorization
{
    internal FhirAuthorization(string? accessToken, string? tokenType, int? expiresIn, string? patient)
    {
        AccessToken = accessToken;
        IsBearer = string.Equals(tokenType, "Bearer", StringComparison.OrdinalIgnoreCase);
        ExpiresIn = expiresIn;
        Patient = patient;
    }

    /// <summary>Gets the token; null when it is absent or no string.</summary>
    public string? AccessToken { get; }

    /// <summary>Gets a value that indicates whether the token is a bearer token, in any letter case.</summary>
    public bool IsBearer { get; }

    /// <summary>Gets the lifetime of the token in seconds from the call; null when it is absent or no whole number.</summary>
    public int? ExpiresIn { get; }

    /// <summary>Gets the scope, as sent: SMART scopes separated by spaces, or a vendor's own terms; null when it is absent or no string.</summary>
    public string? Scope { get; internal init; }

    /// <summary>Gets the patient that the token is for, as sent; null when it is absent.</summary>
    internal string? Patient { get; }

    /// <summary>Gets a value that indicates whether the token can be used now: a bearer token of visible ASCII that has not expired.</summary>
    public bool IsUsable => IsBearer && ExpiresIn is null or > 0 && AccessToken is { Length: > 0 } token && !token.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <inheritdoc/>
    public override string ToString() => nameof(FhirAuthorization);
}
