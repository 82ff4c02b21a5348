using System.Text;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Knowledge.Site;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.Tune;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Rules;

/// <summary>What a site changes is kept in versions: one is part of the rules that answer, one is tried in shadow.</summary>
public sealed class SiteVersionTests
{
    private const string Eight = """{"resourceType":"Parameters","id":"site","parameter":[{"name":"pt.minWeeks","valueInteger":8}]}""";
    private const string TooMany = """{"resourceType":"Parameters","id":"site","parameter":[{"name":"pt.minWeeks","valueInteger":80}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_is_tried_in_shadow_goes_live_and_is_taken_back_without_a_restart()
    {
        using RulesFolder rules = new();
        await using var app = NewApp(rules);
        var shipped = app.VersionOf();
        Assert.Equal("sharedDecision", await app.KindAsync());
        Assert.False(Directory.Exists(Folder(rules).Path));

        await SaveAsync(app, Eight);
        var tried = Book(app).Shadow!;
        Assert.Equal("sharedDecision", await app.KindAsync());
        Assert.Contains("indicationMissing", Assert.Single(await Kept.DecisionsIn(app, 2), decision => decision.Shadow is not null).Shadow, StringComparison.Ordinal);
        Assert.Equal(1, tried.SiteVersion);

        await Site(app).GoLiveAsync(1, 0, "Ann", "It was tried.", Stop);
        await LookAsync(app);
        Assert.Equal(tried.Version, app.VersionOf());
        Assert.Null(Book(app).Shadow);
        Assert.Equal("indicationMissing", await app.KindAsync());
        Assert.Equal("site", Assert.Single(await Kept.DecisionsIn(app, 3), decision => decision.CardKind is "indicationMissing").SiteParameters);

        await Site(app).GoBackAsync(0, 1, "Bob", "Too many cards.", Stop);
        await LookAsync(app);
        Assert.Equal(shipped, app.VersionOf());
        Assert.Equal("sharedDecision", await app.KindAsync());

        await Site(app).GoBackAsync(1, 0, "Ann", "They were right.", Stop);
        await LookAsync(app);
        Assert.Equal(tried.Version, app.VersionOf());
        Assert.Equal(
            ["Ann Saved 1", "Ann WentLive 1", "Bob WentBack 0", "Ann WentBack 1"],
            Site(app).Read().Events.Select(entry => FormattableString.Invariant($"{entry.Who} {entry.What} {entry.Version}")),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_sites_codes_and_texts_join_the_rules()
    {
        using RulesFolder rules = new();
        await using var app = NewApp(rules);
        const string Map = """
            {"resourceType":"ConceptMap","id":"site-codes","url":"https://site.example/ConceptMap/site-codes","status":"active","group":[{"source":"https://ehr.example/codes",
            "target":"http://www.ama-assn.org/go/cpt","element":[{"code":"FUSE-1","target":[{"code":"22630","equivalence":"wider"}]}]}]}
            """;
        static string OwnCode(string body) => body.Replace("http://www.ama-assn.org/go/cpt\",\n                  \"code\": \"22630\"", "https://ehr.example/codes\",\n                  \"code\": \"FUSE-1\"", StringComparison.Ordinal);
        Assert.Null(await app.CardAsync(change: OwnCode));

        await Site(app).SaveDraftAsync([("Parameters-site.json", Bytes(Eight)), ("ConceptMap-site-codes.json", Bytes(Map))], 0, "Ann", "Our codes.", Stop);
        await Site(app).GoLiveAsync(1, 0, "Ann", "Our codes.", Stop);
        await LookAsync(app);

        Assert.NotNull(await app.CardAsync(change: OwnCode));
    }

    [Fact]
    public async Task A_draft_with_errors_affects_nothing_but_readiness_and_ends_when_it_is_discarded()
    {
        using RulesFolder rules = new();
        await using var app = NewApp(rules);

        await SaveAsync(app, TooMany);

        var ready = await app.ReadyAsync("degraded");
        Assert.Contains("site/1/Parameters-site.json Parameters.parameter[0]: pt.minWeeks must be between", ready.GetProperty("issues")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("sharedDecision", await app.KindAsync());
        await Site(app).DiscardAsync(1, "Ann", "A slip.", Stop);
        await LookAsync(app);
        await app.ReadyAsync("ready");
    }

    [Theory]
    [InlineData("a version that is not there", "site/versions/7: This version is not there.")]
    [InlineData("a version with other files", "site/versions/1: The files of this version are not those that were saved")]
    [InlineData("no pointer", "site/live: The file does not name a version")]
    [InlineData("a folder in its place", "site/live: The file cannot be read.")]
    public async Task A_broken_live_version_is_refused_and_the_last_good_one_serves(string fault, string message)
    {
        using RulesFolder rules = new();
        await using (var app = NewApp(rules))
        {
            await SaveAsync(app, Eight);
            await Site(app).GoLiveAsync(1, 0, "Ann", "Go.", Stop);
            await LookAsync(app);
            var version = app.VersionOf();

            Break(Folder(rules), fault);
            await LookAsync(app);

            var ready = await app.ReadyAsync("degraded");
            Assert.Contains(message, ready.GetProperty("issues")[0].GetString(), StringComparison.Ordinal);
            Assert.Equal(version, app.VersionOf());
            Assert.Equal("indicationMissing", await app.KindAsync());
        }

        // Without it, other rules would answer than those that somebody put in force.
        await using var next = NewApp(rules);
        Assert.ThrowsAny<Exception>(next.CreateClient);
        Assert.Contains(next.Logs.Lines, line => line.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("moved", "site: The folder of the site's versions cannot be read, although one of them is in force")]
    [InlineData("unmounted", "site: The folder of the site's versions cannot be read, although one of them is in force")]
    [InlineData("without its pointer", "site/live: The file is not there, although a version is in force")]
    public async Task A_folder_that_disappears_takes_no_version_out_of_force(string fault, string message)
    {
        using RulesFolder rules = new();
        await using var app = NewApp(rules);
        await SaveAsync(app, Eight);
        await Site(app).GoLiveAsync(1, 0, "Ann", "Go.", Stop);
        await LookAsync(app);
        var version = app.VersionOf();
        var folder = Folder(rules).Path;
        var whole = fault is not "without its pointer";
        var (from, to) = whole ? (folder, $"{folder}-elsewhere") : (Path.Combine(folder, "live"), Path.Combine(rules.Root, "live"));

        Directory.Move(from, to);
        if (fault is "unmounted")
        {
            Directory.CreateDirectory(folder);
        }

        await LookAsync(app);
        await LookAsync(app);

        var ready = await app.ReadyAsync("degraded");
        Assert.Contains(message, ready.GetProperty("issues")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains(app.Logs.Lines, line => line.Contains(message, StringComparison.Ordinal));
        Assert.Equal(version, app.VersionOf());
        Assert.Equal("indicationMissing", await app.KindAsync());
        await AssertPagesSayAsync(app, message.Split(": ")[1]);
        if (whole)
        {
            await AssertNothingIsWrittenAsync(app, folder, isThere: fault is "unmounted");
        }

        if (fault is "unmounted")
        {
            Directory.Delete(folder);
        }

        Directory.Move(to, from);
        await LookAsync(app);
        await app.ReadyAsync("ready");
        Assert.Equal(version, app.VersionOf());
        await Site(app).GoBackAsync(0, 1, "Ann", "Back.", Stop);
        await LookAsync(app);
        Assert.Equal("sharedDecision", await app.KindAsync());
        await app.ReadyAsync("ready");
    }

    [Fact]
    public async Task Going_back_mends_a_broken_live_version()
    {
        using RulesFolder rules = new();
        await using var app = NewApp(rules);
        await SaveAsync(app, Eight);
        await Site(app).GoLiveAsync(1, 0, "Ann", "Go.", Stop);
        await LookAsync(app);
        Break(Folder(rules), "no pointer");
        await LookAsync(app);
        await app.ReadyAsync("degraded");

        await Site(app).GoBackAsync(1, 0, "Ann", "Mended.", Stop);
        await LookAsync(app);

        await app.ReadyAsync("ready");
        Assert.Equal("indicationMissing", await app.KindAsync());
    }

    [Fact]
    public async Task A_start_needs_neither_the_draft_nor_the_log_nor_a_folder_that_can_be_written()
    {
        using RulesFolder rules = new();
        var site = Folder(rules);
        Directory.CreateDirectory(site.LogPath);
        await File.WriteAllTextAsync(Path.Combine(site.Path, "draft"), "nonsense", Stop);
        await File.WriteAllTextAsync(Path.Combine(site.Path, "versions"), "a file in the place of a folder", Stop);
        await using var app = NewApp(rules);

        Assert.Equal("sharedDecision", await app.KindAsync());
        await app.ReadyAsync("degraded");
        var refused = await Assert.ThrowsAsync<SiteFolderException>(() => SaveAsync(app, Eight));
        Assert.Contains("cannot be", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_whose_saving_was_cut_off_is_not_there()
    {
        using RulesFolder rules = new();
        var cut = Path.Combine(Folder(rules).Path, "versions", ".0123456789abcdef");
        Directory.CreateDirectory(cut);
        await File.WriteAllTextAsync(Path.Combine(cut, "Parameters-site.json"), Eight[..20], Stop);
        await using var app = NewApp(rules);

        Assert.Empty(Site(app).Read().Versions);
        await SaveAsync(app, Eight);
        Assert.Equal(1, Book(app).Shadow?.SiteVersion);
    }

    [Fact]
    public async Task Of_editors_who_save_at_once_none_loses_a_version()
    {
        using RulesFolder rules = new();
        await using var one = NewApp(rules);
        await using var other = NewApp(rules);
        SiteEditing[] replicas = [Site(one), Site(other)];

        var saved = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(
            () => replicas[number % 2].SaveDraftAsync([("Parameters-site.json", Bytes(Eight + new string(' ', number)))], 0, $"editor {number}", "At once.", Stop), Stop)));

        Assert.Equal(Enumerable.Range(1, 20), saved.Select(version => version.Number).Order());
        var state = replicas[0].Read();
        Assert.Equal(Enumerable.Range(1, 20), state.Versions);
        Assert.Equal(20, state.Events.Count);
        Assert.Equal(state.Events[^1].Version, state.Draft?.Number);
        Assert.All(saved, version => Assert.Equal(version.Hash, Folder(rules).Read(version.Number).Hash));
    }

    [Fact]
    public async Task Whoever_started_from_what_is_no_longer_in_force_is_told_so()
    {
        using RulesFolder rules = new();
        await using var app = NewApp(rules);
        await SaveAsync(app, Eight);
        await SaveAsync(app, Eight);
        var stale = await Assert.ThrowsAsync<SiteConflictException>(() => Site(app).GoLiveAsync(1, 0, "Ann", "Go.", Stop));
        Assert.Equal("Version 2 was saved as the draft in the meantime.", stale.Message);

        await Site(app).GoLiveAsync(2, 0, "Bob", "Go.", Stop);

        Assert.Equal("Version 2 went live in the meantime.", (await Assert.ThrowsAsync<SiteConflictException>(() => SaveAsync(app, Eight))).Message);
        Assert.Equal("The draft was discarded, or went live, in the meantime.", (await Assert.ThrowsAsync<SiteConflictException>(() => Site(app).DiscardAsync(2, "Ann", "No.", Stop))).Message);
        await Site(app).GoBackAsync(0, 2, "Bob", "Back.", Stop);
        Assert.Equal("Somebody has gone back to the rules without changes in the meantime.", (await Assert.ThrowsAsync<SiteConflictException>(() => Site(app).GoBackAsync(1, 2, "Ann", "Back.", Stop))).Message);
        Assert.Equal([1, 2], Site(app).Read().Versions);
    }

    [Fact]
    public async Task A_line_of_the_log_that_a_crash_cut_off_hides_no_other()
    {
        using RulesFolder rules = new();
        await using var app = NewApp(rules);
        await SaveAsync(app, Eight);
        await File.AppendAllTextAsync(Folder(rules).LogPath, """{"at":"2026-06-""", Stop);

