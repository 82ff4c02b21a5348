using CdsHooks.Service.Host.Hosting;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Pages.Connect;

/// <summary>The address under which an EHR knows this instance.</summary>
internal sealed class PublicAddress(IOptions<HostingOptions> hosting, IHostEnvironment environment)
{
    /// <summary>Gets a value indicating whether the public address is configured, as tokens need it outside Development.</summary>
    public bool IsConfigured => environment.IsDevelopment() || hosting.Value.PublicUrl is not null;

    /// <summary>Gets the address without a slash at its end: the configured one; in Development, where the port is often another, the one that the page was opened with.</summary>
    public string RootFor(HttpRequest request) =>
        !environment.IsDevelopment() && hosting.Value.PublicUrl is { } url ? url.TrimEnd('/') : $"{request.Scheme}://{request.Host.Value}";
}
