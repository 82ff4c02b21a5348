using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Deploy;

/// <summary>docs/deploy/kubernetes.yaml, held against the schemas of Kubernetes and against the service itself.</summary>
public sealed partial class KubernetesTests(ServiceProcess service) : IClassFixture<ServiceProcess>
{
    private static readonly Lazy<Task<JsonElement[]>> Manifests = new(ReadAsync);

    [Fact]
    public async Task Every_manifest_fits_its_schema() => Assert.Equal(
        ["ConfigMap", "ConfigMap", "Secret", "Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy", "Ingress"],
        (await Manifests.Value).Select(manifest => manifest.GetProperty("kind").GetString()), StringComparer.Ordinal);

    [Theory]
    [InlineData("replicas: 3", "replicas: three")]
    [InlineData("readOnlyRootFilesystem", "readOnlyRootFileSystem")]
    [InlineData("kind: PodDisruptionBudget", "kind: PodDisruptionBudgets")]
    public async Task A_manifest_that_does_not_fit_is_found_out(string right, string wrong)
    {
        var file = Path.GetTempFileName();
        var text = await File.ReadAllTextAsync(Path.Combine(Command.Root, "docs", "deploy", "kubernetes.yaml"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace(right, wrong, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (exit, _) = await Command.RunAsync("bash", ["-c", $"node tests/kubernetes/validate.mjs {file} 2>/dev/null"]);

        File.Delete(file);
        Assert.Equal(1, exit);
    }

    [Theory]
    [InlineData("startupProbe", "/health/ready")]
    [InlineData("readinessProbe", "/health/ready")]
    [InlineData("livenessProbe", "/health/live")]
    public async Task Probes_ask_what_the_service_answers(string probe, string path)
    {
        var get = (await ContainerAsync()).GetProperty(probe).GetProperty("httpGet");
        using var response = await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(path, get.GetProperty("path").GetString());
        Assert.Equal("http", get.GetProperty("port").GetString());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_ingress_passes_on_what_clients_and_readers_of_cards_need()
    {
        var paths = (await FindAsync("Ingress")).GetProperty("spec").GetProperty("rules")[0].GetProperty("http").GetProperty("paths").EnumerateArray().Select(path => path.GetProperty("path").GetString());
        string[] needed = ["/cds-services", "/fhir/metadata", "/docs/lumbar-fusion", "/health/ready"];

        foreach (var path in needed)
        {
            using var response = await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains('/' + path.Split('/')[1], paths, StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task The_pod_runs_the_image_as_the_Containerfile_makes_it()
    {
        var container = await ContainerAsync();
        var pod = (await PodAsync()).GetProperty("securityContext");
        var user = Containerfile.Single("USER").Split(':').Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(Containerfile.Single("EXPOSE"), container.GetProperty("ports")[0].GetProperty("containerPort").ToString());
        Assert.Equal(user, [pod.GetProperty("runAsUser").GetInt32(), pod.GetProperty("runAsGroup").GetInt32()]);
        Assert.True(pod.GetProperty("runAsNonRoot").GetBoolean());
        Assert.True(container.GetProperty("securityContext").GetProperty("readOnlyRootFilesystem").GetBoolean());
        Assert.False(container.GetProperty("securityContext").GetProperty("allowPrivilegeEscalation").GetBoolean());
        Assert.Equal("ALL", container.GetProperty("securityContext").GetProperty("capabilities").GetProperty("drop")[0].GetString());
    }

    [Fact]
    public async Task A_rollout_never_takes_a_replica_away_before_another_is_ready()
    {
        var spec = (await FindAsync("Deployment")).GetProperty("spec");
        var update = spec.GetProperty("strategy").GetProperty("rollingUpdate");

        Assert.Equal(3, spec.GetProperty("replicas").GetInt32());
        Assert.Equal(0, update.GetProperty("maxUnavailable").GetInt32());
        var options = (await FindAsync("ConfigMap", "cdshooks-options")).GetProperty("data");
        var drain = int.Parse(options.GetProperty("Hosting__DrainSeconds").GetString()!, CultureInfo.InvariantCulture);
        Assert.True((await PodAsync()).GetProperty("terminationGracePeriodSeconds").GetInt32() > drain + 30 + 5);
        Assert.Equal(1, (await FindAsync("PodDisruptionBudget")).GetProperty("spec").GetProperty("maxUnavailable").GetInt32());
    }

    [Fact]
    public async Task The_service_starts_with_these_options_and_no_other()
    {
        var options = (await Manifests.Value)
            .Where(manifest => manifest.GetProperty("metadata").GetProperty("name").GetString() is "cdshooks-options" or "cdshooks-store")
            .SelectMany(manifest => manifest.GetProperty(manifest.TryGetProperty("data", out _) ? "data" : "stringData").EnumerateObject())
            .ToDictionary(option => option.Name, option => option.Value.GetString()!, StringComparer.Ordinal);
        var known = Option().Matches(await File.ReadAllTextAsync(Path.Combine(Command.Root, "docs", "configuration.md"), TestContext.Current.CancellationToken))
            .Select(match => match.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        var folder = await KnowledgeAsync();
        await using var started = new ServiceProcess(
        [
            .. options.Select(option => (option.Key, option.Value)),
            ("Access:AllowAnonymous", "false"),
            ("Rules:Directory", folder.FullName),
            ("Store:RetryMilliseconds", "300000"),
        ]);

        await started.InitializeAsync();

        Assert.All(options.Keys, name => Assert.Contains(name, known));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_site_parameters_fit_the_rules()
    {
        var folder = await KnowledgeAsync();
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var program = Path.GetFullPath(Path.Combine(here, "..", "..", "CdsHooks.Cli", Path.GetFileName(here), "cdshooks.dll"));

        var (exit, output) = await Command.RunAsync("dotnet", [program, "check", folder.FullName]);

        folder.Delete(recursive: true);
        Assert.True(exit == 0, output);
    }

    /// <summary>The rules with the file of the ConfigMap where the pod mounts it.</summary>
    private static async Task<DirectoryInfo> KnowledgeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cdshooks-site-");
        var (exit, _) = await Command.RunAsync("cp", ["-r", Path.Combine(Command.Root, "fhir-profiles") + "/.", folder.FullName]);
        Assert.Equal(0, exit);
        var mount = (await ContainerAsync()).GetProperty("volumeMounts").EnumerateArray().Single(mount => mount.TryGetProperty("subPath", out _));
        var file = Path.Combine(folder.FullName, Path.GetRelativePath("/app/fhir-profiles", mount.GetProperty("mountPath").GetString()!));
        var data = (await FindAsync("ConfigMap", "cdshooks-site-parameters")).GetProperty("data");
        await File.WriteAllTextAsync(file, data.GetProperty(mount.GetProperty("subPath").GetString()!).GetString(), TestContext.Current.CancellationToken);
        return folder;
    }

    private static async Task<JsonElement> FindAsync(string kind, string name = "cdshooks") => (await Manifests.Value).Single(manifest =>
        string.Equals(manifest.GetProperty("kind").GetString(), kind, StringComparison.Ordinal)
        && string.Equals(manifest.GetProperty("metadata").GetProperty("name").GetString(), name, StringComparison.Ordinal));

    private static async Task<JsonElement> PodAsync() => (await FindAsync("Deployment")).GetProperty("spec").GetProperty("template").GetProperty("spec");

    private static async Task<JsonElement> ContainerAsync() => (await PodAsync()).GetProperty("containers")[0];

    private static async Task<JsonElement[]> ReadAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("node", ["tests/kubernetes/validate.mjs", "docs/deploy/kubernetes.yaml"])
        {
            WorkingDirectory = Command.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return JsonSerializer.Deserialize<JsonElement[]>(output)!;
    }

    [GeneratedRegex(@"^\| `(?<name>[\w:]+)` \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Option();
}
