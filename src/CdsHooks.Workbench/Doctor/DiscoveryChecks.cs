using System.Globalization;
using System.Text.Json;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Workbench.Doctor;

/// <summary>Checks the discovery document as the deployment serves it.</summary>
internal sealed class DiscoveryChecks(FindingList findings)
{
    private const int MostShown = 3;
    private static readonly TimeSpan LongestCaching = TimeSpan.FromHours(1);

    /// <summary>Runs the checks.</summary>
    /// <returns>The document; null when it cannot be used.</returns>
    public DeployedDiscovery? Run(Reply reply)
    {
        if (reply.Status is 401 or 403)
        {
            findings.Problem("discovery", $"Discovery was refused ({reply.Status}).", "The service itself answers discovery without a token: look at the proxy, or at the certificate that it asks for.");
            return null;
        }

        if (reply.Status is not 200)
        {
            findings.Problem("discovery", $"GET /cds-services was answered {reply.Status}.", "Give the address before /cds-services, and let the proxy pass /cds-services and everything below it on.");
            return null;
        }

        CheckCaching(reply);
        var issues = new IssueList();
        var body = reply.Body ?? ReadOnlyMemory<byte>.Empty;
        var document = DiscoveryReader.Read(body, "cds-services", issues);
        if (document is null || reply.Header("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is not true)
        {
            findings.Problem("discovery", "The answer is no JSON document.", "Something else answers at this address: look at the proxy's routes.");
            return null;
        }

        if (issues.Issues.Count > 0)
        {
            var said = string.Join(' ', issues.Issues.OrderByDescending(issue => issue.IsError).Take(MostShown).Select(issue => $"{issue.Location}: {issue.Message}"));
            var text = $"The document has {Wording.Counted(issues.Issues.Count, "issue")}. {said}";
            if (issues.HasErrors)
            {
                findings.Problem("discovery", text, "Mend cds-services.json; cdshooks check lists every issue.");
            }
            else
            {
                findings.Warning("discovery", text, "Look at cds-services.json; cdshooks check lists every issue.");
            }
        }
        else
        {
            findings.Ok("discovery", $"The document is valid and advertises {Wording.Counted(document.Services.Count, "service")}.");
        }

        return new DeployedDiscovery(document.Services, TemplatesOf(body));
    }

    private void CheckCaching(Reply reply)
    {
        if (reply.Header("Age") is not null)
        {
            findings.Warning("caching", "A cache between here and the service answered.", "Turn caching off for /cds-services and everything below it: a changed prefetch would reach clients late.");
        }
        else if (reply.Header("Cache-Control")?.Split(',', StringSplitOptions.TrimEntries).Any(IsLong) is true)
        {
            findings.Warning("caching", "Clients are told to keep the discovery document for more than an hour.", "Let the proxy pass the service's Cache-Control on: a changed prefetch would reach clients late.");
        }
        else
        {
            findings.Ok("caching", "The discovery document comes from the service itself.");
        }
    }

    private static bool IsLong(string directive) =>
        directive is "immutable"
        || (directive.Split('=') is [("max-age" or "s-maxage"), var seconds] && long.TryParse(seconds, CultureInfo.InvariantCulture, out var age) && age > LongestCaching.TotalSeconds);

    private static List<(string Key, string Template)> TemplatesOf(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        return
        [
            .. json.RootElement.Items("services")
                .Where(service => service.ValueKind is JsonValueKind.Object && service.TryGetProperty("prefetch"u8, out var prefetch) && prefetch.ValueKind is JsonValueKind.Object)
                .SelectMany(service => service.GetProperty("prefetch"u8).EnumerateObject())
                .Where(template => template.Value.ValueKind is JsonValueKind.String)
                .Select(template => (template.Name, template.Value.GetString()!))
                .Distinct(),
        ];
    }
}

/// <summary>The discovery document of a deployment.</summary>
/// <param name="Services">The services that could be read.</param>
/// <param name="Templates">The prefetch templates of all services, without repetitions.</param>
internal sealed record DeployedDiscovery(IReadOnlyList<AdvertisedService> Services, IReadOnlyList<(string Key, string Template)> Templates)
{
    /// <summary>Gets the service that the test calls go to; null when none reviews signed orders.</summary>
    public string? SignService => Services.FirstOrDefault(service => service.Hook is HookNames.OrderSign)?.Id;
}
