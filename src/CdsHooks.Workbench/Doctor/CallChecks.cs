using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CdsHooks.Workbench.Doctor;

/// <summary>Calls a service: without authentication, with a client's tokens, and with a token that was used before.</summary>
internal sealed class CallChecks(DoctorTarget target, Probe probe, TimeProvider clock, FindingList findings)
{
    public async Task RunAsync(string service)
    {
        var address = target.Address($"/cds-services/{service}");
        await CheckAnonymousAsync(address);
        if (target is not { Issuer: not null, Signer: { } signer })
        {
            findings.NotChecked("silent call", target.Words.Client);
            findings.NotChecked("sample call", target.Words.Client);
            findings.NotChecked("replay", target.Words.Client);
            return;
        }

        var token = Sign(signer, address);
        if (!await CheckSilentAsync(address, token))
        {
            findings.NotChecked("sample call", "No call was accepted.");
            findings.NotChecked("replay", "No call was accepted.");
            return;
        }

        await CheckReplayAsync(address, token);
        await CheckSampleAsync(address, Sign(signer, address));
    }

    private async Task CheckAnonymousAsync(Uri address)
    {
        var reply = await CallAsync(address, null, TestCalls.Silent());
        const string Name = "authentication";
        switch (reply.Status)
        {
            case 401 when reply.Header("WWW-Authenticate") is null:
                findings.Warning(Name, "A call without authentication is refused, but the answer does not say how to authenticate.", "Let the proxy pass the header WWW-Authenticate on.");
                break;
            case 401:
                findings.Ok(Name, "A call without authentication is refused.");
                break;
            case 200:
                findings.Warning(Name, "A call without authentication is answered.", "Outside tests set Access:AllowAnonymous to false and register the clients.");
                break;
            default:
                findings.Problem(Name, $"A call without authentication should be answered 401, but {reply.Describe()}.", Advice(reply));
                break;
        }
    }

    private async Task<bool> CheckSilentAsync(Uri address, string token)
    {
        var reply = await CallAsync(address, token, TestCalls.Silent());
        const string Name = "silent call";
        if (reply.Status is not 200)
        {
            findings.Problem(Name, $"A signed call was not accepted: {reply.Describe()}.", Advice(reply));
            return false;
        }

        if (CardsOf(reply) is not 0)
        {
            findings.Problem(Name, "An order that no plan is about should be answered with an empty list of cards.", "Something else answers at this address: look at the proxy's routes.");
        }
        else if (!reply.HeaderHas("Cache-Control", "no-store"))
        {
            findings.Warning(Name, "A signed call is answered, but the answer may be stored on the way (no Cache-Control: no-store).", "Let the proxy pass the service's Cache-Control on.");
        }
        else
        {
            findings.Ok(Name, "A signed call about another order is answered with silence.");
        }

        return true;
    }

    private async Task CheckReplayAsync(Uri address, string token)
    {
        var reply = await CallAsync(address, token, TestCalls.Silent());
        const string Name = "replay";
        switch (reply.Status)
        {
            case 401:
                findings.Ok(Name, "A token that was used before is refused.");
                break;
            case 200:
                findings.Problem(
                    Name,
                    "A token that was used before is accepted.",
                    "Set AllowTokenReuse of the client to false and Access:AllowAnonymous to false. With several replicas use one PostgreSQL store; look in the log for event 1610.");
                break;
            default:
                findings.NotChecked(Name, $"The second call with a token could not be judged: {reply.Describe()}.");
                break;
        }
    }

    private async Task CheckSampleAsync(Uri address, string token)
    {
        var reply = await CallAsync(address, token, TestCalls.Sample());
        const string Name = "sample call";
        if (reply.Status is not 200 || CardsOf(reply) is not { } cards)
        {
            findings.Problem(Name, $"A lumbar fusion for a patient who does not exist was not assessed: {reply.Describe()}.", Advice(reply));
        }
        else if (cards == 0)
        {
            findings.Warning(Name, "A lumbar fusion for a patient with little documented gets no card.", "With the rules as shipped it gets one: compare the deployed rules, site parameters and version.");
        }
        else
        {
            findings.Ok(Name, "A lumbar fusion for a patient with little documented gets a card.");
        }
    }

    private string Sign(TokenSigner signer, Uri address) => signer.Sign(target, address.OriginalString, clock.GetUtcNow());

    private async Task<Reply> CallAsync(Uri address, string? token, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await probe.SendAsync(
            HttpMethod.Post,
            address,
            headers => headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token),
            content);
    }

    private static int? CardsOf(Reply reply) =>
        reply.Json() is { } json && json.TryGetProperty("cards"u8, out var cards) && cards.ValueKind is JsonValueKind.Array ? cards.GetArrayLength() : null;

    private static string Advice(Reply reply) => reply.Status switch
    {
        401 => "Compare with the registration: Issuer, JwksUrls or JwksFile, the key id, Algorithms, Tenants; Hosting:PublicUrl must be the address checked here; the proxy must pass Authorization on. The log names the reason (event 1600).",
        403 => "The service itself answers 401: look at the proxy.",
        404 or 405 => "Let the proxy pass POST to /cds-services and everything below it on.",
        413 => "Let the proxy accept bodies as large as ServiceCall:MaxBodyBytes.",
        429 => "The client calls too often at the moment: try again, or raise Limits:CallsPerSecond.",
        502 or 503 or 504 => "No replica answers, or all are busy: look at /health/ready of each.",
        _ => "Read the log of the service and of the proxy.",
    };
}
