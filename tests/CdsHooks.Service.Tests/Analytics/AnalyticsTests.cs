using System.Net;
using System.Text;
using System.Text.Json;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.People;
using CdsHooks.Service.Tests.Store;
using CdsHooks.Service.Tests.Tune;
using Xunit;

namespace CdsHooks.Service.Tests.Analytics;

/// <summary>The page that says what became of the cards.</summary>
public sealed class AnalyticsTests
{
    [Fact]
    public async Task Cards_are_counted_with_what_became_of_them_and_out_of_how_many()
    {
        await using ServiceApp app = new();
        await SeedAsync(app);
        using Browser browser = new(app);

        await browser.OpenAsync("/analytics");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("50 orders reviewed", browser.Words, StringComparison.Ordinal);
        Assert.Contains("orders with a card: 40 of 50 orders", browser.Words, StringComparison.Ordinal);
        Assert.Contains("accepted: 4 of 40 cards", browser.Words, StringComparison.Ordinal);
        Assert.Contains("overridden: 12 of 40 cards", browser.Words, StringComparison.Ordinal);
        Assert.Contains("ignored: 20 of 40 cards", browser.Words, StringComparison.Ordinal);
        Assert.Contains("still open: 4 of 40 cards", browser.Words, StringComparison.Ordinal);
        Assert.Contains("shown for certain: 16 of 40 cards", browser.Words, StringComparison.Ordinal);
        Assert.Contains("40 cards, 4 accepted 10.0", browser.Words, StringComparison.Ordinal);
        Assert.Contains("Supervised physical therapy for low back pain", browser.Words, StringComparison.Ordinal);
        Assert.Contains("4 of 40 cards with it", browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reason_given_most_is_on_the_first_page_and_leads_to_all_reasons()
    {
        await using ServiceApp app = new();
        await SeedAsync(app);
        using Browser browser = new(app);

        await browser.OpenAsync("/");
        Assert.Contains("Override reason given most: Care was done elsewhere , 7 of 12 overridden cards, 58 %", browser.Words, StringComparison.Ordinal);
        Assert.Contains("href=\"/analytics#reasons\"", browser.Page, StringComparison.Ordinal);

        await browser.OpenAsync("/analytics");
        Assert.Contains("Reason given most: Care was done elsewhere , 7 of 12 overridden cards, 58 %.", browser.Words, StringComparison.Ordinal);
        Assert.Contains("Films or records are elsewhere", browser.Words, StringComparison.Ordinal);
        Assert.Contains("No reason given", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_says_which_decisions_are_counted()
    {
        await using ServiceApp app = new();
        await SeedAsync(app);
        await Seed.WriteAsync(
            app,
            [
                Seed.Decision(900, 3, "sharedDecision", "D9") with { Client = "clinic", SiteParameters = "nice", RulesVersion = null, Service = "lumbar-fusion-order-select" },
                Seed.Decision(901, 3) with { Client = "workbench" },
                Seed.Decision(902, 200),
            ]);
        using Browser browser = new(app);

        foreach (var (query, orders) in new[]
        {
            ("", "51 orders"), ("?client=clinic", "1 order"), ("?client=workbench", "1 order"), ("?service=lumbar-fusion-order-select", "1 order"), ("?site=nice", "1 order"), ("?rules=not-recorded", "1 order"), ("?rules=abc123", "50 orders"),
            ("?from=2025-01-01", "52 orders"), ("?from=2026-05-29&until=2026-05-29", "2 orders"),
        })
        {
            await browser.OpenAsync($"/analytics{query}");
            Assert.Contains($"{orders} reviewed", browser.Words, StringComparison.Ordinal);
        }

        await browser.OpenAsync("/analytics?kind=sharedDecision");
        Assert.Contains("orders with a card: 6 of 51 orders", browser.Words, StringComparison.Ordinal);
        Assert.Contains("<option value=\"sharedDecision\" selected=\"selected\">Shared decision</option>", browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_at_all_is_told_from_nothing_that_matches_and_from_the_sandbox_alone()
    {
        await using ServiceApp app = new();
        using Browser browser = new(app);
        await browser.OpenAsync("/analytics");
        Assert.Contains("No decision has been recorded yet", browser.Words, StringComparison.Ordinal);
        Assert.Contains("made-up decisions", browser.Words, StringComparison.Ordinal);

        await Seed.WriteAsync(app, [Seed.Decision(1, 3) with { Client = "workbench" }]);
        await browser.OpenAsync("/analytics");
        Assert.Contains("Only the sandbox so far", browser.Words, StringComparison.Ordinal);

        await Seed.WriteAsync(app, [Seed.Decision(2, 3)]);
        await browser.OpenAsync("/analytics?kind=sharedDecision&client=nobody");
        Assert.Contains("No decision matches", browser.Words, StringComparison.Ordinal);
        Assert.Contains("There are 2 decisions in this period", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync("/analytics?from=2020-01-01&until=2020-02-01");
        Assert.Contains("The store has decisions from 2026-05-29 to 2026-05-29.", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_an_error_and_no_empty_page()
    {
        await using SqliteTestStore store = new();
        await using ServiceApp app = new() { Store = store.ConnectionString };
        await Seed.WriteAsync(app, [Seed.Decision(1, 3)]);
        using Browser browser = new(app);
        await store.BreakAsync();

        await browser.OpenAsync("/analytics");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, browser.Status);
        Assert.Contains("The store cannot be read:", browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("No decision", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync("/analytics?format=csv");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, browser.Status);
        Assert.StartsWith("The store cannot be read:", Encoding.UTF8.GetString(browser.Bytes), StringComparison.Ordinal);
        await browser.OpenAsync("/");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.DoesNotContain("Override reason", browser.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?from=yesterday", "The first day is not a day like 2026-06-01.")]
    [InlineData("?until=2026-02-30", "The last day is not a day like 2026-06-01.")]
    [InlineData("?from=2026-06-01&until=2026-05-01", "The first day is after the last one.")]
    public async Task A_period_that_cannot_be_read_is_refused_with_the_reason(string query, string reason)
    {
        await using ServiceApp app = new();
        using Browser browser = new(app);

        await browser.OpenAsync($"/analytics{query}");

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains(reason, browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_period_and_strange_values_are_answered()
    {
        await using ServiceApp app = new();
        await SeedAsync(app);
        using Browser browser = new(app);

        await browser.OpenAsync("/analytics?from=0001-01-01&until=9999-12-31");
        Assert.Contains("50 orders reviewed", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync("/analytics?client=%3Cscript%3Ealert(1)%3C/script%3E&kind=%22onfocus=alert(1)");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.DoesNotContain("<script>alert", browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"onfocus", browser.Page, StringComparison.Ordinal);
        Assert.Contains("No decision matches", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync("/analytics?kind=none-such");
        Assert.Contains("No decision matches", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync($"/analytics?site={new string('x', 201)}");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("The text of site is too long", browser.Words, StringComparison.Ordinal);
        await browser.OpenAsync("/analytics?format=xml");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task An_export_has_the_figures_of_the_page_with_their_wholes_and_no_patient()
    {
        await using ServiceApp app = new();
        await SeedAsync(app);
        using Browser browser = new(app);

        await browser.OpenAsync("/analytics?format=csv");
        var csv = System.Text.Encoding.UTF8.GetString(browser.Bytes);
        Assert.StartsWith("section,group,name,measure,count,of,whole,small\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("total,,All,cards,40,50,orders,false\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("kind,sharedDecision,Shared decision,accepted,0,5,cards,true\r\n", csv, StringComparison.Ordinal);
        Assert.Contains($"reason,indicationMissing {Seed.Elsewhere},No listed indication found: Care was done elsewhere,overridden,7,12,overridden cards,true\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("criterion,physical-therapy not-met too-short,Supervised physical therapy: not-met too-short,orders,50,50,orders,false\r\n", csv, StringComparison.Ordinal);

        await browser.OpenAsync("/analytics?format=json&kind=sharedDecision");
        using var json = JsonDocument.Parse(browser.Bytes);
        Assert.Equal("sharedDecision", json.RootElement.GetProperty("kind").GetString());
        Assert.False(json.RootElement.GetProperty("madeUp").GetBoolean());
        Assert.NotEmpty(json.RootElement.GetProperty("figures").EnumerateArray());
        foreach (var text in new[] { csv, json.RootElement.GetRawText() })
        {
            Assert.DoesNotContain("0123456789abcdef", text, StringComparison.Ordinal);
            Assert.DoesNotContain("-0001-0000-", text, StringComparison.Ordinal);
            Assert.DoesNotContain("-0002-0000-", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_criterion_with_one_result_and_a_row_that_stopped_are_named_with_their_numbers()
    {
        await using ServiceApp app = new();
        List<DecisionRecord> decisions =
        [
            .. Enumerable.Range(0, 60).Select(number => Seed.Decision(number, 60 - (number / 4))),
            .. Enumerable.Range(60, 20).Select(number => Seed.Decision(number, 50, "sharedDecision", "D9")),
            .. Enumerable.Range(80, 2).Select(number => Seed.Decision(number, 50, "checkIncomplete", "D4-indication")),
            .. Enumerable.Range(100, 40).Select(number => Seed.Decision(number, 5)),
        ];
        await Seed.WriteAsync(app, decisions);
        using Browser browser = new(app);

        await browser.OpenAsync("/analytics");

        Assert.Contains("Supervised physical therapy not met too short 122 of 122 2.46 % of orders", browser.Words, StringComparison.Ordinal);
        Assert.Contains("The newest 40 orders (since 2026-05-27; at least a quarter of all) against the 82 before them.", browser.Words, StringComparison.Ordinal);
        Assert.Contains("Card: Shared decision 20 of 82 0 of 40 0.01 % stopped: chance is an unlikely explanation", browser.Words, StringComparison.Ordinal);
        Assert.Contains("Card: Check incomplete 2 of 82 0 of 40 44.99 % too few to tell", browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Card: No listed indication found 60", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Made_up_decisions_are_marked_the_same_each_time_and_never_in_the_store()
    {
        await using ServiceApp app = new();
        using Browser browser = new(app);

        await browser.OpenAsync("/analytics?demo=1");
        var first = browser.Page;
        Assert.Contains("Every number on this page is made up.", browser.Words, StringComparison.Ordinal);
        Assert.Contains("Reason given most:", browser.Words, StringComparison.Ordinal);
        Assert.Contains("stopped: chance is an unlikely explanation", (await OpenedAsync(browser, "/analytics?demo=1&from=2025-12-01")).Words, StringComparison.Ordinal);
        await browser.OpenAsync("/analytics?demo=1");
        Assert.Equal(first, browser.Page);
        await browser.OpenAsync("/analytics?demo=1&format=json");
        Assert.Contains("\"madeUp\": true", System.Text.Encoding.UTF8.GetString(browser.Bytes), StringComparison.Ordinal);

        Assert.Empty(await Kept.DecisionsIn(app));
        Assert.Empty(await Kept.FeedbackIn(app));
        await browser.OpenAsync("/analytics");
        Assert.Contains("No decision has been recorded yet", browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_sees_the_page_nobody_else_does_and_production_has_no_made_up_decisions()
    {
        await using ServiceApp app = new()
        {
            Environment = "Production",
            RemoteAddress = IPAddress.Parse("10.1.2.3"),
            Settings = Some.Settings(
                ("Access:AllowAnonymous", "true"),
                ("Proxy:TrustedAddresses:0", "10.1.2.0/24"),
                ("Workbench:IsOn", "true"),
                ("Workbench:ProxyIdentity:UserHeader", "X-User"),
                ("Workbench:ProxyIdentity:RolesHeader", "X-Groups"),
                ("Workbench:ReaderRoles:0", "readers")),
        };
        Uri page = new("https://cds.hospital.example/analytics");
        (string, string)[] reader = [("X-User", "ann"), ("X-Groups", "readers")];

        using var seen = await app.SendAsync(HttpMethod.Get, page, null, reader);
        using var stranger = await app.SendAsync(HttpMethod.Get, page);
        using var roleless = await app.SendAsync(HttpMethod.Get, page, null, ("X-User", "bob"));
        using var demo = await app.SendAsync(HttpMethod.Get, new Uri(page, "?demo=1"), null, reader);

        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, roleless.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, demo.StatusCode);
    }

    private static async Task<Browser> OpenedAsync(Browser browser, string address)
    {
        await browser.OpenAsync(address);
        return browser;
    }

    /// <summary>Fifty orders of the last weeks: forty cards, of which four were accepted, twelve overridden, and four are too new to tell.</summary>
    private static async Task SeedAsync(ServiceApp app)
    {
        List<DecisionRecord> decisions =
        [
            .. Enumerable.Range(0, 31).Select(number => Seed.Decision(number, 10 + number)),
            .. Enumerable.Range(31, 5).Select(number => Seed.Decision(number, 12, "sharedDecision", "D9")),
            .. Enumerable.Range(36, 4).Select(number => Seed.Decision(number, 6 - (number - 36))),
            .. Enumerable.Range(40, 10).Select(number => Seed.Decision(number, 15, kind: null, row: "D12")),
        ];
        await Seed.WriteAsync(
            app,
            decisions,
            [
                .. decisions[..4].Select(Seed.Accepted),
                .. decisions[4..11].Select(decision => Seed.Dismissed(decision, Seed.Elsewhere)),
                .. decisions[11..14].Select(decision => Seed.Dismissed(decision, Seed.Films)),
                .. decisions[14..16].Select(decision => Seed.Dismissed(decision, null)),
            ]);
    }
}
