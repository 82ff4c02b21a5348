using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>A FHIR server of a client, from which missing evidence may be read.</summary>
internal sealed class FhirServerOptions
{
    /// <summary>Gets or sets the base address, e.g. <c>https://ehr.example/fhir/r4</c>. A call names a server by an address at or below it.</summary>
    [Required]
    public string BaseUrl { get; set; } = string.Empty;

    /// <summary>Gets or sets a value indicating whether it may lie in a private network or on this machine.</summary>
    /// <value>The default is false: only public addresses are connected to.</value>
    public bool AllowPrivateAddress { get; set; }

    /// <summary>Gets or sets a value indicating whether it is read without a token when a call brings none.</summary>
    /// <value>The default is false; for open test servers.</value>
    public bool AllowWithoutToken { get; set; }

    /// <summary>Gets or sets a value indicating whether every search is sent by POST, so that no patient's id stands in an address.</summary>
    /// <value>The default is false: by GET, and by POST only where the address would grow long.</value>
    public bool SearchByPost { get; set; }
}
