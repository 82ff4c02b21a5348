using CdsHooks.EndToEnd.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.People;

/// <summary>People sign in with an OpenID Connect provider, in a browser.</summary>
[Collection(Browsers.Name)]
public sealed class SignInTests(Chromium chromium) : IAsyncLifetime
{
    private OpenIdProvider _provider = null!;
    private WorkbenchService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await OpenIdProvider.StartAsync();
        _service = await WorkbenchService.StartAsync([.. _provider.Settings]);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task An_editor_signs_in_lands_where_the_way_led_and_signs_out()
    {
        await using var visit = await VisitAsync();
        await SignInAsync(visit, "edda", "/?from=link");
        Assert.Equal("/?from=link", new Uri(visit.Page.Url).PathAndQuery);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
        Assert.Equal("Sign out?", await visit.Page.Locator("h1").InnerTextAsync());
        Assert.Contains("Edda Editor", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.ShootAsync("sign-out");
        await visit.SeeNothingWrongAsync();

        await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        Assert.Equal("You are signed out", await visit.Page.Locator("h1").InnerTextAsync());
        Assert.DoesNotContain(await visit.Context.CookiesAsync(), cookie => cookie.Name is "cdshooks");
        await visit.ShootAsync("signed-out");
        await visit.SeeNothingWrongAsync();
        Assert.Contains(_service.Process.Output, line => line.Contains("edda (Edda Editor) signed in to the workbench with the role RuleEditor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cookie_is_for_this_browser_and_this_host_and_holds_no_token()
    {
        await using var visit = await VisitAsync();
        await SignInAsync(visit, "riley", "/");

        var cookie = Assert.Single(await visit.Context.CookiesAsync(), cookie => cookie.Name is "cdshooks");
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Lax, cookie.SameSite);
        Assert.Equal("/", cookie.Path);
        Assert.Equal(-1, cookie.Expires);
        Assert.True(cookie.Value.Length < 1000, $"The cookie has {cookie.Value.Length} characters.");
        Assert.DoesNotContain(await visit.Context.CookiesAsync([_service.Address.ToString()]), left => left.Name.Contains("Nonce", StringComparison.Ordinal) || left.Name.Contains("Correlation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reader_reads_and_changes_nothing()
    {
        await using var visit = await VisitAsync();
        await SignInAsync(visit, "riley", "/");
        Assert.Contains("Riley Reader", await visit.Page.Locator("header").InnerTextAsync(), StringComparison.Ordinal);

        await SendFormAsync(visit);

        Assert.Equal("This page is not open to you", await visit.Page.Locator("h1").InnerTextAsync());
        Assert.Contains("Changes need the role of a rule editor", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing_though_an_editor_sends_it()
    {
        await using var visit = await VisitAsync();
        await SignInAsync(visit, "edda", "/");

        var response = await SendFormAsync(visit);

        Assert.Equal(400, response.Status);
    }

    [Fact]
    public async Task Somebody_without_a_role_sees_a_page_that_says_so()
    {
        await using var visit = await VisitAsync();
        var response = await SignInAsync(visit, "nora", "/");

        Assert.Equal(403, response.Status);
        Assert.Contains("not as a reader or a rule editor", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.ShootAsync("no-role");
        await visit.SeeNothingWrongAsync();
    }

    [Fact]
    public async Task Who_cancels_is_told_and_may_try_again()
    {
        await using var visit = await VisitAsync();
        await visit.Page.GotoAsync("/");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        Assert.Equal("Please sign in", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.ShootAsync("not-signed-in");
        await visit.SeeNothingWrongAsync();
        await SignInAsync(visit, "riley", "/");
    }

    [Fact]
    public async Task A_script_that_was_signed_out_gets_an_answer_and_not_the_way_to_the_provider()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/") { Headers = { { "Sec-Fetch-Mode", "cors" } } };
        using var response = await _service.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_made_up_way_back_signs_nobody_in()
    {
        using var response = await _service.Client.GetAsync(new Uri("/sign-in?code=made-up&state=made-up", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain(_service.Process.Output, line => line.Contains("made-up", StringComparison.Ordinal) || line.Contains("only-for-tests", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_at_an_address_that_may_not_be_called_is_not_called()
    {
        await using var service = await WorkbenchService.StartAsync([.. _provider.Settings.Where(setting => !setting.Name.EndsWith("AllowPrivateAddress", StringComparison.Ordinal))]);
        await using var visit = await chromium.VisitAsync(service.Address);

        await visit.OpenAsync("/", 503);

        Assert.Contains("The identity provider cannot be reached", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains(service.Process.Output, line => line.Contains("cannot be reached: EgressRefusedException", StringComparison.Ordinal));
    }

    private Task<Visit> VisitAsync() => chromium.VisitAsync(_service.Address, alsoAllowed: _provider.Address);

    internal static async Task<IResponse> SignInAsync(Visit visit, string name, string path)
    {
        await visit.Page.GotoAsync(path);
        await visit.Page.GetByLabel("Name").FillAsync(name);
        return await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync(),
            response => response.Request.IsNavigationRequest && string.Equals(new Uri(response.Url).PathAndQuery, path, StringComparison.Ordinal));
    }

    /// <summary>Sends a form of the page as it would be without the token that pages put into theirs.</summary>
    private static Task<IResponse> SendFormAsync(Visit visit) => visit.Page.RunAndWaitForResponseAsync(
        () => visit.Page.EvaluateAsync("() => { const form = document.createElement('form'); form.method = 'post'; document.body.append(form); form.submit(); }"),
        response => response.Request.Method is "POST");
}
