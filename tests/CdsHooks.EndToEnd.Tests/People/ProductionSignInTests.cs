using CdsHooks.EndToEnd.Tests.Browser;
using CdsHooks.EndToEnd.Tests.Replicas;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Playwright;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.People;

/// <summary>As in production: two replicas behind nginx with TLS, one PostgreSQL, and a provider with TLS. Nobody has to stay with one replica.</summary>
[Collection(Browsers.Name)]
public sealed class ProductionSignInTests(Chromium chromium, PostgreSqlServer database) : IClassFixture<PostgreSqlServer>
{
    [Fact]
    public async Task A_person_signs_in_and_is_known_to_every_replica()
    {
        using TestCertificate certificate = new();
        await using var provider = await OpenIdProvider.StartAsync(certificate);
        await using Nginx nginx = new(certificate);
        (string Name, string Value)[] settings =
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("SSL_CERT_FILE", certificate.CertificateFile),
            ("Access:AllowAnonymous", "true"),
            ("Hosting:PublicUrl", nginx.Address.GetLeftPart(UriPartial.Authority)),
            ("Proxy:TrustedAddresses:0", "127.0.0.1"),
            ("Store:ConnectionString", await database.NewDatabaseAsync()),
            ("Workbench:IsOn", "true"),
            .. provider.Settings,
        ];
        await using ServiceProcess first = new(settings);
        await using ServiceProcess second = new(settings);
        await first.InitializeAsync();
        await second.InitializeAsync();
        await nginx.UseAsync([first.Client.BaseAddress!, second.Client.BaseAddress!]);
        await using var visit = await chromium.VisitAsync(nginx.Address, alsoAllowed: provider.Address);

        await SignInTests.SignInAsync(visit, "edda", "/");

        var cookie = Assert.Single(await visit.Context.CookiesAsync(), cookie => cookie.Name.StartsWith("__Host-cdshooks", StringComparison.Ordinal));
        Assert.True(cookie.Secure && cookie.HttpOnly);
        foreach (var replica in (ServiceProcess[])[first, second])
        {
            // One replica after the other answers alone with what the browser has.
            await nginx.UseAsync([replica.Client.BaseAddress!]);
            await Eventually.SeeAsync(() => visit.Page.GotoAsync("/sign-out"), response => response is { Ok: true });
            Assert.Contains("Edda Editor", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        }

        await nginx.UseAsync([first.Client.BaseAddress!]);
        await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        Assert.Equal("You are signed out", await visit.Page.Locator("h1").InnerTextAsync());
        visit.AssertNothingWentWrong();
        Assert.DoesNotContain([.. first.Output, .. second.Output], line => line.StartsWith("fail:", StringComparison.Ordinal) || line.Contains("only-for-tests", StringComparison.Ordinal));
    }
}
