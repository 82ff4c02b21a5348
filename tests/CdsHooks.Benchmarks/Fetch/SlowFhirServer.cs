using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Benchmarks.Samples;
using CdsHooks.Decision.Evidence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CdsHooks.Benchmarks.Fetch;

/// <summary>Answers every search with what the sample request has prefetched for it, each after the same time.</summary>
internal sealed class SlowFhirServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SlowFhirServer(WebApplication app) => _app = app;

    /// <summary>Gets the base address.</summary>
    public Uri Address => new($"{_app.Urls.First()}/fhir/");

    /// <summary>Starts it on a free port.</summary>
    /// <param name="delay">How long each answer takes.</param>
    public static async Task<SlowFhirServer> StartAsync(TimeSpan delay)
    {
        var prefetch = JsonNode.Parse(SampleRequest.Build(SampleForm.Ours))!["prefetch"]!;
        var answers = PrefetchKeys.All.ToDictionary(
            key => key.ResourceType,
            key => Encoding.UTF8.GetBytes(prefetch[key.Key]?.ToJsonString() ?? """{"resourceType":"Bundle","type":"searchset","total":0}"""),
            StringComparer.Ordinal);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapGet("/fhir/{type}/{id?}", async (HttpContext context, string type) =>
        {
            await Task.Delay(delay, context.RequestAborted);
            var answer = answers[type];
            context.Response.ContentType = "application/fhir+json";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        });
        await app.StartAsync();
        return new SlowFhirServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
