using System.Text.Json;
using CdsHooks.Service.Gate.Access;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Limits;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Host.Telemetry;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CdsHooks.Service.Gate.Security;

/// <summary>Through which every call of a CDS Hooks route passes: it says whose call it is.</summary>
internal sealed partial class CallGate(ClientRegistry clients, TokenCheck tokens, CallMetrics metrics, IOptions<AccessOptions> access, ClientRate rate, ILogger<CallGate> logger)
{
    private const string Scheme = "Bearer ";

    private bool AllowsAnonymous => access.Value.AllowAnonymous;

    /// <summary>Lets a call in.</summary>
    /// <param name="context">The call.</param>
    /// <returns>The client that calls.</returns>
    /// <exception cref="RejectedRequestException">Nobody who may call: 401, always in the same words. Or one who calls too often: 429.</exception>
    public ValueTask<Client> EnterAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        return header.Count == 0 && AllowsAnonymous ? ValueTask.FromResult(EnterAnonymously(context)) : EnterByTokenAsync(context, header);
    }

    private async ValueTask<Client> EnterByTokenAsync(HttpContext context, StringValues header)
    {
        var validation = header switch
        {
            [] => new TokenValidation(null, Rejection.NoToken),
            [{ } text] when text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) =>
                await tokens.LookAtAsync(text[Scheme.Length..].Trim(), context.Request.Path, context.RequestAborted),
            _ => new TokenValidation(null, Rejection.Malformed),
        };
        if (validation.Client is null && AllowsAnonymous)
        {
            // Whoever may call without a token may call with one that nobody here is registered for: test clients always send theirs.
            return EnterAnonymously(context);
        }

        var name = validation.Client?.Client.Name;
        if (validation.Rejection is not { } rejection)
        {
            metrics.CountAuthentication(name, "accepted");
            rate.Check(context, validation.Client!.Client);
            return validation.Client.Client;
        }

        metrics.CountAuthentication(name, Code(rejection));
        Log.NotLetIn(logger, name ?? "none", rejection);
        context.Response.OnStarting(static state =>
        {
            ((HttpResponse)state).Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        }, context.Response);
        throw new RejectedRequestException(Outcome.Of(StatusCodes.Status401Unauthorized));
    }

    private static string Code(Rejection rejection) => JsonNamingPolicy.KebabCaseLower.ConvertName(rejection.ToString());

    private Client EnterAnonymously(HttpContext context)
    {
        metrics.CountAuthentication(null, "anonymous");
        rate.Check(context, clients.Anonymous);
        return clients.Anonymous;
    }

    private static partial class Log
    {
        // What a token says of itself is not repeated, even where it might help: it is not known who wrote it.
        [LoggerMessage(1600, LogLevel.Warning, "A call was not let in (client {Client}): {Rejection}")]
        public static partial void NotLetIn(ILogger logger, string client, Rejection rejection);
    }
}
