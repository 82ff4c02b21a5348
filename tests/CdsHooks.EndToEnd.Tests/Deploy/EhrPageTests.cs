using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Deploy;

/// <summary>What docs/ehr-setup.md says to enter is what the service takes.</summary>
public sealed partial class EhrPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Command.Root, "docs", "ehr-setup.md"));

    [Fact]
    public async Task A_service_starts_with_every_registration_on_the_page()
    {
        List<(string Name, string Value)> settings = [("Access:AllowAnonymous", "false"), ("Hosting:PublicUrl", "https://cds.hospital.example"), ("Store:RetryMilliseconds", "300000")];
        var registrations = Json().Matches(Page).Select(match => match.Groups["body"].Value).Where(body => body.Contains("\"Issuer\"", StringComparison.Ordinal)).Select(Registration).ToList();
        foreach (var (index, registration) in registrations.Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Clients:Registered:{index}");
            settings.AddRange(Flatten(name, registration).Select(setting => setting.Name.EndsWith(":Name", StringComparison.Ordinal) ? (setting.Name, $"{setting.Value}-{index}") : setting));
        }

        await using var service = new ServiceProcess(settings);
        await service.InitializeAsync();

        Assert.Equal(3, registrations.Count);
    }

    [Fact]
    public async Task The_endpoints_on_the_page_are_advertised()
    {
        using var discovery = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Command.Root, "cds-services.json"), TestContext.Current.CancellationToken));
        var ids = discovery.RootElement.GetProperty("services").EnumerateArray().Select(service => service.GetProperty("id").GetString()).ToList();

        Assert.All(Endpoint().Matches(Page), match => Assert.Contains(match.Groups["id"].Value, ids, StringComparer.Ordinal));
        Assert.All(ids, id => Assert.Contains($"https://cds.hospital.example/cds-services/{id}\n", Page, StringComparison.Ordinal));
    }

    /// <summary>A registration alone, or the first within a whole configuration.</summary>
    private static JsonElement Registration(string body)
    {
        var json = JsonElement.Parse(body);
        return json.TryGetProperty("Clients", out var clients) ? clients.GetProperty("Registered")[0] : json;
    }

    private static IEnumerable<(string Name, string Value)> Flatten(string name, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Flatten($"{name}:{member.Name}", member.Value)),
        JsonValueKind.Array => json.EnumerateArray().Index().SelectMany(item => Flatten(string.Create(CultureInfo.InvariantCulture, $"{name}:{item.Index}"), item.Item)),
        _ => [(name, json.ToString())],
    };

    [GeneratedRegex(@"^ *```json\n(?<body>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Json();

    [GeneratedRegex(@"https://cds\.hospital\.example/cds-services/(?<id>[a-z-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Endpoint();
}
