using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>What people do in the sandbox, from opening a page to the result.</summary>
[Collection(Browsers.Name)]
public sealed partial class SandboxStories(Chromium chromium, WorkbenchService service)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_newcomer_signs_a_fusion_from_the_home_page_and_reads_why_a_card_came(bool runsScripts)
    {
        await using var visit = await chromium.VisitAsync(service.Address, Look.Usual with { RunsScripts = runsScripts });
        await visit.OpenAsync("/");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign a sample order" }).ClickAsync();

        await Expect(visit.Page.Locator(".cds-card h3")).ToContainTextAsync("translation 3.5 mm at L4-L5 is borderline");
        await Expect(Why(visit)).ToContainTextAsync("A listed indication could not be settled.");
        await Expect(Why(visit)).ToContainTextAsync("I2 Instability");

        await Why(visit).GetByRole(AriaRole.Link, new() { Name = "2026-04-20 3.5 mm at L4-L5" }).First.ClickAsync();
        await Expect(visit.Page.Locator("#rec-Observation-film-1:target")).ToBeInViewportAsync();
        visit.AssertNothingWentWrong();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_value_turns_the_borderline_film_into_a_met_criterion(bool runsScripts)
    {
        await using var visit = await chromium.VisitAsync(service.Address, Look.Usual with { RunsScripts = runsScripts });
        await visit.OpenAsync("/sandbox");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "The borderline film" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign the orders" }).ClickAsync();
        await Expect(visit.Page.Locator(".cds-card h3")).ToContainTextAsync("is borderline");

        await visit.Page.GetByLabel("Value of Sagittal translation").FillAsync("4.1");
        if (runsScripts)
        {
            await visit.Page.Keyboard.PressAsync("Enter");
        }
        else
        {
            await visit.Page.Locator("#rec-Observation-film-1").GetByRole(AriaRole.Button, new() { Name = "Set" }).ClickAsync();
        }

        await Expect(visit.Page.Locator(".cds-card h3")).ToContainTextAsync("instability documented");
        await Expect(visit.Page.Locator(".criterion-changed").Filter(new() { HasText = "I2 Instability" }).First).ToContainTextAsync("before: unknown, 3.5 mm at L4-L5");
        await Expect(visit.Page).ToHaveURLAsync(ChangedFilm());
        if (runsScripts)
        {
            await Expect(visit.Page.GetByLabel("Value of Sagittal translation")).ToBeFocusedAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("instability documented");
        }

        await visit.Page.GoBackAsync();
        await Expect(visit.Page.Locator(".cds-card h3")).ToContainTextAsync("is borderline");
        visit.AssertNothingWentWrong();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_accepted_suggestion_shows_the_new_draft_and_the_feedback_as_it_arrived(bool runsScripts)
    {
        await using var visit = await chromium.VisitAsync(service.Address, Look.Usual with { RunsScripts = runsScripts });
        await visit.OpenAsync("/sandbox?patient=v18-nothing-documented&sign=1");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Refer to supervised physical therapy" }).ClickAsync();

        await Expect(visit.Page.GetByText("Accepted.")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".note-good")).ToContainTextAsync("answered with 200");
        await Expect(visit.Page.Locator(".note-good")).ToContainTextAsync("\"resourceType\": \"ServiceRequest\"");
        await Expect(visit.Page.Locator(".note-good dl")).ToContainTextAsync("accepted");
        visit.AssertNothingWentWrong();
    }

    [Fact]
    public async Task A_dismissed_card_sends_its_reason()
    {
        await using var visit = await chromium.VisitAsync(service.Address);
        await visit.OpenAsync("/sandbox?patient=v18-nothing-documented&sign=1");
        await visit.Page.GetByText("Dismiss this card").ClickAsync();
        await visit.Page.GetByLabel("Care was done elsewhere").CheckAsync();
        await visit.Page.GetByLabel("Comment").FillAsync("Ten visits in another town");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();

        await Expect(visit.Page.Locator(".note-good dl")).ToContainTextAsync("overridden, reason action-completed, a short comment");
        await visit.ShootAsync("sandbox-dismissed");
        await visit.SeeNothingWrongAsync();
    }

    [Fact]
    public async Task A_set_that_fails_makes_unknown_and_a_removed_visit_is_marked()
    {
        await using var visit = await chromium.VisitAsync(service.Address);
        await visit.OpenAsync("/sandbox?patient=v72-complete-care-120-days&sign=1");
        await visit.Page.GetByLabel("How procedures arrive").SelectOptionAsync("failed");
        await visit.Page.Locator(".set", new() { HasText = "procedures" }).GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();

        await Expect(visit.Page.Locator(".criterion-changed").Filter(new() { HasText = "C1 Supervised physical therapy" }).First).ToContainTextAsync("unknown");
        await Expect(visit.Page.Locator("section", new() { HasText = "What arrived" }).Locator("tr", new() { HasText = "procedures" })).ToContainTextAsync("failed");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Undo all edits" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).First.ClickAsync();
        await Expect(visit.Page.GetByText("Differs from the original:")).ToBeVisibleAsync();
        visit.AssertNothingWentWrong();
    }

    [Fact]
    public async Task Choosing_asks_earlier_and_other_orders_stay_silent()
    {
        await using var visit = await chromium.VisitAsync(service.Address);
        await visit.OpenAsync("/sandbox?patient=v18-nothing-documented");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Only choose them" }).ClickAsync();
        await Expect(visit.Page.Locator(".cds-card")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".wire summary").First).ToContainTextAsync("lumbar-fusion-order-select");

        await ChooseAsync(visit, "Lumbar posterior interbody fusion", isChosen: false, "0 chosen");
        await Expect(visit.Page.Locator("#answer-region")).ToContainTextAsync("Nothing is chosen.");
        await ChooseAsync(visit, "Total knee replacement", isChosen: true, "1 chosen");
        await ChooseAsync(visit, "Aspirin", isChosen: true, "2 chosen");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign the orders" }).ClickAsync();
        await Expect(visit.Page.Locator(".silence")).ToContainTextAsync("No card.");

        await ChooseAsync(visit, "Fusion of a lumbar joint", isChosen: true, "3 chosen");
        await Expect(visit.Page.Locator(".cds-card")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".wire summary").First).ToContainTextAsync("lumbar-fusion-order-select");
        visit.AssertNothingWentWrong();
    }

    /// <summary>Chooses an order; with scripts, the service is asked at once.</summary>
    private static async Task ChooseAsync(Visit visit, string order, bool isChosen, string words)
    {
        if (isChosen)
        {
            await visit.Page.GetByText("Add an order").ClickAsync();
        }

        await visit.Page.GetByLabel(order).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Space");
        await Expect(visit.Page.Locator("section", new() { Has = visit.Page.Locator("#orders") })).ToContainTextAsync(words);
    }

    [Fact]
    public async Task A_record_edited_as_JSON_and_a_permalink_show_another_person_the_same()
    {
        await using var visit = await chromium.VisitAsync(service.Address);
        await visit.OpenAsync("/sandbox?patient=v02-pt-five-weeks&sign=1");
        var record = visit.Page.Locator(".record", new() { HasText = "Sagittal translation" }).First;
        await record.GetByText("JSON", new() { Exact = true }).ClickAsync();
        var text = await record.Locator("textarea").InputValueAsync();
        await record.Locator("textarea").FillAsync(text.Replace("1.2", "5.5", StringComparison.Ordinal));
        await record.GetByRole(AriaRole.Button, new() { Name = "Use this record" }).ClickAsync();
        await Expect(visit.Page.Locator(".cds-card h3")).ToContainTextAsync("instability documented");

        await using var other = await chromium.VisitAsync(service.Address);
        await other.OpenAsync(new Uri(visit.Page.Url).PathAndQuery);
        await Expect(other.Page.Locator(".cds-card h3")).ToHaveTextAsync(await visit.Page.Locator(".cds-card h3").InnerTextAsync());
        await Expect(other.Page.Locator(".record", new() { HasText = "5.5 mm" })).ToContainTextAsync("edited");
        visit.AssertNothingWentWrong();
    }

    [Fact]
    public async Task A_saved_case_is_one_that_the_command_line_judges()
    {
        await using var visit = await chromium.VisitAsync(service.Address);
        await visit.OpenAsync("/sandbox?patient=v27-translation-4-1-mm&sign=1");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Save as a case" }).ClickAsync());
        var folder = Directory.CreateTempSubdirectory("cdshooks-case-").FullName;
        await ZipFile.ExtractToDirectoryAsync(await download.PathAsync(), folder, TestContext.Current.CancellationToken);

        var here = AppContext.BaseDirectory.TrimEnd('/');
        var program = Path.GetFullPath(Path.Combine(here, "..", "..", "CdsHooks.Cli", Path.GetFileName(here), "cdshooks.dll"));
        var (exit, output) = await Command.RunAsync("dotnet", [program, "test", folder]);

        Assert.True(exit is 0, output);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_call_is_copied_as_a_command_line()
    {
        await using var visit = await chromium.VisitAsync(service.Address);
        await visit.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visit.OpenAsync("/sandbox?patient=v27-translation-4-1-mm&sign=1");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Copy as curl" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        var command = await visit.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");

        var (_, output) = await Command.RunAsync("bash", ["-c", command]);

        Assert.Contains("conservativeCareMissing", output, StringComparison.Ordinal);
    }

    private static ILocator Why(Visit visit) => visit.Page.Locator("section.why");

    [GeneratedRegex("edit=change!Observation", RegexOptions.None, 1000)]
    private static partial Regex ChangedFilm();
}
