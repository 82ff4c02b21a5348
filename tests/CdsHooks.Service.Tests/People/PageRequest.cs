using System.Net.Http.Headers;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CdsHooks.Service.Tests.People;

/// <summary>Asks for pages as a browser does.</summary>
internal static class PageRequest
{
    /// <summary>Asks for a page, or sends a form to it.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this ServiceApp app, HttpMethod method, Uri page, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var client = app.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = page, AllowAutoRedirect = false, HandleCookies = false });
        using HttpRequestMessage request = new(method, page) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }

    /// <summary>Makes the token and the cookie of a form, as a page would for this person.</summary>
    public static (string Token, string Cookie) FormFor(this ServiceApp app, Person? person)
    {
        using var scope = app.Services.CreateScope();
        DefaultHttpContext context = new() { RequestServices = scope.ServiceProvider, Request = { Scheme = "https" } };
        if (person is not null)
        {
            context.User = person.ToPrincipal("test");
        }

        var tokens = scope.ServiceProvider.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        return (tokens.RequestToken!, context.Response.Headers.SetCookie.ToString().Split(';')[0]);
    }

    public static FormUrlEncodedContent Form(string? token) =>
        new(token is null ? [] : [KeyValuePair.Create("__RequestVerificationToken", token)]);
}
