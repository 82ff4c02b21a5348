using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Rules;

/// <summary>Rules that are changed while the service runs come into force as a whole.</summary>
public sealed class LiveRulesTests
{
    private const string OrderCodes = "valuesets/ValueSet-lumbar-fusion-procedures.json";

    [Fact]
    public async Task A_changed_threshold_comes_into_force()
    {
        using RulesFolder rules = new();
        await using var app = rules.NewApp();
        var version = app.VersionOf();
        Assert.Equal("sharedDecision", await app.KindAsync());

        rules.SetWeeks(8);

        await app.OtherVersionAsync(version);
        Assert.Equal("indicationMissing", await app.KindAsync());
        Assert.Contains(app.Logs.Lines, line => line.Contains($"rules version {app.VersionOf()}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_text_and_an_added_code_come_into_force_together()
    {
        using RulesFolder rules = new();
        await using var app = rules.NewApp();
        var version = app.VersionOf();
        Assert.Null(await app.CardAsync(change: WithOwnCode));

        rules.Change(RulesFolder.Plan, "A shared decision, benefit uncertain.", "A decision to share.");
        rules.Change(OrderCodes, "\"include\": [", "\"include\": [ { \"system\": \"https://ehr.example/codes\", \"concept\": [ { \"code\": \"FUSE-1\" } ] },");

        await app.OtherVersionAsync(version);
        await app.ReadyAsync("ready");
        await Eventually.SeeAsync(() => app.CardAsync(change: WithOwnCode), card => card?.GetProperty("summary").GetString()!.EndsWith("A decision to share.", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task Everything_that_shows_rules_shows_those_in_force()
    {
        using RulesFolder rules = new();
        await using var app = rules.NewApp();
        using var client = app.CreateClient();
        var version = app.VersionOf();
        var page = await app.GetAsync("/docs/lumbar-fusion");
        using var before = await client.GetAsync(new Uri("/fhir/PlanDefinition/lumbar-fusion", UriKind.Relative), TestContext.Current.CancellationToken);

        rules.SetWeeks(9);

        var next = await app.OtherVersionAsync(version);
        using var after = await client.GetAsync(new Uri("/fhir/PlanDefinition/lumbar-fusion", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
        Assert.NotEqual(page, await app.GetAsync("/docs/lumbar-fusion"), StringComparer.Ordinal);
        Assert.Equal(next, (await app.ReadyAsync()).GetProperty("rules").GetString());
    }

    [Fact]
    public async Task A_changed_discovery_document_is_served()
    {
        using RulesFolder rules = new();
        await using var app = rules.NewApp();
        var version = app.VersionOf();
        var document = (await File.ReadAllTextAsync(rules.Discovery, TestContext.Current.CancellationToken)).Replace("\"patient\":", "\"patient\" :", StringComparison.Ordinal);

        await File.WriteAllTextAsync(rules.Discovery, document, TestContext.Current.CancellationToken);

        await app.OtherVersionAsync(version);
        using var client = app.CreateClient();
        using HttpRequestMessage request = new(HttpMethod.Get, "/cds-services");
        request.Headers.Add("Origin", "https://sandbox.example");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(document, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task The_same_content_is_the_same_version_whatever_its_files_are_called_and_how_old_they_are()
    {
        using RulesFolder rules = new();
        await using var app = rules.NewApp();
        var version = app.VersionOf();
        var loadedAt = app.Services.GetRequiredService<RuleBook>().Current;

        foreach (var file in Directory.EnumerateFiles(rules.Folder, "*.json", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        Directory.Move(Path.Combine(rules.Folder, "valuesets"), Path.Combine(rules.Folder, "a-first"));
        Assert.Equal(version, RulesFiles.Read(new RulesSource(rules.Folder, "", rules.Discovery, null)).Version);
        Assert.NotEqual(version, RulesFiles.Read(new RulesSource(rules.Folder, "", rules.Discovery, "nass")).Version, StringComparer.Ordinal);
        await SomeLooksAsync(app);
        Assert.Same(loadedAt, app.Services.GetRequiredService<RuleBook>().Current);
    }

    [Fact]
    public async Task A_link_that_is_moved_to_another_folder_changes_the_rules()
    {
        using RulesFolder first = new();
        using RulesFolder second = new();
        second.SetWeeks(8);
        var mount = Path.Combine(first.Root, "mount");
        Mount(mount, first.Folder, "1");
        await using var app = first.NewApp(("Rules:Directory", mount));
        var version = app.VersionOf();
        Assert.Equal("sharedDecision", await app.KindAsync());

        // As Kubernetes does it: a new hidden folder, then the link that all others go through, replaced in one step.
        RulesFolder.Copy(second.Folder, Path.Combine(mount, "..2"));
        File.CreateSymbolicLink(Path.Combine(mount, "..next"), "..2");
        using var move = Process.Start("mv", ["-T", Path.Combine(mount, "..next"), Path.Combine(mount, "..data")]);
        await move.WaitForExitAsync(TestContext.Current.CancellationToken);

        await app.OtherVersionAsync(version);
        Assert.Equal("indicationMissing", await app.KindAsync());
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2025:Ensure tasks using 'IDisposable' instances complete before the instances are disposed", Justification = "They are awaited.")]
    public async Task No_call_fails_while_rules_are_replaced_under_load_and_each_is_judged_by_one_version()
    {
        using RulesFolder rules = new();
        await using var app = rules.NewApp(("Store:CommandMilliseconds", "60000"));
        await app.KindAsync();
        using CancellationTokenSource stop = new();
        var callers = Enumerable.Range(0, 4).Select(_ => CallAsync(app, stop.Token)).ToList();

        for (var swap = 0; swap < 20; swap++)
        {
            var version = app.VersionOf();
            rules.SetWeeks(swap % 2 == 0 ? 8 : 6);
            await app.OtherVersionAsync(version);
        }

        await stop.CancelAsync();
        var kinds = (await Task.WhenAll(callers)).SelectMany(seen => seen).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(["indicationMissing", "sharedDecision"], kinds, StringComparer.Ordinal);
        var decisions = await Kept.DecisionsIn(app);
        Assert.Equal(2, decisions.Select(decision => (decision.RulesVersion, decision.CardKind)).Distinct().Count());
    }

    [Fact]
    public async Task Former_rules_leave_the_memory()
    {
        using RulesFolder rules = new();
        await using var app = rules.NewApp();
        await app.GetAsync("/docs/lumbar-fusion");
        await app.GetAsync("/fhir/ValueSet/cobb-angle");
        var former = Former(app);
        var version = app.VersionOf();

        rules.SetWeeks(8);
        await app.OtherVersionAsync(version);

        await Eventually.SeeAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Task.FromResult(former.IsAlive);
            },
            isAlive => !isAlive);
    }

    private static WeakReference Former(ServiceApp app) => new(app.Services.GetRequiredService<RuleBook>().Current.Services["lumbar-fusion-order-sign"].Plan);

    private static string WithOwnCode(string body) => body.Replace("http://www.ama-assn.org/go/cpt\",\n                  \"code\": \"22630\"", "https://ehr.example/codes\",\n                  \"code\": \"FUSE-1\"", StringComparison.Ordinal);

    private static void Mount(string mount, string folder, string name)
    {
        RulesFolder.Copy(folder, Path.Combine(mount, $"..{name}"));
        File.CreateSymbolicLink(Path.Combine(mount, "..data"), $"..{name}");
        foreach (var part in Directory.EnumerateDirectories(folder).Select(part => Path.GetFileName(part)))
        {
            File.CreateSymbolicLink(Path.Combine(mount, part), Path.Combine("..data", part));
        }
    }

    private static async Task<List<string>> CallAsync(ServiceApp app, CancellationToken stop)
    {
        List<string> kinds = [];
        while (!stop.IsCancellationRequested)
        {
            kinds.Add(await app.KindAsync());
        }

        return kinds;
    }

    /// <summary>Waits until the service has looked at its files again, by something else that it sees then.</summary>
    private static async Task SomeLooksAsync(ServiceApp app)
    {
        for (var look = 0; look < 5; look++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
            Assert.Equal("ready", (await app.ReadyAsync()).GetProperty("status").GetString());
        }
    }
}
