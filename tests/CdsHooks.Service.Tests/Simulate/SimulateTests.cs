using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.Tune;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Simulation.Results;
using CdsHooks.Simulation.Runs;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Service.Tests.Simulate;

/// <summary>A simulation in the pages, from its form to its result.</summary>
public sealed partial class SimulateTests : IAsyncDisposable
{
    private const int Patients = 240;

    private readonly ServiceApp _app = new();
    private readonly Browser _browser;

    public SimulateTests() => _browser = new Browser(_app);

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task The_synthetic_cohort_is_judged_as_its_truth_says_and_each_flip_opens_in_the_sandbox()
    {
        await _browser.StartAsync([.. Simulating.Demo(Patients), ("set.pt.minWeeks", "8"), ("sweep1", "pt.minWeeks"), ("values1", "4,6,8")]);
        var run = await _browser.EndAsync();

        Assert.Contains(">done</span>", _browser.Page, StringComparison.Ordinal);
        Assert.Contains("With the candidate", _browser.Words, StringComparison.Ordinal);
        Assert.Contains("At 8 wk : ", _browser.Words, StringComparison.Ordinal);

        var report = await _browser.ReportAsync(run);
        var truths = Truths();
        Assert.Equal(truths.Count, report.GetProperty("calls").GetInt32());
        Assert.Equal(
            truths.GroupBy(truth => truth.Card ?? "no card", StringComparer.Ordinal).Select(card => $"{card.Key} {card.Count()}").Order(StringComparer.Ordinal),
            report.GetProperty("cards").EnumerateArray().Where(card => card.GetProperty("served").GetInt32() > 0)
                .GroupBy(card => card.GetProperty("card").GetString()!, StringComparer.Ordinal).Select(card => $"{card.Key} {card.Sum(one => one.GetProperty("served").GetInt32())}").Order(StringComparer.Ordinal),
            StringComparer.Ordinal);

        await _browser.OpenAsync($"{run}/flips?criterion=physical-therapy");
        Assert.Contains("Supervised physical therapy: met: documented → not met: too short", _browser.Words, StringComparison.Ordinal);
        Assert.Contains($"action=\"{run}/flips?criterion=physical-therapy&amp;handler=Open\"", _browser.Page, StringComparison.Ordinal);
        await _browser.SendAsync("Open");
        Assert.StartsWith("/sandbox?patient=own-", _browser.Address, StringComparison.Ordinal);
        Assert.DoesNotContain("syn-", _browser.Address, StringComparison.Ordinal);
        Assert.Contains("Simulated order of ", _browser.Words, StringComparison.Ordinal);
        Assert.Contains("changed", _browser.Words, StringComparison.Ordinal);
        Assert.Contains("Patient syn-", _browser.Words, StringComparison.Ordinal);
        Assert.Contains("1 chosen", _browser.Words, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{run}/flips\">Calls that are judged differently</a>", _browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_has_the_bytes_that_the_command_line_writes()
    {
        await _browser.StartAsync([.. Simulating.Demo(60), ("set.pt.minWeeks", "8"), ("sweep1", "pt.minWeeks"), ("values1", "4,8")]);
        var folder = Path.Combine(_app.Runs, (await _browser.EndAsync()).Split('/')[^1]);

        var knowledge = Path.Combine(Some.Repository, "fhir-profiles");
        var source = KnowledgeSource.Open(knowledge);
        string[] changes = ["pt.minWeeks=8"];
        SimulatedSide Side(string[] set) => RulesLoader.Side(source, RulesLoader.VersionOf(knowledge), plan: null, siteParameters: null, set);
        SimulatedRules rules = new(Side([]), Side(changes), [RulesLoader.Sweep(source, plan: null, siteParameters: null, changes, "pt.minWeeks=4,8")]);
        CallPeriod period = new(CohortSource.FirstOrder, CohortSource.FirstOrder.AddDays(CohortSource.OrderDays - 1));
        SimulationSetup setup = new(
            PackFolder.Open(Path.Combine(folder, "demo", "pack"), "pack"), rules, new OrderReplay(rules.Sides, period), new CallsIdentity("replay") { From = period.From, Until = period.Until });
        var written = new SimulationRun(setup).Run(Path.Combine(folder, "again"), workers: 1, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(await File.ReadAllTextAsync(written, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(Path.Combine(folder, SimulationRun.ResultFile), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_result_is_downloaded_as_one_page_as_tables_and_as_JSON_without_a_patient()
    {
        await _browser.StartAsync([.. Simulating.Demo(), ("set.pt.minWeeks", "8")]);
        var run = await _browser.EndAsync();

        await _browser.OpenAsync($"{run}?format=html");
        Assert.Contains("How often each card comes", _browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("syn-", _browser.Page, StringComparison.Ordinal);
        await _browser.OpenAsync($"{run}?format=json");
        Assert.DoesNotContain("syn-", Encoding.UTF8.GetString(_browser.Bytes), StringComparison.Ordinal);
        await _browser.OpenAsync($"{run}?format=csv");
        using ZipArchive archive = new(new MemoryStream(_browser.Bytes));
        Assert.Contains(archive.Entries, entry => entry.FullName is "cards.csv");
        await _browser.OpenAsync($"{run}?format=exe");
        Assert.Equal(HttpStatusCode.NotFound, _browser.Status);
    }

    [Fact]
    public async Task A_made_up_order_is_judged_for_every_patient_that_the_condition_names()
    {
        await _browser.StartAsync(Simulating.WhatIf());
        var all = await _browser.ReportAsync(await _browser.EndAsync());
        await _browser.StartAsync([.. Simulating.WhatIf(), ("where", "Condition?code=http://snomed.info/sct|none-such")]);
        await _browser.EndAsync();

        Assert.Equal(120, all.GetProperty("calls").GetInt32());
        Assert.Contains("No order was judged. The result is whole: none of 120 charts", _browser.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Condition?code:in=low-back-pain")]
    [InlineData("Condition?code:in=https://cdshooks.example.org/fhir/ValueSet/low-back-pain")]
    public async Task A_condition_names_a_value_set_by_its_address_or_its_last_part(string condition)
    {
        await _browser.StartAsync([.. Simulating.WhatIf(), ("where", condition)]);
        var some = await _browser.ReportAsync(await _browser.EndAsync());

        Assert.InRange(some.GetProperty("calls").GetInt32(), 1, 119);
    }

    [Fact]
    public async Task A_change_that_was_tuned_is_filled_in()
    {
        await _browser.OpenAsync("/rules/tune");
        await _browser.SendAsync("Values", ("pt.minWeeks", "8"));
        await _browser.OpenAsync(SimulationIn(_browser.Page));
        Assert.Contains("6 weeks → becomes 8 weeks", _browser.Words, StringComparison.Ordinal);
        await _browser.SendAsync("Start", Simulating.Demo(60));
        await _browser.EndAsync();
        Assert.Contains("a change made on Tune (pt.minWeeks: 6 weeks → 8 weeks)", _browser.Words, StringComparison.Ordinal);

        await _browser.OpenAsync("/simulate?set=pt.minWeeks%3D8&set=nothing.such%3D1&sweep=pt.minWeeks%3D4,8");
        Assert.Contains("Parameters to set: 1 is left out, as the rules have no such parameter", _browser.Words, StringComparison.Ordinal);
        await _browser.SendAsync("Start", [.. Simulating.Demo(60), ("sweep1", "pt.minWeeks")]);
        await _browser.EndAsync();

        Assert.Contains("pt.minWeeks=8", _browser.Words, StringComparison.Ordinal);
        Assert.Contains("With the candidate", _browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_that_were_tuned_are_simulated_and_tried_in_the_sandbox()
    {
        await _browser.OpenAsync("/rules/tune?part=codes&valueSet=lumbar-fusion-procedures");
        await _browser.SendAsync("TakeCode", ("system", "http://www.ama-assn.org/go/cpt"), ("code", "22612"), ("display", null));
        await _browser.OpenAsync(SimulationIn(_browser.Page));
        Assert.Contains("22612", _browser.Words, StringComparison.Ordinal);
        await _browser.SendAsync("Start", [.. Simulating.Demo(), ("set.pt.minWeeks", "7")]);
        var run = await _browser.EndAsync();

        Assert.Contains("a change made on Tune (", _browser.Words, StringComparison.Ordinal);
        Assert.Contains("pt.minWeeks=7", _browser.Words, StringComparison.Ordinal);
        Assert.Contains((await _browser.ReportAsync(run)).GetProperty("flips").EnumerateArray(), flip => flip.GetProperty("to").GetString()!.Equals("not covered", StringComparison.Ordinal));
        await _browser.OpenAsync($"{run}/flips?change=card&to=not%20covered");
        await _browser.SendAsync("Open");
        Assert.StartsWith("/sandbox?patient=own-", _browser.Address, StringComparison.Ordinal);
        Assert.Contains("a change made on Tune", _browser.Words, StringComparison.Ordinal);
        Assert.Contains("No card", _browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_leaves_files_that_only_the_service_can_open_and_is_removed_with_them()
    {
        await _browser.StartAsync([.. Simulating.Demo(60), ("set.pt.minWeeks", "8")]);
        var run = await _browser.EndAsync();

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.All(Directory.EnumerateFileSystemEntries(_app.Runs, "*", SearchOption.AllDirectories).Append(_app.Runs), path => Assert.Equal(UnixFileMode.None, ModeOf(path) & Others));

        Assert.Matches("<details[^>]*>\\s*<summary[^>]*>Remove</summary>\\s*<form[^>]*handler=Remove", _browser.Page);
        await _browser.SendAsync("Remove");
        Assert.StartsWith("/simulate?", _browser.Address, StringComparison.Ordinal);
        Assert.Contains("The simulation was removed, with its result.", _browser.Words, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_app.Runs));
        await _browser.OpenAsync(run);
        Assert.Equal(HttpStatusCode.NotFound, _browser.Status);
    }

    [Fact]
    public async Task No_log_line_names_a_patient()
    {
        await _browser.StartAsync([.. Simulating.Demo(60), ("set.pt.minWeeks", "12")]);
        var run = await _browser.EndAsync();
        await _browser.OpenAsync($"{run}/flips");
        await _browser.SendAsync("Open");

        Assert.Contains(_app.Logs.Lines, line => line.Contains("started a simulation", StringComparison.Ordinal));
        Assert.DoesNotContain(_app.Logs.Lines, line => line.Contains("syn-", StringComparison.Ordinal));
    }

    /// <summary>Gets the address to which Tune leads for a simulation.</summary>
    private static string SimulationIn(string page) => WebUtility.HtmlDecode(SimulationLink().Match(page).Groups["address"].Value);

    [GeneratedRegex("href=\"(?<address>/simulate\\?change=[^\"#]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SimulationLink();

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static List<PatientTruth> Truths()
    {
        var source = KnowledgeSource.Open(Path.Combine(Some.Repository, "fhir-profiles"));
        CohortSource cohort = new(source.Load(source.OnlyPlan(), siteParametersId: null), Prevalences.Default, seed: 14);
        return [.. cohort.Read(0, Patients).Select(patient => patient.Truth).Where(truth => truth.Order is not null)];
    }
}
