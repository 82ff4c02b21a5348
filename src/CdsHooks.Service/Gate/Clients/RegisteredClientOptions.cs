using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>Options of a client that is identified by the issuer of its tokens.</summary>
internal sealed class RegisteredClientOptions : ClientOptions
{
    /// <summary>Gets or sets a short name for logs.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>Gets or sets the issuer (<c>iss</c>) of the client's tokens, an absolute URL.</summary>
    [Required]
    public string Issuer { get; set; } = string.Empty;

    /// <summary>Gets or sets the addresses of the client's JWK Sets. A token that names a set (<c>jku</c>) must name one of them; one that names none is validated with the first.</summary>
    /// <value>The default is empty: <see cref="JwksFile"/> is then required.</value>
    [Required]
    public List<string> JwksUrls { get; set; } = [];

    /// <summary>Gets or sets the file of a JWK Set that was exchanged in advance. When it is set, no keys are fetched.</summary>
    /// <value>The default is null: the keys are fetched.</value>
    public string? JwksFile { get; set; }

    /// <summary>Gets or sets a value indicating whether the JWK Sets may have addresses in a private network or on this machine.</summary>
    /// <value>The default is false: only public addresses are connected to.</value>
    public bool AllowPrivateJwksAddress { get; set; }

    /// <summary>Gets or sets the algorithms that the client signs with; asymmetric ones only.</summary>
    /// <value>The default is empty: ES384 and RS384.</value>
    [Required]
    public List<string> Algorithms { get; set; } = [];

    /// <summary>Gets or sets further values that the client may send as audience (<c>aud</c>), besides the address that it calls.</summary>
    /// <value>The default is empty: only the address called, below <c>Hosting:PublicUrl</c>.</value>
    [Required]
    public List<string> Audiences { get; set; } = [];

    /// <summary>Gets or sets the organisations (<c>tenant</c>) that may call through this client.</summary>
    /// <value>The default is empty: the claim is not checked.</value>
    [Required]
    public List<string> Tenants { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether one token may be used for several calls.</summary>
    /// <value>The default is false. True is for clients or proxies that retry a call with the same token.</value>
    public bool AllowTokenReuse { get; set; }
}
