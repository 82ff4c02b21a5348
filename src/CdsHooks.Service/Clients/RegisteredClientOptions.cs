using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.Clients;

/// <summary>A client that is told from others by the issuer of its tokens.</summary>
internal sealed class RegisteredClientOptions : ClientOptions
{
    /// <summary>Gets or sets a short name for logs.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>Gets or sets the issuer (<c>iss</c>) of the client's tokens, an absolute URL.</summary>
    [Required]
    public string Issuer { get; set; } = string.Empty;
}
