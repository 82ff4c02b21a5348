using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.Tune;
using Xunit;

namespace CdsHooks.Service.Tests.Simulate;

/// <summary>Runs that were stopped, interrupted, or failed, packs that are gone, and results that were damaged: each says so.</summary>
public sealed class RunStateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-runs-");

    private string Runs => Path.Combine(_folder.FullName, "runs");

    private string Packs => Path.Combine(_folder.FullName, "packs");

    private string Only => Assert.Single(Directory.GetDirectories(Runs));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_run_is_stopped_and_continued_to_the_result_of_one_that_was_not()
    {
        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync([.. Simulating.Demo(3000), ("set.pt.minWeeks", "8")]);
        await browser.SendAsync("Stop");
        Assert.Contains(">stopped</span>", browser.Page, StringComparison.Ordinal);
        Assert.Contains("Stopped. The shards that were done are kept", browser.Words, StringComparison.Ordinal);

        await browser.SendAsync("Continue");
        var continued = await browser.ReportAsync(await browser.EndAsync());
        await browser.StartAsync([.. Simulating.Demo(3000), ("set.pt.minWeeks", "8")]);
        var whole = await browser.ReportAsync(await browser.EndAsync());

        Assert.Equal(whole.ToString(), continued.ToString());
    }

    [Fact]
    public async Task One_run_is_worked_on_at_a_time()
    {
        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync(Simulating.Demo(3000));
        var first = browser.Address;
        await browser.StartAsync(Simulating.Demo(60));

        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Another run is being worked on.", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync(first);
        Assert.Contains("of 3,000 patients", browser.Words, StringComparison.Ordinal);
        Assert.Contains("hx-trigger=\"every 1s\"", browser.Page, StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", browser.Page, StringComparison.Ordinal);
        await browser.SendAsync("Stop");
    }

    [Fact]
    public async Task A_run_that_a_restart_interrupted_says_so_and_is_continued()
    {
        string result;
        await using (var app = NewApp())
        {
            using Browser browser = new(app);
            await browser.StartAsync([.. Simulating.Demo(), ("set.pt.minWeeks", "8")]);
            await browser.EndAsync();
            result = await File.ReadAllTextAsync(Path.Combine(Only, "result.ndjson"), TestContext.Current.CancellationToken);
        }

        // As a process that was killed leaves it.
        File.Delete(Path.Combine(Only, "result.ndjson"));
        File.Delete(Path.Combine(Only, "shards", "shard-00001.result.ndjson"));
        var state = Path.Combine(Only, "state.json");
        await File.WriteAllTextAsync(state, (await File.ReadAllTextAsync(state, TestContext.Current.CancellationToken)).Replace("Done", "Running", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        await using var second = NewApp();
        using Browser later = new(second);
        await later.OpenAsync("/simulate");
        Assert.Contains(">interrupted</span>", later.Page, StringComparison.Ordinal);
        await later.OpenAsync($"/simulate/{Path.GetFileName(Only)}");
        Assert.Contains("Interrupted: the service ended while it was being worked on.", later.Words, StringComparison.Ordinal);
        await later.SendAsync("Continue");
        await later.EndAsync();
        Assert.Equal(result, await File.ReadAllTextAsync(Path.Combine(Only, "result.ndjson"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_end_of_the_service_interrupts_a_run()
    {
        await using (var app = NewApp())
        {
            using Browser browser = new(app);
            await browser.StartAsync(Simulating.Demo(3000));
        }

        Assert.Contains("Interrupted", await File.ReadAllTextAsync(Path.Combine(Only, "state.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_other_rules_a_run_is_not_continued()
    {
        await using (var app = NewApp())
        {
            using Browser browser = new(app);
            await browser.StartAsync(Simulating.Demo(3000));
        }

        await using var second = NewApp(("Rules:SiteParameters", "payer-strict"));
        using Browser later = new(second);
        await later.OpenAsync($"/simulate/{Path.GetFileName(Only)}");

        Assert.Contains("Other rules are in force now than those that the run began with", later.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Continue", later.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_is_simulated_and_when_it_is_gone_its_flips_cannot_be_opened()
    {
        WritePack("last-year", 120);
        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync(("charts", "pack:last-year"), ("calls", "replay"), ("set.pt.minWeeks", "8"));
        var run = await browser.EndAsync();
        Assert.Contains("last-year", browser.Words, StringComparison.Ordinal);
        Assert.Equal(120, (await browser.ReportAsync(run)).GetProperty("patients").GetInt32());

        Directory.Delete(Path.Combine(Packs, "last-year"), recursive: true);
        await browser.OpenAsync($"{run}/flips");
        await browser.SendAsync("Open");
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("The pack is not there any more.", browser.Words, StringComparison.Ordinal);

        WritePack("last-year", 121);
        await browser.OpenAsync($"{run}/flips");
        await browser.SendAsync("Open");
        Assert.Contains("The pack was made anew since the run", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_that_cannot_be_read_fails_the_run_and_is_not_empty()
    {
        WritePack("broken", 60);
        foreach (var shard in Directory.GetFiles(Path.Combine(Packs, "broken"), "*.tsv"))
        {
            await File.WriteAllTextAsync(shard, (await File.ReadAllTextAsync(shard, TestContext.Current.CancellationToken)).Replace("\t{", "\tx", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync(("charts", "pack:broken"), ("calls", "replay"));
        await browser.EndAsync();

        Assert.Contains("The run failed, and has no result. A resource in shard ", browser.Words, StringComparison.Ordinal);
        Assert.Contains(" is not JSON. Pack the export anew", browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("No order was judged", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_folders_of_the_configured_one_can_be_chosen_and_no_link_leads_out()
    {
        WritePack("whole", 60);
        var elsewhere = Path.Combine(_folder.FullName, "elsewhere");
        SyntheticPack.Write(elsewhere, 60);
        Directory.CreateSymbolicLink(Path.Combine(Packs, "link"), elsewhere);
        WritePack("with-link", 60);
        File.Delete(Path.Combine(Packs, "with-link", "shard-00000.tsv"));
        File.CreateSymbolicLink(Path.Combine(Packs, "with-link", "shard-00000.tsv"), Path.Combine(elsewhere, "shard-00000.tsv"));
        await using var app = NewApp();
        using Browser browser = new(app);

        await browser.OpenAsync("/simulate");
        Assert.Contains("pack:whole", browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("link", OptionsOf(browser.Page), StringComparison.Ordinal);
        foreach (var name in new[] { "link", "with-link", "../elsewhere", "whole/../../elsewhere", elsewhere, ".", string.Empty })
        {
            await browser.StartAsync(("charts", $"pack:{name}"), ("calls", "replay"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        }

        Assert.False(Directory.Exists(Runs));
    }

    [Fact]
    public async Task A_run_that_does_not_tell_what_it_was_can_only_be_removed()
    {
        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync(Simulating.Demo(60));
        var run = await browser.EndAsync();
        var path = Path.Combine(Only, "run.json");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))[..^20], TestContext.Current.CancellationToken);

        await browser.OpenAsync(run);
        Assert.Contains("The folder of this run is damaged.", browser.Words, StringComparison.Ordinal);
        Assert.Contains("Rules in force version not known Candidate", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync($"{run}?format=json");
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        await browser.SendAsync("Remove");
        Assert.Empty(Directory.GetDirectories(Runs));
    }

    [Theory]
    [InlineData("cut", "result.ndjson is not a whole result: its last line is missing.")]
    [InlineData("emptied", "result.ndjson is not a whole result: its last line is missing.")]
    [InlineData("deleted", "The file result.ndjson does not exist.")]
    [InlineData("changed", "result.ndjson was changed or cut after it was written.")]
    public async Task A_damaged_result_is_told_from_an_empty_one_everywhere(string damage, string words)
    {
        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync([.. Simulating.Demo(60), ("set.pt.minWeeks", "12")]);
        var run = await browser.EndAsync();
        await browser.OpenAsync($"{run}/flips");
        var path = Path.Combine(Only, "result.ndjson");
        var result = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        switch (damage)
        {
            case "deleted":
                File.Delete(path);
                break;
            default:
                var other = damage is "cut" ? result[..^20] : damage is "emptied" ? string.Empty : result.Replace("\"patient\":\"syn-", "\"patient\":\"sin-", StringComparison.Ordinal);
                await File.WriteAllTextAsync(path, other, TestContext.Current.CancellationToken);
                break;
        }

        // From a page that was opened before.
        await browser.SendAsync("Open");
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains(words, browser.Words, StringComparison.Ordinal);

        await browser.OpenAsync(run);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains($"The result is damaged. {words}", browser.Words, StringComparison.Ordinal);
        Assert.Contains(">damaged</span>", browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain(">done</span>", browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("No order was judged", browser.Words, StringComparison.Ordinal);
        foreach (var format in new[] { "json", "csv", "html" })
        {
            await browser.OpenAsync($"{run}?format={format}");
            Assert.Equal(HttpStatusCode.Conflict, browser.Status);
            Assert.Contains(words, browser.Words, StringComparison.Ordinal);
        }

        Assert.Single(app.Logs.Lines, line => line.StartsWith("Warning ", StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal));
        await browser.OpenAsync("/simulate");
        Assert.Contains(damage is "changed" ? ">done</span>" : ">damaged</span>", browser.Page, StringComparison.Ordinal);
        await browser.OpenAsync(run);
        await browser.SendAsync("Remove");
        Assert.Empty(Directory.GetDirectories(Runs));
    }

    [Fact]
    public async Task A_result_that_cannot_be_read_is_a_sentence_on_both_pages()
    {
        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync(Simulating.Demo(60));
        var run = await browser.EndAsync();
        await using FileStream taken = new(Path.Combine(Only, "result.ndjson"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        foreach (var path in new[] { run, $"{run}/flips" })
        {
            await browser.OpenAsync(path);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.Contains("The file of the result cannot be read.", browser.Words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_old_run_is_removed()
    {
        await using (var app = NewApp())
        {
            using Browser browser = new(app);
            await browser.StartAsync(Simulating.Demo(60));
            await browser.EndAsync();
        }

        await using (var young = NewApp(("Workbench:Simulation:KeepDays", "30")))
        {
            using Browser browser = new(young);
            await browser.OpenAsync("/simulate");
            Assert.Contains(">done</span>", browser.Page, StringComparison.Ordinal);
        }

        await using ServiceApp old = new() { Settings = SettingsWith(), Clock = new FixedClock(new DateTimeOffset(2026, 7, 2, 12, 0, 0, TimeSpan.Zero)) };
        using Browser later = new(old);
        await Eventually.SeeAsync(
            async () =>
            {
                await later.OpenAsync("/simulate");
                return later.Page;
            },
            page => page.Contains("No simulation has been run yet.", StringComparison.Ordinal));
        Assert.Empty(Directory.GetDirectories(Runs));
    }

    [Fact]
    public async Task The_newest_runs_stand_above_the_form_and_the_others_are_folded()
    {
        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync(Simulating.Demo(60));
        await browser.EndAsync();
        var first = Only;
        var spec = await File.ReadAllTextAsync(Path.Combine(first, "run.json"), TestContext.Current.CancellationToken);
        for (var number = 1; number <= 6; number++)
        {
            var id = $"{number:x16}";
            var copy = Directory.CreateDirectory(Path.Combine(Runs, id)).FullName;
            foreach (var file in new[] { "state.json", "result.ndjson" })
            {
                File.Copy(Path.Combine(first, file), Path.Combine(copy, file));
            }

            await File.WriteAllTextAsync(Path.Combine(copy, "run.json"), spec.Replace(Path.GetFileName(first), id, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        await browser.OpenAsync("/simulate");
        Assert.Contains("2 earlier runs", browser.Words, StringComparison.Ordinal);
        var shown = browser.Page[..browser.Page.IndexOf("2 earlier runs", StringComparison.Ordinal)];
        Assert.Equal(5, shown.Split(">done</span>").Length - 1);
    }

    private static string OptionsOf(string page) => page[page.IndexOf("id=\"f-charts\"", StringComparison.Ordinal)..page.IndexOf("</select>", page.IndexOf("id=\"f-charts\"", StringComparison.Ordinal), StringComparison.Ordinal)];

    private void WritePack(string name, int patients) => SyntheticPack.Write(Path.Combine(Packs, name), patients);

    private ServiceApp NewApp(params (string Name, string Value)[] settings) => new() { Settings = SettingsWith(settings) };

    private Dictionary<string, string?> SettingsWith(params (string Name, string Value)[] settings) =>
        Some.Settings([("Workbench:Simulation:RunsFolder", Runs), ("Workbench:Simulation:PacksFolder", Packs), .. settings]);
}
