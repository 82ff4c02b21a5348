using System.Text.Json;
using CdsHooks.Service.Gate.Access;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Limits;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Host.Telemetry;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CdsHooks.Service.Gate.Security;

/// <summary>Authenticates every call of a CDS Hooks route and identifies its client.</summary>
internal sealed partial class CallAuthenticator(ClientRegistry clients, TokenValidator tokens, ServiceMetrics metrics, IOptions<AccessOptions> access, ClientRate rate, ILogger<CallAuthenticator> logger)
{
    private const string Scheme = "Bearer ";

    private bool AllowsAnonymous => access.Value.AllowAnonymous;

    /// <summary>Authenticates a call.</summary>
    /// <param name="context">The call.</param>
    /// <returns>The client that calls.</returns>
    /// <exception cref="RejectedRequestException">401: not authenticated; the text never says why. 429: the client calls too often.</exception>
    public ValueTask<Client> AuthenticateAsync(HttpContext context)
    {
        if (context.Features.Get<KnownClient>() is { } known)
        {
            return ValueTask.FromResult(known.Client);
        }

        var header = context.Request.Headers.Authorization;
        return header.Count == 0 && AllowsAnonymous ? ValueTask.FromResult(AcceptAnonymous(context)) : AuthenticateByTokenAsync(context, header);
    }

    private async ValueTask<Client> AuthenticateByTokenAsync(HttpContext context, StringValues header)
    {
        var validation = header switch
        {
            [] => new TokenValidation(null, Rejection.NoToken),
            [{ } text] when text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) =>
                await tokens.ValidateAsync(text[Scheme.Length..].Trim(), context.Request.Path, context.RequestAborted),
            _ => new TokenValidation(null, Rejection.Malformed),
        };
        if (validation.Client is null && AllowsAnonymous)
        {
            // Where anonymous calls are allowed, so are calls with a token of an unregistered issuer: test clients always send one.
            return AcceptAnonymous(context);
        }

        var name = validation.Client?.Client.Name;
        if (validation.Rejection is not { } rejection)
        {
            metrics.CountAuthentication(name, "accepted");
            rate.Check(context, validation.Client!.Client);
            return validation.Client.Client;
        }

        metrics.CountAuthentication(name, Code(rejection));
        Log.Rejected(logger, name ?? "none", rejection);
        context.Response.OnStarting(static state =>
        {
            ((HttpResponse)state).Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        }, context.Response);
        throw new RejectedRequestException(Outcome.Of(StatusCodes.Status401Unauthorized));
    }

    private static string Code(Rejection rejection) => JsonNamingPolicy.KebabCaseLower.ConvertName(rejection.ToString());

    private Client AcceptAnonymous(HttpContext context)
    {
        metrics.CountAuthentication(null, "anonymous");
        rate.Check(context, clients.Anonymous);
        return clients.Anonymous;
    }

    private static partial class Log
    {
        // Claims of a rejected token are never logged, even where they might help: its author is unknown.
        [LoggerMessage(1600, LogLevel.Warning, "A call was rejected (client {Client}): {Rejection}")]
        public static partial void Rejected(ILogger logger, string client, Rejection rejection);
    }
}
