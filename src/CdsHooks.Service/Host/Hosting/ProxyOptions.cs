using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Hosting;

/// <summary>Reverse proxies in front of this service.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>Gets or sets the addresses and networks of reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are trusted, e.g. <c>10.1.2.3</c> or <c>10.1.2.0/24</c>.</summary>
    /// <value>The default is empty: these headers are ignored.</value>
    [Required]
    public string[] TrustedAddresses { get; set; } = [];
}

[OptionsValidator]
internal sealed partial class ProxyOptionsAttributesValidator : IValidateOptions<ProxyOptions>;

/// <summary>Validates the rules that attributes cannot express.</summary>
internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        for (var index = 0; index < options.TrustedAddresses.Length; index++)
        {
            if (NetworkOf(options.TrustedAddresses[index]) is null)
            {
                result.AddError($"Proxy:TrustedAddresses:{index} must be an address such as 10.1.2.3 or a network such as 10.1.2.0/24.");
            }
        }

        return result.Build();
    }

    /// <summary>Parses an address or a network; null for anything else.</summary>
    public static IPNetwork? NetworkOf(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
