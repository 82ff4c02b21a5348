using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>What every page must be: readable in both themes, on a desk and on a phone, with and without JavaScript.</summary>
[Collection(Browsers.Name)]
public sealed partial class EveryPageTests(Chromium chromium, WorkbenchService service)
{
    public static TheoryData<string, string> Pages => WorkbenchPages.All;

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_barrier_and_asks_no_foreign_host_in_both_themes_at_both_widths(string name, string path)
    {
        foreach (var look in Looks())
        {
            await using var visit = await chromium.VisitAsync(service.Address, look);
            await visit.OpenAsync(path);
            await visit.ShootAsync(name);
            await visit.SeeNothingWrongAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_complete_without_JavaScript(string name, string path)
    {
        await using var visit = await chromium.VisitAsync(service.Address, Look.Usual with { RunsScripts = false });
        await visit.OpenAsync(path);

        Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
        Assert.True(await visit.Page.Locator("h1").IsVisibleAsync(), $"{name} has no visible heading.");
        Assert.NotEmpty(await visit.Page.Locator("main").InnerTextAsync());
        Assert.Empty(await ScriptOnlyAsync(visit.Page));
        Assert.Equal(0, await visit.Page.Locator("form[method=post]:not(:has(input[name=__RequestVerificationToken]))").CountAsync());
        visit.AssertNothingWentWrong();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_link_of_a_page_leads_somewhere(string name, string path)
    {
        var html = await service.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var links = Link().Matches(html).Select(link => System.Net.WebUtility.HtmlDecode(link.Groups["address"].Value)).Distinct(StringComparer.Ordinal);
        foreach (var link in links.Select(link => new Uri(new Uri(service.Address, path), link)).Where(link => string.Equals(link.Authority, service.Address.Authority, StringComparison.Ordinal)))
        {
            using var response = await service.Client.GetAsync(link, TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, $"{name} links to {link.PathAndQuery}, which is {(int)response.StatusCode}.");
        }
    }

    private static IEnumerable<Look> Looks() =>
        from theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark]
        from width in (int[])[Look.Desktop, Look.Phone]
        select new Look(theme, width);

    /// <summary>Names what only a script can work: an element of htmx that is neither a link nor part of a form.</summary>
    private static async Task<IReadOnlyList<string>> ScriptOnlyAsync(IPage page)
    {
        var elements = page.Locator("[hx-get], [hx-post], [hx-put], [hx-delete], [hx-patch]");
        List<string> found = [];
        foreach (var element in await elements.AllAsync())
        {
            if (await element.EvaluateAsync<bool>("one => !one.matches('a[href]') && !one.closest('form[action], form[method]') && !one.form"))
            {
                found.Add(await element.EvaluateAsync<string>("one => one.outerHTML.slice(0, 200)"));
            }
        }

        return found;
    }

    [GeneratedRegex("<a\\s[^>]*href=\"(?<address>[^\"#][^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
