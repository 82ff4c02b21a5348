using System.Globalization;
using System.Net.Security;

namespace CdsHooks.Workbench.Doctor;

/// <summary>Checks the connection: address, TLS, clock, headers.</summary>
internal sealed class ConnectionChecks(DoctorTarget target, Probe probe, TimeProvider clock, FindingList findings)
{
    private const int DaysToWarn = 30;

    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SomeSkew = TimeSpan.FromSeconds(10);

    /// <summary>Runs the checks.</summary>
    /// <returns>The response to discovery; null when the deployment cannot be reached.</returns>
    public async Task<Reply?> RunAsync()
    {
        var reply = await probe.GetAsync(target.Address("/cds-services"), "application/json");
        CheckTls(reply);
        if (reply.Failure is { } cause)
        {
            findings.Problem("address", $"The deployment could not be reached: {cause}.", "Check the address, the firewall, and that the service or its proxy listens there.");
            return null;
        }

        if (reply.Status is >= 300 and < 400)
        {
            findings.Problem("address", $"The address redirects ({reply.Status}).", "Give the final address. Clients of CDS Hooks need not follow redirects, and lose the token when they do.");
        }
        else
        {
            findings.Ok("address", "The deployment answers.");
        }

        CheckClock(reply);
        CheckHeaders(reply);
        return reply;
    }

    private void CheckTls(Reply reply)
    {
        var address = target.Address("/");
        if (address.Scheme is "http")
        {
            if (address.IsLoopback)
            {
                findings.Warning("tls", "This is plain http on this machine.", "Check the public https address as well.");
            }
            else
            {
                findings.Problem("tls", "Charts and tokens would travel without encryption.", "Serve https, at a proxy (docs/deploy/nginx.conf) or by Kestrel:Endpoints.");
            }
        }
        else if (probe.CertificateErrors is not SslPolicyErrors.None)
        {
            findings.Problem("tls", $"The certificate is not valid here: {Describe(probe.CertificateErrors)}.", $"Renew it, name the public host in it, and send the intermediate certificates along. {target.Words.Authority}");
        }
        else if (probe.CertificateExpiry is { } expiry)
        {
            var days = (int)Math.Floor((expiry - clock.GetUtcNow()).TotalDays);
            if (days < DaysToWarn)
            {
                findings.Warning("tls", string.Create(CultureInfo.InvariantCulture, $"The certificate is valid for {days} more days."), "Renew it, and find out why it was not renewed by itself.");
            }
            else
            {
                findings.Ok("tls", string.Create(CultureInfo.InvariantCulture, $"The certificate is valid for {days} more days."));
            }
        }
        else
        {
            findings.NotChecked("tls", reply.Failure is null ? "No certificate was shown." : "No connection.");
        }
    }

    private void CheckClock(Reply reply)
    {
        if (!DateTimeOffset.TryParseExact(reply.Header("Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var said))
        {
            findings.NotChecked("clock", "The answer has no Date header.");
            return;
        }

        var skew = (reply.Received - said).Duration();
        var text = string.Create(CultureInfo.InvariantCulture, $"The clocks there and here differ by {skew.TotalSeconds:0} seconds.");
        const string Remedy = "Let both machines follow a time server (NTP): tokens are valid for minutes, and 60 seconds of difference are tolerated.";
        if (skew > MostSkew)
        {
            findings.Problem("clock", text, Remedy);
        }
        else if (skew > SomeSkew)
        {
            findings.Warning("clock", text, Remedy);
        }
        else
        {
            findings.Ok("clock", "The clocks there and here agree.");
        }
    }

    private void CheckHeaders(Reply reply)
    {
        List<string> missing = [];
        if (!reply.HeaderHas("X-Content-Type-Options", "nosniff"))
        {
            missing.Add("X-Content-Type-Options");
        }

        if (reply.Header("Content-Security-Policy") is null)
        {
            missing.Add("Content-Security-Policy");
        }

        if (target.Address("/").Scheme is "https" && reply.Header("Strict-Transport-Security") is null)
        {
            missing.Add("Strict-Transport-Security");
        }

        if (missing.Count > 0)
        {
            findings.Warning(
                "headers",
                $"Security headers of the service do not arrive: {string.Join(", ", missing)}.",
                "Let the proxy pass the service's headers on; for Strict-Transport-Security name the proxy in Proxy:TrustedAddresses and send X-Forwarded-Proto.");
        }
        else
        {
            findings.Ok("headers", "The security headers arrive.");
        }
    }

    private static string Describe(SslPolicyErrors errors) => errors switch
    {
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => "it is for another name",
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) => "its authority is not trusted, or it is out of date",
        _ => "none was shown",
    };
}
