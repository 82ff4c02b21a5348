using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>An informatics team asks what a change would do, before it goes live.</summary>
[Collection(Browsers.Name)]
public sealed partial class SimulateStories(Chromium chromium, WorkbenchService service)
{
    private const int Patience = 120_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_is_simulated_its_curve_read_and_one_of_its_flips_opened_in_the_sandbox(bool runsScripts)
    {
        await using var visit = await chromium.VisitAsync(service.Address, Look.Usual with { RunsScripts = runsScripts });
        await visit.OpenAsync("/simulate?set=pt.minWeeks%3D8&sweep=pt.minWeeks%3D4,6,8");
        await visit.Page.GetByLabel("Synthetic patients", new() { Exact = true }).FillAsync("200");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Simulate" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(RunAddress());
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "How often each card comes" })).ToBeVisibleAsync(new() { Timeout = Patience });
        await visit.ShootAsync("simulate-result");

        var sweep = visit.Page.GetByRole(AriaRole.Region, new() { Name = "If pt.minWeeks were different" });
        await Expect(sweep.GetByText("At 8 wk:")).ToBeVisibleAsync();
        if (runsScripts)
        {
            await sweep.GetByRole(AriaRole.Slider).PressAsync("Home");
            await Expect(sweep.GetByRole(AriaRole.Slider)).ToHaveAttributeAsync("aria-valuetext", "4");
        }
        else
        {
            await Expect(sweep.GetByRole(AriaRole.Slider)).ToBeHiddenAsync();
            await sweep.GetByRole(AriaRole.Link, new() { Name = "4", Exact = true }).ClickAsync();
        }

        await Expect(sweep.GetByText("At 4 wk:")).ToBeVisibleAsync();
        await Expect(sweep.GetByText("At 8 wk:")).ToBeHiddenAsync();

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "See each call in which a criterion turns" }).ClickAsync();
        await visit.Page.GetByLabel("Criterion", new() { Exact = true }).SelectOptionAsync("physical-therapy");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await visit.ShootAsync("simulate-flips");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Open in the sandbox" }).First.ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Why", Exact = true })).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".why")).ToContainTextAsync("before:");
        visit.AssertNothingWentWrong();
    }

    [Fact]
    public async Task A_result_and_its_flips_have_no_barrier_in_both_themes_at_both_widths()
    {
        var run = string.Empty;
        foreach (var look in from theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark] from width in (int[])[Look.Desktop, Look.Phone] select new Look(theme, width))
        {
            await using var visit = await chromium.VisitAsync(service.Address, look);
            if (run.Length is 0)
            {
                await visit.OpenAsync("/simulate?set=pt.minWeeks%3D8&sweep=pt.minWeeks%3D4,6,8");
                await visit.Page.GetByLabel("Synthetic patients", new() { Exact = true }).FillAsync("100");
                await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Simulate" }).ClickAsync();
                await Expect(visit.Page).ToHaveURLAsync(RunAddress());
                run = new Uri(visit.Page.Url).AbsolutePath;
            }

            await visit.OpenAsync(run);
            await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "How often each card comes" })).ToBeVisibleAsync(new() { Timeout = Patience });
            await visit.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => { one.open = true; })");
            await visit.SeeNothingWrongAsync();
            await visit.OpenAsync($"{run}/flips");
            await visit.ShootAsync("simulate-flips-all");
            await visit.SeeNothingWrongAsync();
        }
    }

    [GeneratedRegex("/simulate/[0-9a-f]{16}$", RegexOptions.None, 1000)]
    private static partial Regex RunAddress();
}
