using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Hosting;

/// <summary>Configures forwarded headers: only those of the configured reverse proxies are trusted.</summary>
internal static class Forwarding
{
    public static void AddForwarding(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProxyOptions>().BindConfiguration(ProxyOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsAttributesValidator>();
        builder.Services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidator>();
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((forwarded, proxy) => Trust(forwarded, proxy.Value));
    }

    private static void Trust(ForwardedHeadersOptions forwarded, ProxyOptions proxy)
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        if (proxy.TrustedAddresses.Length == 0)
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.None;
            return;
        }

        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var address in proxy.TrustedAddresses)
        {
            if (ProxyOptionsValidator.NetworkOf(address) is { } network)
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        }
    }
}
