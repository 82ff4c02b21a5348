using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CdsHooks.EndToEnd.Tests.Doctor;

/// <summary>A reverse proxy of these tests before the real service. It passes everything on, until a test tells it to do one thing wrong.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private static readonly string[] ByHop = ["Transfer-Encoding", "Connection"];

    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private Relay(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>Gets or sets the service; without one nothing can be passed on.</summary>
    public Uri? Upstream { get; set; }

    /// <summary>Gets or sets what it does with a request by itself: true if it has answered.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    /// <summary>Gets or sets what it does to the headers of an answer.</summary>
    public Action<HttpContext> Afterwards { get; set; } = _ => { };

    public static async Task<Relay> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var relay = new Relay(builder.Build());
        relay._app.Run(relay.AnswerAsync);
        await relay._app.StartAsync();
        return relay;
    }

    /// <summary>Passes everything on unchanged again.</summary>
    public void Mend()
    {
        Instead = _ => Task.FromResult(false);
        Afterwards = _ => { };
    }

    public static async Task<bool> AnswerAsync(HttpContext context, int status, string body = "", string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body, context.RequestAborted);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (await Instead(context))
        {
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(Upstream!, context.Request.Path + context.Request.QueryString));
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, value) in context.Request.Headers.Where(header => header.Key is not "Host"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value.AsEnumerable());
            }
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !ByHop.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        Afterwards(context);
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
