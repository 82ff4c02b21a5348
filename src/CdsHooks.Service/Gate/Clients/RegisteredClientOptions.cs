using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>A client that is told from others by the issuer of its tokens.</summary>
internal sealed class RegisteredClientOptions : ClientOptions
{
    /// <summary>Gets or sets a short name for logs.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>Gets or sets the issuer (<c>iss</c>) of the client's tokens, an absolute URL.</summary>
    [Required]
    public string Issuer { get; set; } = string.Empty;

    /// <summary>Gets or sets the addresses of the client's JWK Sets. A token that names a set (<c>jku</c>) names one of them; one that names none is looked at with the first.</summary>
    /// <value>The default is empty: then <see cref="JwksFile"/> is needed.</value>
    [Required]
    public List<string> JwksUrls { get; set; } = [];

    /// <summary>Gets or sets the file of a JWK Set that was exchanged beforehand. With it nothing is fetched.</summary>
    /// <value>The default is null: the keys are fetched.</value>
    public string? JwksFile { get; set; }

    /// <summary>Gets or sets a value indicating whether the JWK Sets may lie in a private network or on this machine.</summary>
    /// <value>The default is false: only public addresses are connected to.</value>
    public bool AllowPrivateJwksAddress { get; set; }

    /// <summary>Gets or sets the algorithms the client signs with: asymmetric ones only.</summary>
    /// <value>The default is empty: ES384 and RS384.</value>
    [Required]
    public List<string> Algorithms { get; set; } = [];

    /// <summary>Gets or sets what the client says as audience (<c>aud</c>) where it does not say the address that it calls.</summary>
    /// <value>The default is empty: only the address called, as it is under <c>Hosting:PublicUrl</c>.</value>
    [Required]
    public List<string> Audiences { get; set; } = [];

    /// <summary>Gets or sets the organisations (<c>tenant</c>) that may call through this client.</summary>
    /// <value>The default is empty: the claim is not looked at.</value>
    [Required]
    public List<string> Tenants { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether one token may be used for several calls.</summary>
    /// <value>The default is false. For clients, or proxies before them, that repeat a call with the token it had.</value>
    public bool AllowTokenReuse { get; set; }
}
