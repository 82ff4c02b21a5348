using System.Globalization;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Deploy;

/// <summary>docs/deploy/cdshooks.service: systemd accepts it, and what it starts comes up.</summary>
[Collection(PublishedService.Collection)]
public sealed class SystemdUnitTests(PublishedService published) : IDisposable
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Command.Root, "docs", "deploy", "cdshooks.service"));

    private static readonly ILookup<string, string> Settings = Text.Split('\n')
        .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] is not '#')
        .Select(line => line.Split('=', 2))
        .ToLookup(parts => parts[0], parts => parts[1].Trim('"'), StringComparer.Ordinal);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-unit-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Systemd_accepts_it()
    {
        var unit = Path.Combine(_folder.FullName, "cdshooks.service");
        await File.WriteAllTextAsync(unit, Text.Replace("/opt/cdshooks", published.App, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (exit, output) = await Command.RunAsync("bash", ["-c", $"systemd-analyze verify '{unit}' 2>&1"]);

        Assert.True(exit == 0, output);
        Assert.Empty(output);
    }

    [Theory]
    [InlineData("DynamicUser", "yes")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("ProtectHome", "yes")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("CapabilityBoundingSet", "")]
    [InlineData("StateDirectory", "cdshooks")]
    [InlineData("Restart", "always")]
    [InlineData("LimitCORE", "0")]
    public void It_keeps_the_process_in_bounds(string name, string value) => Assert.Equal(value, Assert.Single(Settings[name]));

    [Fact]
    public void It_gives_a_stop_the_time_that_the_service_takes()
    {
        // Hosting:DrainSeconds, 30 seconds for the calls that are being answered, Decisions:FlushMilliseconds.
        Assert.True(int.Parse(Settings["TimeoutStopSec"].Single(), CultureInfo.InvariantCulture) > 5 + 30 + 5);
    }

    [Fact]
    public async Task What_it_starts_comes_up_and_ends()
    {
        var port = RunningReplica.FreePort();
        var environment = Settings["Environment"]
            .Select(variable => variable.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1].Replace("5080", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("/var/lib/cdshooks/", "/data/unit-", StringComparison.Ordinal), StringComparer.Ordinal);
        environment["Access__AllowAnonymous"] = "true";
        var start = published.Start([Settings["ExecStart"].Single().Replace("/opt/cdshooks", "/app", StringComparison.Ordinal)], environment);

        await using var replica = new RunningReplica(start, port);
        await replica.StartAsync();

        Assert.Equal(0, await replica.StopAsync());
    }
}
