using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Deploy;

/// <summary>docs/deploy/Containerfile without a container: what it builds is built, and what it starts is started, as its user and with nothing to write but the data.</summary>
[Collection(PublishedService.Collection)]
public sealed class ContainerfileTests(PublishedService published)
{
    [Fact]
    public async Task The_image_serves_from_a_folder_that_it_cannot_write()
    {
        var port = RunningReplica.FreePort();
        var environment = Containerfile.Environment.ToDictionary(variable => variable.Key, variable => variable.Value.Replace(Containerfile.Single("EXPOSE"), port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), StringComparer.Ordinal);
        environment["Access__AllowAnonymous"] = "true";
        var check = published.Start(Containerfile.Words(Containerfile.Single("HEALTHCHECK")), environment);
        var files = Files();

        Assert.Equal(1, await ExitCodeAsync(check));
        await using var replica = new RunningReplica(published.Start(Containerfile.Words(Containerfile.Single("ENTRYPOINT")), environment), port);
        await replica.StartAsync();
        Assert.Equal(0, await ExitCodeAsync(check));
        await CallAsync(replica);
        Assert.Equal(0, await replica.StopAsync());
        Assert.Equal(1, await ExitCodeAsync(check));

        Assert.Equal(files, Files(), StringComparer.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(published.Data, "cdshooks.db*"));
    }

    [Fact]
    public void The_image_runs_without_rights_and_without_a_shell()
    {
        Assert.All(Containerfile.Single("USER").Split(':'), id => Assert.True(int.Parse(id, CultureInfo.InvariantCulture) > 0));
        Assert.EndsWith("-chiseled-extra AS run", Containerfile.Single("FROM"), StringComparison.Ordinal);
        Assert.DoesNotContain(Containerfile.Instructions, instruction => instruction is { Stage: "run", Name: "RUN" });
        Assert.Equal(Path.GetDirectoryName(Containerfile.Environment["Store__ConnectionString"].Split('=')[1]), Containerfile.Single("VOLUME"));
    }

    [Fact]
    public void Notices_go_along()
    {
        Assert.True(File.Exists(Path.Combine(published.App, "THIRD-PARTY-NOTICES.md")));
        Assert.Contains("Microsoft.NETCore.App.txt", Directory.GetFiles(Path.Combine(published.App, "notices")).Select(Path.GetFileName), StringComparer.Ordinal);
    }

    private static async Task CallAsync(RunningReplica replica)
    {
        var body = await File.ReadAllTextAsync(Path.Combine(Command.Root, "tests", "cases", "v18-nothing-documented", "request.json"), TestContext.Current.CancellationToken);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await replica.Client.PostAsync(new Uri(RegisteredClient.Service, UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Contains("summary", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<int> ExitCodeAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    private List<string> Files() => [.. Directory.GetFiles(published.App, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
