using System.Diagnostics;
using System.Text.Json;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Rules;

/// <summary>Changed rules that cannot be used are refused with every fault, and the last good ones go on answering.</summary>
public sealed class RefusedRulesTests
{
    [Theory]
    [InlineData("half a plan", RulesFolder.Plan, "This is not JSON")]
    [InlineData("an unknown member", RulesFolder.Plan, "")]
    [InlineData("no plan", "", "There is no PlanDefinition")]
    [InlineData("no value set", RulesFolder.Plan, "")]
    [InlineData("no folder", "fhir-profiles", "The folder does not exist")]
    [InlineData("an empty folder", "", "There is no PlanDefinition")]
    [InlineData("no discovery document", "cds-services.json", "The file does not exist")]
    [InlineData("half a discovery document", "cds-services.json", "This is not JSON")]
    [InlineData("a service less", "cds-services.json", "is missing: clients still call it")]
    [InlineData("a pipe", "pipe.json", "This file is empty")]
    public async Task Faulty_rules_are_refused_and_come_into_force_when_they_are_mended(string fault, string file, string message)
    {
        using RulesFolder rules = new();
        await using var app = rules.NewApp();
        var version = app.VersionOf();
        Assert.Equal("sharedDecision", await app.KindAsync());

        var mend = Break(rules, fault);

        var ready = await Eventually.SeeAsync(app.ReadyAsync, ready => IssuesOf(ready).Any(issue => issue.Contains(file, StringComparison.Ordinal) && issue.Contains(message, StringComparison.Ordinal)));
        Assert.Equal("degraded", ready.GetProperty("status").GetString());
        Assert.DoesNotContain("shadow", ready.GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("The changed rules cannot be used (", ready.GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.Contains($"version {version} of 2026-06-01 12:00:00Z serves", ready.GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.Equal(version, ready.GetProperty("rules").GetString());
        var log = string.Join('\n', app.Logs.Lines);
        Assert.All(IssuesOf(ready), issue => Assert.Contains(issue, log, StringComparison.Ordinal));
        Assert.Equal("sharedDecision", await app.KindAsync());

        // Once for each fault, not at every look; the test's own change may be seen in the middle.
        Assert.InRange(app.Logs.Lines.Count(line => line.Contains("RulesWatch[1202]", StringComparison.Ordinal)), 1, 2);

        mend();

        await app.ReadyAsync("ready");
        Assert.Equal(version, app.VersionOf());
        Assert.Equal("sharedDecision", await app.KindAsync());
    }

    [Fact]
    public async Task Faulty_rules_may_be_mended_by_others_than_the_former()
    {
        using RulesFolder rules = new();
        await using var app = rules.NewApp();
        var version = app.VersionOf();
        var mend = Break(rules, "half a plan");
        await app.ReadyAsync("degraded");

        mend();
        rules.SetWeeks(8);

        await app.OtherVersionAsync(version);
        await app.ReadyAsync("ready");
        Assert.Equal("indicationMissing", await app.KindAsync());
    }

    [Fact]
    public async Task Files_that_are_still_being_copied_are_not_loaded()
    {
        using RulesFolder rules = new();
        await using var app = rules.NewApp(("Rules:ReloadSeconds", "0"));
        var version = app.VersionOf();
        var watch = app.Services.GetRequiredService<Func<RulesSource, RulesWatch>>()(new RulesSource(rules.Folder, "Rules:Directory", rules.Discovery, null));
        var plan = Path.Combine(rules.Folder, RulesFolder.Plan);
        rules.SetWeeks(8);
        var text = await File.ReadAllTextAsync(plan, TestContext.Current.CancellationToken);

        for (var part = 1; part <= 5; part++)
        {
            await File.WriteAllTextAsync(plan, text[..(text.Length * part / 5)], TestContext.Current.CancellationToken);
            await watch.LookAsync(isSettled: false, TestContext.Current.CancellationToken);
            Assert.Equal(version, app.VersionOf());
        }

        await watch.LookAsync(isSettled: false, TestContext.Current.CancellationToken);
        Assert.NotEqual(version, app.VersionOf(), StringComparer.Ordinal);
        Assert.Equal("indicationMissing", await app.KindAsync());
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("cannot be used", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> IssuesOf(JsonElement ready) => ready.TryGetProperty("issues", out var issues) ? [.. issues.EnumerateArray().Select(issue => issue.GetString()!)] : [];

    private static Action Break(RulesFolder rules, string fault)
    {
        var plan = Path.Combine(rules.Folder, RulesFolder.Plan);
        var valueSet = Path.Combine(rules.Folder, "valuesets", "ValueSet-lumbar-fusion-procedures.json");
        return fault switch
        {
            "half a plan" => Write(plan, text => text[..(text.Length / 2)]),
            "an unknown member" => Write(plan, text => text.Replace("\"resourceType\": \"PlanDefinition\",", "\"resourceType\": \"PlanDefinition\", \"colour\": \"blue\",", StringComparison.Ordinal)),
            "no plan" => Move(plan, plan + ".off"),
            "no value set" => Move(valueSet, valueSet + ".off"),
            "no folder" => Move(rules.Folder, rules.Folder + "-off"),
            "an empty folder" => Empty(rules.Folder),
            "a pipe" => Pipe(Path.Combine(rules.Folder, "plans", "pipe.json")),
            "no discovery document" => Move(rules.Discovery, rules.Discovery + ".off"),
            "half a discovery document" => Write(rules.Discovery, text => text[..(text.Length / 2)]),
            "a service less" => Write(rules.Discovery, text => text.Replace("\"lumbar-fusion-order-select\"", "\"another\"", StringComparison.Ordinal)),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
    }

    private static Action Write(string file, Func<string, string> change)
    {
        var text = File.ReadAllText(file);
        var changed = change(text);
        Assert.NotEqual(text, changed, StringComparer.Ordinal);
        File.WriteAllText(file, changed);
        return () => File.WriteAllText(file, text);
    }

    /// <summary>Makes what never ends for a reader.</summary>
    private static Action Pipe(string path)
    {
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
        return () => File.Delete(path);
    }

    private static Action Move(string from, string to)
    {
        Directory.Move(from, to);
        return () => Directory.Move(to, from);
    }

    private static Action Empty(string folder)
    {
        var mend = Move(folder, folder + "-off");
        Directory.CreateDirectory(folder);
        return () =>
        {
            Directory.Delete(folder);
            mend();
        };
    }
}
