using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>A rule editor raises physical therapy to eight weeks, from the first page to the rules in force and back.</summary>
[Collection(Browsers.Name)]
public sealed partial class TuneTests(Chromium chromium)
{
    // Every sample patient is judged twice; far more than that takes.
    private const float LongestReview = 180_000;

    [Fact]
    public async Task Eight_weeks_are_set_reviewed_downloaded_tried_put_in_force_and_taken_back()
    {
        await using var service = await WorkbenchService.StartAsync();
        await using var visit = await chromium.VisitAsync(service.Address);
        await SetEightWeeksAsync(visit);
        await ReviewAsync(visit, service.Address);
        await GoLiveAsync(visit, service.Address);
        foreach (var path in new[] { "/rules/history", "/rules/history/1", "/rules/tune" })
        {
            await SeeAllLooksAsync(service.Address, path);
        }

        await visit.OpenAsync("/rules/history");
        await visit.Page.GetByLabel("Your name").FillAsync("Ann Example");
        await visit.Page.GetByLabel("Reason").FillAsync("Too many cards.");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Go back to this" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("went back to the rules without a version of this site")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_text_is_seen_as_a_card_while_it_is_written()
    {
        await using var service = await WorkbenchService.StartAsync();
        await using var visit = await chromium.VisitAsync(service.Address);
        await visit.OpenAsync("/rules/tune?part=texts&card=indicationMissing");

        await visit.Page.GetByLabel("Summary", new PageGetByLabelOptions { Exact = true }).FillAsync("Fusion, and {gaps:conservative-care} is missing.");

        await Assertions.Expect(visit.Page.Locator("#preview h3")).ToContainTextAsync("Fusion, and ");
        await visit.SeeNothingWrongAsync();
    }

    private static async Task SetEightWeeksAsync(Visit visit)
    {
        var page = visit.Page;
        await visit.OpenAsync("/rules/tune");

        // With a script, a value is taken over when the field is left, and the page keeps its place.
        await page.Locator("[name='pt.minWeeks']").FillAsync("8");
        await page.Locator("[name='pt.minSessions']").FocusAsync();
        await Assertions.Expect(page.Locator(".tune-list")).ToContainTextAsync("8 weeks");
        await Assertions.Expect(page).ToHaveURLAsync(Changed());
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("[name='pt.minWeeks']")).ToHaveValueAsync("8");
        await page.Locator("[name='pt.minWeeks']").FillAsync("80");
        await page.Locator("[name='pt.minSessions']").FocusAsync();
        await Assertions.Expect(page.GetByText("This is out of range: it may be 4 to 12 weeks.")).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveURLAsync(Changed());
        await visit.ShootAsync("tune-changed");
    }

    private async Task ReviewAsync(Visit visit, Uri service)
    {
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "See which patients turn" }).ClickAsync(new LocatorClickOptions { Timeout = LongestReview });
        await Assertions.Expect(page.Locator("#v05-pt-exactly-six-weeks")).ToContainTextAsync("No listed indication found", new LocatorAssertionsToContainTextOptions { Timeout = LongestReview });
        await visit.ShootAsync("tune-review-turned");
        await SeeAllLooksAsync(service, new Uri(page.Url).PathAndQuery);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save as draft" }).ClickAsync();
        await Assertions.Expect(page.GetByText("patients who turn are not confirmed yet.")).ToBeVisibleAsync();
        await SignAsync(page);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Download the files" }).ClickAsync());
        Assert.Equal("site-rules.zip", download.SuggestedFilename);
    }

    private async Task GoLiveAsync(Visit visit, Uri service)
    {
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save as draft" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Draft in shadow" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("No call has been judged by both yet.")).ToBeVisibleAsync();
        await visit.ShootAsync("shadow-draft");
        await SeeAllLooksAsync(service, "/rules/shadow");
        await page.GetByText("From now on, clinicians see").ClickAsync();
        await page.GetByLabel("Your name").First.FillAsync("Ann Example");
        await page.GetByLabel("Reason").First.FillAsync("It was tried.");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Go live with version 1" }).ClickAsync();
        await Assertions.Expect(page.GetByText("went live with version 1")).ToBeVisibleAsync();
        await visit.ShootAsync("history-live");
    }

    private static async Task SignAsync(IPage page)
    {
        foreach (var box in await page.GetByLabel("right for this patient").AllAsync())
        {
            await box.CheckAsync();
        }

        await page.GetByLabel("Your name").FillAsync("Ann Example");
        await page.GetByLabel("Reason").FillAsync("The payer asks for it.");
    }

    private async Task SeeAllLooksAsync(Uri service, string path)
    {
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { Look.Desktop, Look.Phone })
            {
                await using var visit = await chromium.VisitAsync(service, new Look(theme, width));
                await visit.OpenAsync(path);
                await visit.SeeNothingWrongAsync();
            }
        }
    }

    [GeneratedRegex(@"/rules/tune\?change=", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Changed();
}
