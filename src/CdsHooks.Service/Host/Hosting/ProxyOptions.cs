using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.Host.Hosting;

/// <summary>What stands before the service.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>Gets or sets the addresses and networks of reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed, e.g. <c>10.1.2.3</c> or <c>10.1.2.0/24</c>.</summary>
    /// <value>The default is empty: these headers are ignored.</value>
    [Required]
    public string[] TrustedAddresses { get; set; } = [];
}
