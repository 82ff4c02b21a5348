using System.Security.Cryptography.X509Certificates;

namespace CdsHooks.Workbench.Doctor;

/// <summary>Checks a deployment from outside, by what every client can see of it.</summary>
internal static class DoctorRun
{
    /// <summary>Runs every check.</summary>
    /// <param name="target">The deployment.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="connections">The way in which connections are made.</param>
    public static async Task<FindingList> RunAsync(DoctorTarget target, TimeProvider clock, DoctorConnections connections)
    {
        var findings = new FindingList();
        DeployedDiscovery? discovery = null;
        using (var probe = new Probe(clock, connections.NewHandler(), connections.Authorities))
        {
            if (await new ConnectionChecks(target, probe, clock, findings).RunAsync() is { } reply)
            {
                discovery = new DiscoveryChecks(findings).Run(reply);
                await new HealthChecks(target, probe, findings).RunAsync();
                await CheckCallsAsync(target, probe, clock, findings, discovery);
            }
        }

        // Of its own, so that what is found out about certificates stays that of the deployment.
        using var others = new Probe(clock, connections.NewHandlerForOthers(), connections.Authorities);
        await new KeySetChecks(target, others, findings).RunAsync();
        await new FhirServerChecks(target, others, findings).RunAsync(discovery);
        return findings;
    }

    private static async Task CheckCallsAsync(DoctorTarget target, Probe probe, TimeProvider clock, FindingList findings, DeployedDiscovery? discovery)
    {
        if (discovery?.SignService is { } service)
        {
            await new CorsChecks(target, probe, findings).RunAsync(service);
            await new CallChecks(target, probe, clock, findings).RunAsync(service);
        }
        else
        {
            findings.NotChecked("calls", "Discovery advertises no service for order-sign.");
        }
    }
}

/// <summary>The way in which the checks make connections.</summary>
internal sealed record DoctorConnections
{
    /// <summary>Gets the certificate authorities to trust instead of those of this machine; null for those.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Gets the handler of connections to the deployment.</summary>
    public Func<SocketsHttpHandler> NewHandler { get; init; } = () => new SocketsHttpHandler();

    /// <summary>Gets the handler of connections to the client's key set and FHIR server.</summary>
    public Func<SocketsHttpHandler> NewHandlerForOthers { get; init; } = () => new SocketsHttpHandler();
}
