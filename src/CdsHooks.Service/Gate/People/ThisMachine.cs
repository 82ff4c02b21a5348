using System.Net;
using CdsHooks.Service.Host.Hosting;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.People;

/// <summary>In Development without an identity provider, whoever sits at this machine may do everything, and nobody else anything.</summary>
internal sealed class ThisMachine(RequestDelegate next, IOptions<HostingOptions> hosting)
{
    /// <summary>The id of whoever sits at this machine, who is nobody in particular.</summary>
    public const string PersonId = "this-machine";

    private static readonly Person Developer = new(PersonId, "this machine", PersonRole.RuleEditor);

    // Any of them says that the request came through something that listens to others.
    private static readonly string[] Forwarded = ["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"];

    private readonly string? _publicHost = Uri.TryCreate(hosting.Value.PublicUrl, UriKind.Absolute, out var url) ? url.Host : null;

    public Task InvokeAsync(HttpContext context)
    {
        if (ObstacleOf(context) is { } obstacle)
        {
            context.Features.Set(new Obstacle(obstacle));
        }
        else
        {
            context.User = Developer.ToPrincipal(nameof(ThisMachine));
        }

        return next(context);
    }

    private string? ObstacleOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
        {
            return "In Development, pages are shown on the machine itself only: open http://localhost there, or configure who may sign in.";
        }

        if (Array.Exists(Forwarded, name => context.Request.Headers[name].Any(value => !string.IsNullOrEmpty(value))))
        {
            return "This request came through a proxy, and in Development pages are shown on the machine itself only: open http://localhost there, or configure who may sign in.";
        }

        // The name of another site that resolves to this machine would let that site's scripts in (DNS rebinding).
        return IsOurs(context.Request.Host.Host) ? null : "The address must begin with http://localhost: pages are not shown under another name of this machine.";
    }

    private bool IsOurs(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
        || host.Equals(_publicHost, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Keeps a request from being identified.</summary>
/// <param name="Words">The reason, for the person.</param>
internal sealed record Obstacle(string Words);
