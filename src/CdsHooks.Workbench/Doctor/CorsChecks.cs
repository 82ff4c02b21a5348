namespace CdsHooks.Workbench.Doctor;

/// <summary>Checks which web pages may call (CORS): EHRs that call from a browser need it, all others do not.</summary>
internal sealed class CorsChecks(DoctorTarget target, Probe probe, FindingList findings)
{
    private const string Stranger = "https://cdshooks-doctor.invalid";
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    public async Task RunAsync(string service)
    {
        var address = target.Address($"/cds-services/{service}");
        if (target.Origin is { } origin)
        {
            await CheckPreflightAsync(address, origin);
            await CheckErrorsAsync(address, origin);
        }
        else
        {
            findings.NotChecked("cors", target.Words.Origin);
        }

        var reply = await PreflightAsync(address, Stranger);
        if (IsAllowed(reply, Stranger))
        {
            findings.Warning("cors strangers", "Pages of every origin may call.", "List the origins of the EHR in Access:AllowedOrigins and set Access:AllowAnyOrigin to false.");
        }
        else
        {
            findings.Ok("cors strangers", "Pages of other origins may not call.");
        }
    }

    private async Task CheckPreflightAsync(Uri address, string origin)
    {
        var reply = await PreflightAsync(address, origin);
        const string Name = "cors";
        if (reply.Failure is { } cause)
        {
            findings.Problem(Name, $"The browser's question before a call (preflight) was not answered: {cause}.", "Let the proxy pass OPTIONS on.");
        }
        else if (reply.Status is 401 or 403 or 405 or >= 500)
        {
            findings.Problem(Name, $"The browser's question before a call (preflight) was answered {reply.Status}.", "Let the proxy pass OPTIONS on without authentication.");
        }
        else if (!IsAllowed(reply, origin))
        {
            findings.Problem(Name, "Pages of the given origin may not call.", "Add the origin to Access:AllowedOrigins, with scheme and port exactly as the browser sends it.");
        }
        else if (!reply.HeaderHas("Access-Control-Allow-Methods", "POST") || !reply.HeaderHas("Access-Control-Allow-Headers", "Authorization") || !reply.HeaderHas("Access-Control-Allow-Headers", "Content-Type"))
        {
            findings.Problem(Name, "Pages of the given origin may call, but not by POST with Authorization and Content-Type.", "Let the proxy pass the service's own Access-Control headers on instead of setting others.");
        }
        else
        {
            findings.Ok(Name, "Pages of the given origin may call.");
        }
    }

    /// <summary>Browsers show an error without these headers as a broken network.</summary>
    private async Task CheckErrorsAsync(Uri address, string origin)
    {
        var reply = await probe.SendAsync(HttpMethod.Get, address, headers => headers.TryAddWithoutValidation("Origin", origin));
        if (reply.Failure is not null || reply.Status < 400)
        {
            findings.NotChecked("cors on errors", $"No error could be provoked ({reply.Describe()}).");
        }
        else if (IsAllowed(reply, origin))
        {
            findings.Ok("cors on errors", "Pages of the given origin may read errors.");
        }
        else
        {
            findings.Problem("cors on errors", "Errors carry no CORS headers: a browser shows them as a broken network.", "Let the proxy pass the service's errors on with their headers; add them to errors of its own.");
        }
    }

    private Task<Reply> PreflightAsync(Uri address, string origin) => probe.SendAsync(HttpMethod.Options, address, headers =>
    {
        headers.TryAddWithoutValidation("Origin", origin);
        headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
        headers.TryAddWithoutValidation("Access-Control-Request-Headers", "authorization,content-type");
    });

    private static bool IsAllowed(Reply reply, string origin) =>
        reply.Header(AllowOrigin) is { } allowed && (allowed is "*" || string.Equals(allowed, origin, StringComparison.Ordinal));
}
