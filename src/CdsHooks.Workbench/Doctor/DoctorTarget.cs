namespace CdsHooks.Workbench.Doctor;

/// <summary>The deployment to check, and what is known of its clients.</summary>
/// <param name="Root">The public address of the service, without a trailing slash.</param>
internal sealed record DoctorTarget(string Root)
{
    /// <summary>Gets the origin of a web page that should be allowed to call; null when none is.</summary>
    public string? Origin { get; init; }

    /// <summary>Gets the issuer of a registered client.</summary>
    public string? Issuer { get; init; }

    /// <summary>Gets the tenant that the client's tokens name.</summary>
    public string? Tenant { get; init; }

    /// <summary>Gets the client's private key, which signs the test calls.</summary>
    public TokenSigner? Signer { get; init; }

    /// <summary>Gets the address of the client's JWK Set.</summary>
    public Uri? KeySet { get; init; }

    /// <summary>Gets the base address of the client's FHIR server, without a trailing slash.</summary>
    public string? FhirServer { get; init; }

    /// <summary>Gets the token for the FHIR server.</summary>
    public string? FhirToken { get; init; }

    /// <summary>Gets the id of a patient of the FHIR server.</summary>
    public string? Patient { get; init; }

    /// <summary>Gets the sentences of findings that ask for something.</summary>
    public DoctorWords Words { get; init; } = new();

    public Uri Address(string path) => new(Root + path);
}
