using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>An informatics team looks at what clinicians did with the cards.</summary>
[Collection(Browsers.Name)]
public sealed partial class AnalyticsStories(Chromium chromium)
{
    private const string Service = "/cds-services/lumbar-fusion-order-sign";
    private const string System = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_override_reason_given_most_is_found_from_the_first_page(bool runsScripts)
    {
        await using var service = await WorkbenchService.StartAsync(("Decisions:GatherMilliseconds", "20"));
        foreach (var reason in new[] { "action-completed", "action-not-priority", "action-completed" })
        {
            await SignAndDismissAsync(service.Client, reason);
        }

        await using var visit = await chromium.VisitAsync(service.Address, Look.Usual with { RunsScripts = runsScripts });
        await SeeCountedAsync(visit, "2 of 3 overridden cards, 67 %");

        // It is read on the first page; one click has all the others.
        var line = visit.Page.Locator("main p", new PageLocatorOptions { HasText = "Override reason given most" });
        await Expect(line).ToContainTextAsync("Care was done elsewhere, 2 of 3 overridden cards, 67 %");
        await visit.ShootAsync("home-with-reason");
        await line.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Why cards are overridden" })).ToBeInViewportAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Group, new() { Name = "Reasons", Exact = true })).ToContainTextAsync("Symptoms make waiting unsafe");
        await visit.ShootAsync("analytics-reasons");
        visit.AssertNothingWentWrong();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Figures_lead_to_their_decisions_and_the_filter_is_in_the_address(bool runsScripts)
    {
        await using var service = await WorkbenchService.StartAsync();
        await using var visit = await chromium.VisitAsync(service.Address, Look.Usual with { RunsScripts = runsScripts });
        await visit.OpenAsync("/analytics");
        await Expect(visit.Page.GetByText("No decision has been recorded yet")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show the page with made-up decisions" }).ClickAsync();
        await Expect(visit.Page.GetByText("Every number on this page is made up.")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Cards", Exact = true }).GetByRole(AriaRole.Link, new() { Name = "Shared decision" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(SharedDecision());
        await Expect(visit.Page.GetByLabel("Card", new() { Exact = true })).ToHaveValueAsync("sharedDecision");

        await visit.Page.GetByLabel("Client", new() { Exact = true }).SelectOptionAsync("demo-clinic");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(Clinic());
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync());
        Assert.StartsWith("analytics-demo-", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Contains("kind,sharedDecision,Shared decision,cards,", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        visit.AssertNothingWentWrong();
    }

    private static async Task SeeCountedAsync(Visit visit, string words)
    {
        // A decision is recorded beside its answer.
        for (var tries = 0; tries < 100; tries++)
        {
            await visit.OpenAsync("/");
            if ((await visit.Page.Locator("main").InnerTextAsync()).Contains(words, StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"The first page never says: {words}");
    }

    private static async Task SignAndDismissAsync(HttpClient client, string reason)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var request = await File.ReadAllTextAsync(Path.Combine(Command.Root, "tests", "cases", "v18-nothing-documented", "request.json"), cancellationToken);
        using var call = new StringContent(request, global::System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(Service, UriKind.Relative), call, cancellationToken);
        var card = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("cards")[0].GetProperty("uuid").GetString();
        using var feedback = JsonContent.Create(new
        {
            feedback = new[] { new { card, outcome = "overridden", outcomeTimestamp = "2026-06-01T12:00:00Z", overrideReason = new { reason = new { system = System, code = reason } } } },
        });
        using var received = await client.PostAsync(new Uri($"{Service}/feedback", UriKind.Relative), feedback, cancellationToken);
        Assert.True(received.IsSuccessStatusCode);
    }

    [GeneratedRegex(@"kind=sharedDecision&demo=1", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SharedDecision();

    [GeneratedRegex(@"client=demo-clinic", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Clinic();
}
