using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>Serves a client's JWK Set on this machine and counts how often it is asked; as a FHIR server it has nothing, and keeps the tokens it is shown.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _shown = new();
    private int _asked;

    private KeyServer(WebApplication app) => _app = app;

    public string Address => $"{_app.Urls.First()}/jwks.json";

    public int Asked => Volatile.Read(ref _asked);

    public string FhirAddress => $"{_app.Urls.First()}/fhir";

    /// <summary>Gets the Authorization headers of requests to the FHIR server.</summary>
    public IReadOnlyCollection<string> Shown => _shown;

    /// <summary>Gets or sets what it answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<KeyServer> StartAsync(params JsonObject[] keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new KeyServer(builder.Build());
        server.Serve(keys);
        server._app.MapGet("/jwks.json", context =>
        {
            Interlocked.Increment(ref server._asked);
            return server.Answer(context);
        });
        server._app.MapGet("/fhir/{**search}", context =>
        {
            server._shown.Enqueue(context.Request.Headers.Authorization.ToString());
            context.Response.ContentType = "application/fhir+json";
            return context.Response.WriteAsync("""{"resourceType":"Bundle","type":"searchset","total":0}""", context.RequestAborted);
        });
        await server._app.StartAsync();
        return server;
    }

    public static string SetOf(params JsonObject[] keys) => new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString();

    /// <summary>Serves these keys from now on.</summary>
    public void Serve(params JsonObject[] keys)
    {
        var set = SetOf(keys);
        Answer = context => context.Response.WriteAsync(set, context.RequestAborted);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
