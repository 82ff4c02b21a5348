using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CdsHooks.Service.Tests.Fuzz;

/// <summary>A FHIR server in this process that answers every search and read with something broken.</summary>
internal sealed class FuzzFhirServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FuzzFhirServer(WebApplication app) => _app = app;

    /// <summary>Says what is answered to a request's question about a type.</summary>
    public Func<long, string, (int Status, string ContentType, byte[] Body)>? Answer { get; set; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FuzzFhirServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FuzzFhirServer(app);
        app.Map("/fhir/{number}/{type}/{id?}", server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, string number, string type)
    {
        var (status, contentType, body) = Answer!(long.Parse(number, CultureInfo.InvariantCulture), type);
        context.Response.StatusCode = status;
        if (status is not StatusCodes.Status204NoContent)
        {
            context.Response.ContentType = contentType;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
