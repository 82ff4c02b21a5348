using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace CdsHooks.EndToEnd.Tests;

/// <summary>A signal makes the service look at its rules at once.</summary>
public sealed class ReloadSignalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task On_SIGHUP_changed_rules_come_into_force()
    {
        var folder = Directory.CreateTempSubdirectory("cdshooks-rules-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Command.Root, "fhir-profiles"), "*.json", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder.FullName, Path.GetRelativePath(Path.Combine(Command.Root, "fhir-profiles"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            await using ServiceProcess service = new([("Rules:Directory", folder.FullName), ("Rules:ReloadSeconds", "0")]);
            await service.InitializeAsync();
            var version = await VersionAsync(service);
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "parameters", "Parameters-site.json"), """{"resourceType":"Parameters","id":"site","parameter":[{"name":"pt.minWeeks","valueInteger":8}]}""", TestContext.Current.CancellationToken);

            using var signal = Process.Start("kill", ["-HUP", service.Id.ToString(CultureInfo.InvariantCulture)]);

            using CancellationTokenSource patience = new(Patience);
            while (string.Equals(version, await VersionAsync(service), StringComparison.Ordinal))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string?> VersionAsync(ServiceProcess service)
    {
        using var ready = JsonDocument.Parse(await service.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken));
        return ready.RootElement.GetProperty("rules").GetString();
    }
}
