using System.Text;
using System.Text.RegularExpressions;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Workbench;

/// <summary>Posts the form of a page, with the antiforgery token and the cookie that it came with.</summary>
internal static partial class WorkbenchForm
{
    public static async Task<HttpResponseMessage> PostAsync(ServiceApp app, string page, string path, params (string Name, string Value)[] fields)
    {
        using var client = app.CreateClient();
        using var fresh = await client.GetAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken);
        var token = Token().Match(await fresh.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups["token"].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(
                string.Join('&', fields.Append(("__RequestVerificationToken", token)).Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}")), Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("Cookie", fresh.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
