using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.Rules;
using Xunit;

namespace CdsHooks.Service.Tests.Tune;

/// <summary>A rule editor changes the rules on the pages, without a script.</summary>
public sealed partial class TuneTests
{
    private const string Plan = "https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion";
    private const string SixWeeks = Shown.SixWeeks;

    [Fact]
    public async Task Eight_weeks_of_therapy_turn_cases_and_are_downloaded_as_files_that_do_the_same()
    {
        await using ServiceApp app = new();
        using Browser browser = new(app);
        await browser.OpenAsync("/rules/tune");
        Assert.Contains("Length of supervised physical therapy in weeks", browser.Words, StringComparison.Ordinal);

        await browser.SendAsync("Values", ("pt.minWeeks", "8"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("6 weeks → 8 weeks", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync(browser.Address.Replace("/rules/tune?", "/rules/tune/review?", StringComparison.Ordinal));

        Assert.Contains($"id=\"{SixWeeks}\"", browser.Page, StringComparison.Ordinal);
        Assert.Contains("row D9", browser.Words, StringComparison.Ordinal);
        Assert.Contains("row D8", browser.Words, StringComparison.Ordinal);
        var turned = ConfirmedIn(browser.Page);
        Assert.True(turned.Count > 5);

        await browser.SendAsync("Download", [("Author", "Ann Example"), ("Reason", "The payer asks for it."), .. turned.Skip(1).Select(name => ("Confirmed", (string?)name))]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("One patient who turns is not confirmed yet.", browser.Words, StringComparison.Ordinal);
        Assert.Contains("value=\"Ann Example\"", browser.Page, StringComparison.Ordinal);

        await browser.SendAsync("Download", [("From", "2026-07-01"), ("Author", "Ann Example"), ("Reason", "The payer asks for it."), .. turned.Select(name => ("Confirmed", (string?)name))]);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        using ZipArchive archive = new(new MemoryStream(browser.Bytes));
        Assert.Equal(["site/Parameters-site.json", "site/Provenance-site.json"], archive.Entries.Select(entry => entry.FullName), StringComparer.Ordinal);

        using RulesFolder rules = new();
        await archive.ExtractToDirectoryAsync(rules.Folder, TestContext.Current.CancellationToken);
        IssueList issues = new();
        var loaded = new PlanLoader(KnowledgeFiles.ReadDirectory(rules.Folder, issues)).Load(Plan, "site");
        Assert.DoesNotContain(loaded.Issues.Concat(issues.Issues), issue => issue.IsError);
        await using var tuned = rules.NewApp(("Rules:SiteParameters", "site"));
        Assert.Equal("sharedDecision", await app.KindAsync());
        Assert.Equal("indicationMissing", await tuned.KindAsync());
    }

    [Fact]
    public async Task A_change_is_saved_tried_in_shadow_goes_live_and_is_taken_back()
    {
        await using ServiceApp app = new() { Settings = Some.Settings(("Rules:ReloadSeconds", "0")) };
        using Browser browser = new(app);
        await SaveEightWeeksAsync(browser);
        Assert.Equal("/rules/shadow", browser.Address);
        Assert.Contains("No call has been judged by both yet.", browser.Words, StringComparison.Ordinal);
        Assert.Contains("Calls of the sandbox are never judged in shadow", browser.Words, StringComparison.Ordinal);

        Assert.Equal("sharedDecision", await app.KindAsync());
        await Kept.DecisionsIn(app, 1);
        await browser.OpenAsync("/rules/shadow");
        Assert.Contains("1× Shared decision → No listed indication found", browser.Words, StringComparison.Ordinal);
        Assert.Contains("Supervised physical therapy: met (documented) → not met (too short)", browser.Words, StringComparison.Ordinal);

        await browser.SendAsync("Live", ("author", "Ann"), ("reason", "It was tried."));
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Tick the box first", browser.Words, StringComparison.Ordinal);
        Assert.Contains("name=\"author\" value=\"Ann\"", browser.Page, StringComparison.Ordinal);
        Assert.Contains("name=\"reason\" value=\"It was tried.\"", browser.Page, StringComparison.Ordinal);
        Assert.Equal("sharedDecision", await app.KindAsync());

        await browser.SendAsync("Live", ("author", "Ann"), ("reason", "It was tried."), ("sure", "true"));
        Assert.Equal("/rules/history", browser.Address);
        Assert.Equal("indicationMissing", await app.KindAsync());
        Assert.Contains("went live with version 1", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync("/rules/history/1");
        Assert.Contains("6 weeks becomes 8 weeks", browser.Words.Replace("→ ", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("The payer asks for it.", browser.Words, StringComparison.Ordinal);

        await browser.OpenAsync("/rules/history");
        await browser.SendAsync("Back", ("reason", "Too many cards."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("value=\"Too many cards.\"", browser.Page, StringComparison.Ordinal);
        Assert.Equal("indicationMissing", await app.KindAsync());
        await browser.SendAsync("Back", ("author", "Ann"));
        Assert.Equal("sharedDecision", await app.KindAsync());
        Assert.Contains("went back to the rules without a version of this site", browser.Words, StringComparison.Ordinal);
        Assert.Contains("Too many cards.", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_goes_live_is_told_of_the_period_and_asked_who_and_why()
    {
        await using ServiceApp app = new() { Settings = Some.Settings(("Rules:ReloadSeconds", "0"), ("Rules:SiteParameters", "nass")) };
        using Browser browser = new(app);
        await browser.OpenAsync("/rules/history");
        Assert.Contains("with the site parameters nass", browser.Words, StringComparison.Ordinal);
        await SaveEightWeeksAsync(browser, ("From", "2999-01-01"));
        Assert.Contains("It is meant for 2999-01-01 to further notice, which has not begun.", browser.Words, StringComparison.Ordinal);

        await browser.SendAsync("Live", ("author", "Ann"), ("sure", "true"));

        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Say who takes this step, and why", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync("/rules/history");
        Assert.Contains("Meant for 2999-01-01 to further notice", browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("went live", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_change_starts_from_what_is_live_and_an_older_one_is_told_so()
    {
        await using ServiceApp app = new() { Settings = Some.Settings(("Rules:ReloadSeconds", "0")) };
        using Browser first = new(app);
        using Browser other = new(app);
        await other.OpenAsync("/rules/tune");
        await other.SendAsync("Values", ("cbt.minSessions", "4"));
        var begun = other.Address;
        await SaveEightWeeksAsync(first);
        await first.SendAsync("Live", ("author", "Ann"), ("reason", "Go."), ("sure", "true"));

        await other.OpenAsync(begun);
        Assert.Contains("Version 1 of the rules went live since this change was begun.", other.Words, StringComparison.Ordinal);
        await other.OpenAsync(begun.Replace("/rules/tune?", "/rules/tune/review?", StringComparison.Ordinal));
        await SignAsync(other, "Save");
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Contains("Version 1 went live in the meantime. Nothing was saved", other.Words, StringComparison.Ordinal);

        await other.OpenAsync(WebUtility.HtmlDecode(GoOn().Match(other.Page).Groups["address"].Value));
        Assert.DoesNotContain("Supervised physical therapy in weeks", other.Words, StringComparison.Ordinal);
        await SignAsync(other, "Save");
        Assert.Equal("/rules/shadow", other.Address);
        await other.OpenAsync("/rules/history/2");
        Assert.Contains("pt.minWeeks", other.Words, StringComparison.Ordinal);
        Assert.Contains("cbt.minSessions", other.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pt.minWeeks", "80", "This is out of range: it may be 4 to 12 weeks.")]
    [InlineData("pt.minWeeks", "<script>x</script>", "A number is expected here: it may be 4 to 12 weeks.")]
    [InlineData("pt.minWeeks", "", "A number is expected here")]
    [InlineData("sharedDecision.indicator", "loud", "This is out of range")]
    public async Task A_wrong_value_is_answered_beside_its_field(string field, string value, string message)
    {
        await using ServiceApp app = new();
        using Browser browser = new(app);
        await browser.OpenAsync("/rules/tune");

        await browser.SendAsync("Values", (field, value), ("pt.minSessions", "8"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains(message, browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("x</script>", browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("loud", browser.Page, StringComparison.Ordinal);
        Assert.Equal(value is "80", browser.Page.Contains("value=\"80\"", StringComparison.Ordinal));
        Assert.Contains("6 → 8", browser.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://snomed.info/sct", "", "12345", "This has not the form, or not the check digit, of a code of SNOMED CT.")]
    [InlineData("", "no address", "A1", "The address of a code system is expected")]
    [InlineData("http://snomed.info/sct", "", "a code", "A code of at most 64 characters without spaces is expected.")]
    [InlineData("http://www.ama-assn.org/go/cpt", "", "22630", "The value set has this code already.")]
    public async Task A_code_that_cannot_be_meant_is_not_added(string system, string other, string code, string message)
    {
        await using ServiceApp app = new();
        using Browser browser = new(app);
        await browser.OpenAsync("/rules/tune?valueSet=lumbar-fusion-procedures");

        await browser.SendAsync("AddCode", ("system", system), ("other", other), ("code", code));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains(message, browser.Words, StringComparison.Ordinal);
        Assert.Contains($"name=\"code\" value=\"{code}\"", browser.Page, StringComparison.Ordinal);
        Assert.Contains("Nothing yet.", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_are_added_taken_away_and_mapped_and_every_step_can_be_undone()
    {
        await using ServiceApp app = new();
        using Browser browser = new(app);
        await browser.OpenAsync("/rules/tune?valueSet=lumbar-fusion-procedures");
        await browser.SendAsync("AddCode", ("other", "https://ehr.example/codes"), ("code", "FUSE-1"), ("display", "Our fusion"));
        await browser.SendAsync("TakeCode", ("system", "http://www.ama-assn.org/go/cpt"), ("code", "22630"), ("display", null));
        await browser.OpenAsync(browser.Address.Replace("valueSet=lumbar-fusion-procedures", "part=orders", StringComparison.Ordinal).Replace("part=codes&", string.Empty, StringComparison.Ordinal));
        await browser.SendAsync("Map", ("system", "https://ehr.example/codes"), ("code", "FUSE-2"), ("target", "http://www.ama-assn.org/go/cpt|22612"));

        Assert.Contains("FUSE-1 (Our fusion) in Lumbar fusion procedures", browser.Words, StringComparison.Ordinal);
        Assert.Contains("22630 in Lumbar fusion procedures", browser.Words, StringComparison.Ordinal);
        Assert.Contains("means 22612", browser.Words, StringComparison.Ordinal);

        for (var step = 0; step < 3; step++)
        {
            await browser.SendAsync("Undo");
        }

        Assert.Contains("Nothing yet.", browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("change=", browser.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_seen_as_a_card_and_a_faulty_one_is_refused_beside_it()
    {
        await using ServiceApp app = new();
        using Browser browser = new(app);
        await browser.OpenAsync("/rules/tune?part=texts&card=indicationMissing");
        var (name, plan) = FirstText(browser.Page);
        Assert.Contains("{gaps:conservative-care}", plan, StringComparison.Ordinal);

        await browser.SendAsync("Texts", (name, "Fusion {nonsense}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("{nonsense} is neither a parameter nor a known insert.", browser.Words, StringComparison.Ordinal);
        Assert.Equal("Fusion {nonsense}", FirstText(browser.Page).Text.Trim());

        await browser.SendAsync("Preview", (name, "Fusion, and {gaps:conservative-care} is missing."));
        Assert.Contains("<h3>Fusion, and ", browser.Page, StringComparison.Ordinal);

        await browser.OpenAsync("/rules/tune?part=texts&card=indicationMissing");
        await browser.SendAsync("Texts", (name, "Fusion, and {gaps:conservative-care} is missing."));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("<h3>Fusion, and ", browser.Page, StringComparison.Ordinal);
        Assert.Contains("another text", browser.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("G1IA-I3UYs0Z7gTit")]
    [InlineData("%00%ff")]
    public async Task A_damaged_address_changes_nothing(string token)
    {
        await using ServiceApp app = new();
        using Browser browser = new(app);

        await browser.OpenAsync($"/rules/tune?change={token}");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("damaged or cut off", browser.Words, StringComparison.Ordinal);
        Assert.Contains("Nothing yet.", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await using ServiceApp app = new();
        using Browser browser = new(app);
        await browser.OpenAsync("/rules/history");
        await SaveEightWeeksAsync(browser);

        await browser.SendAsync("Discard", ("__RequestVerificationToken", null), ("author", "Ann"), ("reason", "No."));

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.OpenAsync("/rules/shadow");
        Assert.Contains("tried in shadow", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_without_a_folder_offers_the_files_only()
    {
        await using ServiceApp app = new() { Settings = Some.Settings(("Rules:SiteDirectory", "")) };
        using Browser browser = new(app);
        await browser.OpenAsync("/rules/history");
        Assert.Contains("Rules:SiteDirectory is not set", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync("/rules/shadow");
        Assert.Contains("Rules:SiteDirectory is not set", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync("/rules/tune");
        await browser.SendAsync("Values", ("pt.minWeeks", "7"));
        await browser.OpenAsync(browser.Address.Replace("/rules/tune?", "/rules/tune/review?", StringComparison.Ordinal));
        Assert.Contains("handler=Download", browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Save", browser.Page, StringComparison.Ordinal);
    }

    private static async Task SaveEightWeeksAsync(Browser browser, params (string Name, string? Value)[] more)
    {
        await browser.OpenAsync("/rules/tune");
        await browser.SendAsync("Values", ("pt.minWeeks", "8"));
        await browser.OpenAsync(browser.Address.Replace("/rules/tune?", "/rules/tune/review?", StringComparison.Ordinal));
        await SignAsync(browser, "Save", more);
    }

    private static Task SignAsync(Browser browser, string handler, params (string Name, string? Value)[] more) =>
        browser.SendAsync(handler, [.. more, ("Author", "Ann Example"), ("Reason", "The payer asks for it."), .. ConfirmedIn(browser.Page).Select(name => ("Confirmed", (string?)name))]);

    private static List<string> ConfirmedIn(string page) => [.. Confirm().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups["name"].Value))];

    private static (string Name, string Text) FirstText(string page)
    {
        var match = TextArea().Match(page);
        return (match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["text"].Value));
    }

    [GeneratedRegex("name=\"Confirmed\" value=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Confirm();

    [GeneratedRegex("href=\"(?<address>[^\"]*)\">Go on from what is in force now", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GoOn();

    [GeneratedRegex("<textarea[^>]* name=\"(?<name>[^\"]*)\"[^>]*>(?<text>[^<]*)</textarea>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TextArea();
}
