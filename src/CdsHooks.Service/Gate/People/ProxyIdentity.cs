using System.Net;
using CdsHooks.Service.Host.Hosting;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.People;

/// <summary>Takes the headers about a person off a request, and remembers them when a trusted proxy sent it. Runs before forwarded headers replace the sender's address.</summary>
internal sealed class ProxyIdentity(RequestDelegate next, IOptions<WorkbenchOptions> workbench, IOptions<ProxyOptions> proxy)
{
    private static readonly char[] Separators = [',', ';'];

    private readonly string _userHeader = workbench.Value.ProxyIdentity.UserHeader!;
    private readonly string _rolesHeader = workbench.Value.ProxyIdentity.RolesHeader!;
    private readonly IPNetwork[] _trusted = [.. proxy.Value.TrustedAddresses.Select(ProxyOptionsValidator.NetworkOf).OfType<IPNetwork>()];

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        headers.Remove(_userHeader, out var users);
        headers.Remove(_rolesHeader, out var roles);
        if (IsTrusted(context.Connection.RemoteIpAddress))
        {
            context.Features.Set(PersonOf([.. users], [.. roles]));
        }

        return next(context);
    }

    private bool IsTrusted(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is not null && Array.Exists(_trusted, network => network.Contains(plain));
    }

    /// <summary>Reads the headers. One that occurs twice may be the person's own beside the proxy's: then nobody is named.</summary>
    private Person? PersonOf(string?[] users, string?[] roles) =>
        users is [{ } user] && !string.IsNullOrWhiteSpace(user) && roles.Length < 2
            ? new Person(
                user.Trim(),
                user.Trim(),
                PersonRoles.Of((roles is [{ } list] ? list : string.Empty).Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), workbench.Value))
            : null;
}

/// <summary>Identifies a request with the person that a trusted proxy named.</summary>
internal sealed class NamedByProxy(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<Person>() is { } person)
        {
            context.User = person.ToPrincipal(nameof(ProxyIdentity));
        }
        else
        {
            context.Features.Set(new Obstacle("The proxy before this service does not say who you are. Open the address that your hospital gave you for it."));
        }

        return next(context);
    }
}
