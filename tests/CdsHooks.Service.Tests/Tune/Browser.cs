using System.Net;
using System.Text.RegularExpressions;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CdsHooks.Service.Tests.Tune;

/// <summary>A browser without a script: it keeps cookies, follows redirects and sends the forms that a page has.</summary>
internal sealed partial class Browser : IDisposable
{
    private static readonly Uri Host = new("http://localhost/");

    private readonly HttpClient _client;

    public Browser(ServiceApp app)
    {
        app.RemoteAddress = IPAddress.Loopback;
        _client = app.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = Host });
    }

    /// <summary>Gets the text of the page that is open.</summary>
    public string Page { get; private set; } = string.Empty;

    /// <summary>Gets its status.</summary>
    public HttpStatusCode Status { get; private set; }

    /// <summary>Gets the bytes of the last answer.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>Gets the path and the query of the page that is open.</summary>
    public string Address { get; private set; } = string.Empty;

    /// <summary>Gets the visible words of the page, without markup.</summary>
    public string Words => WebUtility.HtmlDecode(Spaces().Replace(Tags().Replace(Page, " "), " "));

    public async Task OpenAsync(string address)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(address, UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/html");
        await ReadAsync(request);
    }

    /// <summary>Fills in the form with a handler, as the page has it, and sends it.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="fields">The fields to fill in; a field that is null is left out, and one that the form has not is added.</param>
    public async Task SendAsync(string handler, params (string Name, string? Value)[] fields)
    {
        var form = Forms().Matches(Page).Select(match => match.Value).First(form => form.Contains($"handler={handler}\"", StringComparison.Ordinal));
        List<KeyValuePair<string, string>> filled =
        [
            .. Inputs().Matches(form).Select(input => input.Value)
                .Where(input => AttributeOf(input, "name") is not null && (AttributeOf(input, "type") is not ("radio" or "checkbox") || input.Contains("checked", StringComparison.Ordinal)))
                .Select(input => KeyValuePair.Create(AttributeOf(input, "name")!, AttributeOf(input, "value") ?? string.Empty))
                .Where(input => !fields.Any(field => string.Equals(field.Name, input.Key, StringComparison.Ordinal))),
            .. fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!)),
        ];
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri($"{Address.Split('?')[0]}?handler={handler}", UriKind.Relative)) { Content = new FormUrlEncodedContent(filled) };
        request.Headers.Accept.ParseAdd("text/html");
        await ReadAsync(request);
    }

    public void Dispose() => _client.Dispose();

    private async Task ReadAsync(HttpRequestMessage request)
    {
        using var response = await _client.SendAsync(request);
        Status = response.StatusCode;
        Address = response.RequestMessage!.RequestUri!.PathAndQuery;
        Bytes = await response.Content.ReadAsByteArrayAsync();
        Page = response.Content.Headers.ContentType?.MediaType is "text/html" ? System.Text.Encoding.UTF8.GetString(Bytes) : string.Empty;
    }

    private static string? AttributeOf(string element, string name)
    {
        var match = Regex.Match(element, $"\\b{name}=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return match.Success ? WebUtility.HtmlDecode(match.Groups["value"].Value) : null;
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Inputs();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