        await SaveAsync(app, Eight);

        Assert.Equal([1, 2], Site(app).Read().Events.Select(entry => entry.Version));
    }

    [Fact]
    public async Task Replicas_that_share_the_folder_change_together()
    {
        using RulesFolder rules = new();
        await using var one = NewApp(rules);
        await using var other = NewApp(rules, ("Rules:ReloadSeconds", "0.1"));
        var version = other.VersionOf();
        await SaveAsync(one, Eight);
        await Site(one).GoLiveAsync(1, 0, "Ann", "Go.", Stop);
        await LookAsync(one);

        Assert.Equal(one.VersionOf(), await other.OtherVersionAsync(version));
        Assert.Equal("indicationMissing", await other.KindAsync());
    }

    [Fact]
    public async Task Rules_that_the_options_put_in_shadow_go_before_the_draft()
    {
        using RulesFolder rules = new();
        await using var app = NewApp(rules, ("Rules:Shadow:SiteParameters", "nass"));

        await SaveAsync(app, Eight);

        Assert.Equal("nass", Book(app).Shadow!.Services.Values.First().Plan.Rules.SiteParameters);
    }

    private static async Task AssertPagesSayAsync(ServiceApp app, string message)
    {
        using Browser browser = new(app);
        await browser.OpenAsync("/rules/shadow");
        Assert.Contains(message, browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync("/rules/history");
        Assert.Contains(message, browser.Words, StringComparison.Ordinal);
        Assert.Contains("Version 1 of this site", browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody has changed anything yet", browser.Words, StringComparison.Ordinal);
    }

    private static async Task AssertNothingIsWrittenAsync(ServiceApp app, string folder, bool isThere)
    {
        var refused = await Assert.ThrowsAsync<SiteFolderException>(() => Site(app).SaveDraftAsync([("Parameters-site.json", Bytes(Eight))], 1, "Ann", "More.", Stop));
        Assert.Contains("cannot be read", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SiteFolderException>(() => Site(app).GoBackAsync(0, 1, "Ann", "Back.", Stop));
        Assert.Equal(isThere, Directory.Exists(folder));
        Assert.False(isThere && Directory.EnumerateFileSystemEntries(folder).Any());
    }

    private static ServiceApp NewApp(RulesFolder rules, params (string Name, string Value)[] settings) =>
        rules.NewApp([("Rules:ReloadSeconds", "0"), ("Rules:SiteDirectory", Folder(rules).Path), .. settings]);

    private static SiteFolder Folder(RulesFolder rules) => new(Path.Combine(rules.Root, "site"));

    private static SiteEditing Site(ServiceApp app) => app.Services.GetRequiredService<SiteEditing>();

    private static RuleBook Book(ServiceApp app) => app.Services.GetRequiredService<RuleBook>();

    private static Task LookAsync(ServiceApp app) => app.Services.GetRequiredService<RulesReload>().LookNowAsync(Stop);

    private static async Task SaveAsync(ServiceApp app, string parameters)
    {
        await Site(app).SaveDraftAsync([("Parameters-site.json", Bytes(parameters))], 0, "Ann", "To see.", Stop);
        await LookAsync(app);
    }

    private static ReadOnlyMemory<byte> Bytes(string json) => Encoding.UTF8.GetBytes(json);

    private static void Break(SiteFolder site, string fault)
    {
        var live = Path.Combine(site.Path, "live");
        switch (fault)
        {
            case "a version that is not there":
                site.WritePointer(SiteUse.Live, new SitePointer(7, new string('0', 64)));
                break;
            case "a version with other files":
                File.AppendAllText(Path.Combine(site.Path, "versions", "1", "Parameters-site.json"), " ");
                break;
            case "no pointer":
                File.WriteAllText(live, "1");
                break;
            default:
                File.Delete(live);
                Directory.CreateDirectory(live);
                break;
        }
    }
}
