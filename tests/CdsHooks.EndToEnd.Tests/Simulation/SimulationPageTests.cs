using System.Text.Json;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Simulation;

/// <summary>What docs/simulation.md says about several machines, done on one.</summary>
[Collection(SimulatedPack.Collection)]
public sealed class SimulationPageTests(SimulatedPack simulated)
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Command.Root, "docs", "simulation.md"));

    [Theory]
    [InlineData("parallel")]
    [InlineData("xargs")]
    public async Task A_line_for_one_machine_gives_the_bytes_of_one_process(string program)
    {
        var folder = simulated.NewFolder(program);
        Directory.CreateSymbolicLink(Path.Combine(folder, "pack"), simulated.Pack);
        var lines = new[] { "mkdir -p run8", $"seq -f %05g 0 19 | {program} ", "cdshooks simulate merge run8" }
            .Select(start => Page.Single(line => line.StartsWith(start, StringComparison.Ordinal)).Replace("--set pt.minWeeks=8", SimulatedPack.Options, StringComparison.Ordinal));

        var (exit, output) = await simulated.RunAsync(string.Join(" && ", lines), folder);

        Assert.True(exit == 0, output);
        Assert.Equal(simulated.Result, await File.ReadAllBytesAsync(Path.Combine(folder, "run8", "result.ndjson"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_jobs_for_Kubernetes_fit_its_schemas_and_their_arguments_do_what_is_said()
    {
        var charts = simulated.NewFolder("charts");
        Directory.CreateSymbolicLink(Path.Combine(charts, "pack"), simulated.Pack);
        Directory.CreateDirectory(Path.Combine(charts, "run8", "shards"));
        var shards = await ReadAsync("simulate-shards.yaml");
        var merge = await ReadAsync("simulate-merge.yaml");
        var arguments = ArgumentsOf(shards, charts).Replace("--set=pt.minWeeks=8", SimulatedPack.Options, StringComparison.Ordinal).Replace("$(JOB_COMPLETION_INDEX)", "{}", StringComparison.Ordinal);

        var (exit, output) = await simulated.RunAsync($"seq 0 {shards.GetProperty("spec").GetProperty("completions").GetInt32() - 1} | xargs -P 2 -I{{}} cdshooks {arguments} && cdshooks {ArgumentsOf(merge, charts)}", charts);

        Assert.True(exit == 0, output);
        Assert.Equal("Indexed", shards.GetProperty("spec").GetProperty("completionMode").GetString());
        Assert.Equal(simulated.Result, await File.ReadAllBytesAsync(Path.Combine(charts, "run8", "result.ndjson"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("simulate-shards.yaml")]
    [InlineData("simulate-merge.yaml")]
    public async Task The_pods_of_the_jobs_have_no_rights_and_no_network(string file)
    {
        var template = (await ReadAsync(file)).GetProperty("spec").GetProperty("template");
        var pod = template.GetProperty("spec");
        var container = pod.GetProperty("containers")[0];
        var policy = await ReadAsync("simulate-shards.yaml", index: 1);

        Assert.True(pod.GetProperty("securityContext").GetProperty("runAsNonRoot").GetBoolean());
        Assert.False(pod.GetProperty("automountServiceAccountToken").GetBoolean());
        Assert.True(container.GetProperty("securityContext").GetProperty("readOnlyRootFilesystem").GetBoolean());
        Assert.False(container.GetProperty("securityContext").GetProperty("allowPrivilegeEscalation").GetBoolean());
        Assert.Equal("ALL", container.GetProperty("securityContext").GetProperty("capabilities").GetProperty("drop")[0].GetString());
        Assert.True(container.GetProperty("resources").GetProperty("limits").TryGetProperty("memory", out _));
        Assert.Equal(policy.GetProperty("spec").GetProperty("podSelector").GetProperty("matchLabels").GetRawText(), template.GetProperty("metadata").GetProperty("labels").GetRawText());
        Assert.False(policy.GetProperty("spec").TryGetProperty("egress", out _));
    }

    private static string ArgumentsOf(JsonElement job, string charts)
    {
        var container = job.GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("containers")[0];
        return string.Join(' ', container.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!.Replace("/charts", charts, StringComparison.Ordinal)));
    }

    private static async Task<JsonElement> ReadAsync(string file, int index = 0)
    {
        var (exit, output) = await Command.RunAsync("node", ["tests/kubernetes/validate.mjs", $"docs/deploy/kubernetes/{file}"]);
        Assert.Equal(0, exit);
        return JsonSerializer.Deserialize<JsonElement[]>(output)![index];
    }
}
