using System.Net;
using CdsHooks.Service.Pages.Simulate;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.Tune;
using CdsHooks.Simulation.Runs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Simulate;

/// <summary>Folders of runs and of packs that cannot be read or written: each is told in a sentence, without a path, and a run that ended is never called interrupted.</summary>
public sealed class BrokenFolderTests : IDisposable
{
    private const string NotWritten = "The folder of the runs cannot be written: its disk is full or read-only";

    /// <summary>With the 17 of the folder of a run, a path may have this length on Linux (4,095 at most); with the 13 of a file's name as well, no more.</summary>
    private const int LongPath = 4072;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-broken-");

    private string Runs => Path.Combine(_folder.FullName, "runs");

    private string Packs => Path.Combine(_folder.FullName, "packs");

    private string Only => Assert.Single(Directory.GetDirectories(Runs));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_folder_of_runs_that_is_a_file_is_not_an_empty_one()
    {
        await File.WriteAllTextAsync(Runs, "x", TestContext.Current.CancellationToken);
        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync(Simulating.Demo(60));

        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("The folder of the runs cannot be read (Workbench:Simulation:RunsFolder). This says nothing about the number of runs.", browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("No simulation has been run yet.", browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullName, browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_leaves_no_run()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Another system has another limit of paths.");

        // The folder of a run can be made here; the path of a file in it is too long.
        var runs = Runs;
        while (runs.Length < LongPath)
        {
            runs = Path.Combine(runs, new string('x', Math.Min(100, LongPath - runs.Length)));
        }

        await using var app = NewApp(runs);
        using Browser browser = new(app);
        await browser.StartAsync(Simulating.Demo(60));

        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains(NotWritten, browser.Words, StringComparison.Ordinal);
        Assert.True(Directory.Exists(runs));
        Assert.Empty(Directory.EnumerateFileSystemEntries(runs));
    }

    [Fact]
    public async Task A_run_whose_state_cannot_be_written_is_not_continued_and_says_why()
    {
        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync(Simulating.Demo(3000));
        await browser.SendAsync("Stop");
        var run = browser.Address;
        Directory.CreateDirectory(Path.Combine(Only, "state.json.new"));

        await browser.SendAsync("Continue");
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains(NotWritten, browser.Words, StringComparison.Ordinal);
        Assert.Contains(">stopped</span>", browser.Page, StringComparison.Ordinal);

        Directory.Delete(Path.Combine(Only, "state.json.new"));
        await browser.OpenAsync(run);
        await browser.SendAsync("Continue");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.SendAsync("Stop");
    }

    [Fact]
    public async Task A_run_that_ended_is_not_interrupted_though_its_state_could_not_be_saved()
    {
        await using (var app = NewApp())
        {
            using Browser browser = new(app);
            await browser.StartAsync(Simulating.Demo(3000));
            Directory.CreateDirectory(Path.Combine(Only, "state.json.new"));
            await browser.SendAsync("Stop");

            Assert.Contains(">stopped</span>", browser.Page, StringComparison.Ordinal);
            Assert.DoesNotContain("Interrupted", browser.Words, StringComparison.Ordinal);
            Assert.Contains("Running", await StateAsync(), StringComparison.Ordinal);
            Directory.Delete(Path.Combine(Only, "state.json.new"));
        }

        // The end of the service saves what could not be saved before.
        Assert.Contains("Stopped", await StateAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_cannot_write_its_results_says_so_without_a_name_of_a_program()
    {
        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync(Simulating.Demo(3000));
        await browser.SendAsync("Stop");
        var shards = Path.Combine(Only, "shards");
        if (Directory.Exists(shards))
        {
            Directory.Delete(shards, recursive: true);
        }

        await File.WriteAllTextAsync(shards, "x", TestContext.Current.CancellationToken);
        await browser.SendAsync("Continue");
        await browser.EndAsync();

        Assert.Contains($"The run failed, and has no result. {NotWritten}", browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_cannot_be_removed_says_why()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Permissions do not bind root.");
            return;
        }

        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync(Simulating.Demo(60));
        await browser.EndAsync();
        var mode = File.GetUnixFileMode(Only);
        File.SetUnixFileMode(Only, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            await browser.SendAsync("Remove");
            Assert.Equal(HttpStatusCode.Conflict, browser.Status);
            Assert.Contains(NotWritten, browser.Words, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(Only, mode);
        }
    }

    [Fact]
    public void A_fault_of_the_program_is_logged_by_its_place_and_told_without_it()
    {
        using var app = NewApp();
        var work = app.Services.GetRequiredService<RunWork>();

        var issue = work.IssueOf("0123456789abcdef", new AggregateException(new IOException("a path"), new InvalidOperationException("Marchbanksworth")));

        Assert.DoesNotContain("Exception", issue, StringComparison.Ordinal);
        Assert.Contains(app.Logs.Lines, line => line.StartsWith("Error ", StringComparison.Ordinal) && line.Contains("System.InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("Marchbanksworth", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, false, "The folder of packs (Workbench:Simulation:PacksFolder) does not exist.")]
    [InlineData(true, false, "The folder of packs is a file, and no folder (Workbench:Simulation:PacksFolder).")]
    [InlineData(false, true, "The folder of packs is empty.")]
    public async Task A_folder_of_packs_that_is_empty_is_told_from_one_that_is_not_there(bool isFile, bool isFolder, string words)
    {
        if (isFile)
        {
            await File.WriteAllTextAsync(Packs, "x", TestContext.Current.CancellationToken);
        }
        else if (isFolder)
        {
            Directory.CreateDirectory(Packs);
        }

        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.OpenAsync("/simulate");
        await browser.OpenAsync("/simulate");

        Assert.Contains(words, browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullName, browser.Page, StringComparison.Ordinal);
        Assert.Equal(isFolder ? 0 : 1, app.Logs.Lines.Count(line => line.StartsWith("Warning ", StringComparison.Ordinal) && line.Contains("Packs cannot be used", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_pack_that_cannot_be_used_is_named_with_the_reason_and_not_offered()
    {
        SyntheticPack.Write(Path.Combine(Packs, "whole"), 60);
        SyntheticPack.Write(Path.Combine(Packs, "cut"), 60);
        File.Delete(Path.Combine(Packs, "cut", "shard-00001.tsv"));
        Directory.CreateDirectory(Path.Combine(Packs, "brace"));
        await File.WriteAllTextAsync(Path.Combine(Packs, "brace", "manifest.json"), "{", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(Packs, "bare"));
        Directory.CreateDirectory(Path.Combine(Packs, "odd", "manifest.json"));
        Directory.CreateDirectory(Path.Combine(Packs, ".snapshot"));

        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.OpenAsync("/simulate");

        Assert.Contains("pack:whole", browser.Page, StringComparison.Ordinal);
        Assert.Contains("4 cannot be used", browser.Words, StringComparison.Ordinal);
        Assert.All(
            [
                $"cut : The shard {Path.Combine("cut", "shard-00001.tsv")} does not exist.",
                $"brace : {Path.Combine("brace", "manifest.json")} line 1 is not valid",
                "bare : The folder bare is no pack: it has no manifest.json.",
                $"odd : {Path.Combine("odd", "manifest.json")} cannot be read: access is denied.",
            ],
            sentence => Assert.Contains(sentence, browser.Words, StringComparison.Ordinal));
        Assert.DoesNotContain("snapshot", browser.Words, StringComparison.Ordinal);
        Assert.Single(app.Logs.Lines, line => line.Contains("Packs cannot be used", StringComparison.Ordinal));
        foreach (var name in new[] { "cut", "brace", "bare", "odd", ".snapshot" })
        {
            await browser.StartAsync(("charts", $"pack:{name}"), ("calls", "replay"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        }
    }

    [Fact]
    public async Task A_run_is_not_continued_on_a_pack_that_was_made_anew()
    {
        var pack = Path.Combine(Packs, "last-year");
        SyntheticPack.Write(pack, 120);
        await using var app = NewApp();
        using Browser browser = new(app);
        await browser.StartAsync(("charts", "pack:last-year"), ("calls", "replay"));
        var run = await browser.EndAsync();

        // As a process leaves it that was killed after some of its shards.
        File.Delete(Path.Combine(Only, SimulationRun.ResultFile));
        await File.WriteAllTextAsync(Path.Combine(Only, "state.json"), (await StateAsync()).Replace("Done", "Running", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Directory.Delete(pack, recursive: true);
        SyntheticPack.Write(pack, 121);
        await browser.OpenAsync(run);
        await browser.SendAsync("Continue");
        await browser.EndAsync();

        Assert.Contains("The pack was made anew since the run began: its charts are others. Start the run anew.", browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("another folder", browser.Words, StringComparison.Ordinal);
    }

    private async Task<string> StateAsync() => await File.ReadAllTextAsync(Path.Combine(Only, "state.json"), TestContext.Current.CancellationToken);

    private ServiceApp NewApp(string? runs = null) =>
        new() { Settings = Some.Settings(("Workbench:Simulation:RunsFolder", runs ?? Runs), ("Workbench:Simulation:PacksFolder", Packs)) };
}
