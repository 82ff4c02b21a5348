namespace CdsHooks.Workbench.Doctor;

/// <summary>Checks what the deployment says of its own health.</summary>
internal sealed class HealthChecks(DoctorTarget target, Probe probe, FindingList findings)
{
    private const int LongestCause = 200;

    public async Task RunAsync()
    {
        var reply = await probe.GetAsync(target.Address("/health/ready"), "application/json");
        if (reply.Json() is not { } report || report.Text("status") is not { } status)
        {
            findings.NotChecked("health", $"/health/ready gave no report ({reply.Describe()}). If the proxy keeps it inside, ask on the machine itself: CdsHooks.Service healthcheck.");
            return;
        }

        var cause = Cut(string.Join(' ', report.Items("issues").Select(item => item.ToString()).Prepend(report.Text("cause") ?? string.Empty)).Trim());
        switch (reply.Status, status)
        {
            case (200, "ready"):
                findings.Ok("health", "The service is ready.");
                break;
            case (200, _):
                findings.Warning("health", $"The service answers calls and is {Cut(status)}. {cause}".Trim(), "docs/operations.md says what to do in each case.");
                break;
            default:
                findings.Problem("health", $"The service is not ready: {Cut(status)}. {cause}".Trim(), "Wait if it has just been started or is being stopped; else read its log.");
                break;
        }
    }

    private static string Cut(string text) => text.Length <= LongestCause ? text : text[..LongestCause] + "…";
}
