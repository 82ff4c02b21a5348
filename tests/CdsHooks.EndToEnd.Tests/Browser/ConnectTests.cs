using Microsoft.Playwright;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>Connecting an EHR, from opening the page to the result.</summary>
[Collection(Browsers.Name)]
public sealed class ConnectTests(Chromium chromium, WorkbenchService service)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_EHR_and_a_size_of_prefetch_are_chosen_by_links(bool runsScripts)
    {
        await using var visit = await chromium.VisitAsync(service.Address, Look.Usual with { RunsScripts = runsScripts });
        await visit.OpenAsync("/connect");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Epic", Exact = true }).ClickAsync();
        Assert.True(await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Epic, step by step" }).IsVisibleAsync());

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Full", Exact = true }).ClickAsync();

        Assert.Contains("Observation?patient={{context.patientId}}&category=social-history", await visit.Page.Locator("#templates").InnerTextAsync(), StringComparison.Ordinal);
        visit.AssertNothingWentWrong();
    }

    [Fact]
    public async Task An_address_is_copied()
    {
        await using var visit = await chromium.VisitAsync(service.Address);
        await visit.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visit.OpenAsync("/connect");

        await visit.Page.Locator("[data-copy=discovery]").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Copied" }).WaitForAsync();

        Assert.Equal(new Uri(service.Address, "/cds-services").ToString(), await visit.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [Theory]
    [InlineData(ColorScheme.Light, Look.Desktop)]
    [InlineData(ColorScheme.Dark, Look.Phone)]
    public async Task This_instance_is_checked_and_each_finding_says_what_to_do(ColorScheme theme, int width)
    {
        await using var visit = await chromium.VisitAsync(service.Address, new Look(theme, width));
        await visit.OpenAsync("/connect");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Check this instance" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Run the checks" }).ClickAsync();

        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "The connection" }).WaitForAsync();
        var found = await visit.Page.Locator("main").InnerTextAsync();
        Assert.Contains("The deployment answers.", found, StringComparison.Ordinal);
        Assert.Contains("The document is valid and advertises 2 services.", found, StringComparison.Ordinal);
        Assert.Contains("Pages of every origin may call.", found, StringComparison.Ordinal);
        Assert.Contains("What to do: List the origins of the EHR in Access:AllowedOrigins", found, StringComparison.Ordinal);
        await visit.ShootAsync("connect-checked");
        await visit.SeeNothingWrongAsync();
    }

    [Fact]
    public async Task A_deployment_that_does_not_answer_is_to_be_mended()
    {
        await using var visit = await chromium.VisitAsync(service.Address);
        await visit.OpenAsync("/connect/check");
        await visit.Page.GetByLabel("Address of the service").FillAsync("http://127.0.0.1:9");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Run the checks" }).ClickAsync();

        await visit.Page.GetByText("The deployment could not be reached").WaitForAsync();
        Assert.Contains("1 to mend", await visit.Page.GetByRole(AriaRole.Status).InnerTextAsync(), StringComparison.Ordinal);
        visit.AssertNothingWentWrong();
    }
}
