using System.Net;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.People;

/// <summary>The workbench off and on: every page asks who comes, and calls are not touched by it.</summary>
public sealed class WorkbenchTests
{
    private static readonly (string, string)[] Provider =
    [
        ("Workbench:OpenIdConnect:Authority", "http://127.0.0.1:9"),
        ("Workbench:OpenIdConnect:ClientId", "cdshooks"),
        ("Workbench:OpenIdConnect:ClientSecret", "Quxbrindlewick"),
        ("Workbench:EditorRoles:0", "editors"),
    ];

    [Fact]
    public async Task No_page_can_be_had_without_the_permission()
    {
        await using ServiceApp app = new();

        var pages = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null).ToList();

        Assert.True(pages.Count > 2, $"Only {pages.Count} pages were found.");
        Assert.All(pages, page => Assert.Equal(PagePermission.Policy, page.Metadata.GetMetadata<IAuthorizeData>()?.Policy));
    }

    [Fact]
    public void Only_what_is_shown_to_strangers_anyway_asks_for_nobody()
    {
        var open = typeof(PagePermission).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(PageModel)) && type.IsDefined(typeof(AllowAnonymousAttribute), inherit: true))
            .Select(type => type.Name)
            .Order(StringComparer.Ordinal);

        Assert.Equal(["ErrorPage", "SignOutPage"], open, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Without_the_workbench_nothing_of_it_is_there()
    {
        await using ServiceApp app = new() { Environment = "Production", Settings = Some.Settings(("Access:AllowAnonymous", "true")) };

        using var response = await app.SendAsync(HttpMethod.Get, new Uri("https://cds.hospital.example/"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Type[] parts = [typeof(Audit), typeof(IAuthorizationService), typeof(IAuthenticationSchemeProvider), typeof(IDataProtectionProvider)];
        Assert.All(parts, part => Assert.Null(app.Services.GetService(part)));
    }

    [Fact]
    public async Task A_call_passes_no_step_that_is_there_for_people()
    {
        await using ServiceApp app = new() { Settings = Some.Settings(Provider) };
        var call = await app.Server.SendAsync(
            context =>
            {
                context.Request.Method = "POST";
                context.Request.Path = ServiceApp.Service;
                context.Request.ContentType = "application/json";
                context.Request.Headers.Cookie = "cdshooks=nonsense";
                context.Request.Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Some.ForeignCall));
            },
            TestContext.Current.CancellationToken);
        var page = await app.Server.SendAsync(
            context =>
            {
                context.Request.Method = "GET";
                context.Request.Path = "/";
                context.Request.Headers.Cookie = "cdshooks=nonsense";
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(200, call.Response.StatusCode);
        Assert.Equal(0, call.Response.Headers.SetCookie.Count);
        Assert.Null(call.Features.Get<IAuthenticationFeature>());
        Assert.Null(call.Features.Get<IAuthenticateResultFeature>());
        Assert.DoesNotContain(call.Items.Keys, key => key is string text && text.Contains("Authorization", StringComparison.Ordinal));
        Assert.NotNull(page.Features.Get<IAuthenticationFeature>());
    }

    [Fact]
    public async Task Keys_of_cookies_are_in_the_store_and_outlive_the_process()
    {
        var folder = Directory.CreateTempSubdirectory("cdshooks-keys-");
        try
        {
            var store = $"Data Source={Path.Combine(folder.FullName, "store.db")};Pooling=false";
            string kept;
            await using (ServiceApp first = new() { Store = store })
            {
                kept = Protector(first).Protect("a session");
            }

            await using ServiceApp second = new() { Store = store };

            Assert.Equal("a session", Protector(second).Unprotect(kept));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IDataProtector Protector(ServiceApp app) => app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
