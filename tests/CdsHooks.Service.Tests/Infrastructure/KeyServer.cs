using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>Serves a client's JWK Set on this machine, and counts how often it is asked.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;

    private KeyServer(WebApplication app) => _app = app;

    public string Address => $"{_app.Urls.First()}/jwks.json";

    public int Asked => Volatile.Read(ref _asked);

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
