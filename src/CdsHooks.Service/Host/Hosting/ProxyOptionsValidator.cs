using System.Net;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Hosting;

/// <summary>Checks what attributes cannot.</summary>
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

    /// <summary>Reads an address or a network; null for anything else.</summary>
    public static IPNetwork? NetworkOf(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
