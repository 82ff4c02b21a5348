using System.Buffers;
using System.Text.Json;
using Hl7.Fhir.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CdsHooks.Benchmarks.Bare;

/// <summary>What the same server costs without the service: reads the body as the service does and answers a constant.</summary>
internal static class BareServer
{
    private const int FirstSize = 64 * 1024;
    private const int MaxBytes = 16 * 1024 * 1024;

    private static readonly ReadOnlyMemory<byte> Answer = "{\"cards\":[]}"u8.ToArray();

    /// <summary>Serves until it is told to stop.</summary>
    /// <param name="args">Arguments of the host, such as <c>--urls</c>.</param>
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MaxBytes;
        });
        await using var app = builder.Build();
        app.MapPost("/constant", (RequestDelegate)ReadAsync);
        app.MapPost("/parse", (RequestDelegate)ParseAsync);
        app.MapPost("/firely", (RequestDelegate)(context => DeserializeAsync(context, PrefetchAsFirely.AsItIs)));
        app.MapPost("/firely-syntax", (RequestDelegate)(context => DeserializeAsync(context, PrefetchAsFirely.SyntaxOnly)));
        await app.RunAsync();
    }

    private static async Task ReadAsync(HttpContext context)
    {
        var (buffer, _) = await ReadBodyAsync(context.Request);
        ArrayPool<byte>.Shared.Return(buffer);
        await AnswerAsync(context);
    }

    private static async Task ParseAsync(HttpContext context)
    {
        var (buffer, length) = await ReadBodyAsync(context.Request);
        using (JsonDocument.Parse(buffer.AsMemory(0, length)))
        {
            await AnswerAsync(context);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Everything that was prefetched as Firely's types, set by set.</summary>
    private static async Task DeserializeAsync(HttpContext context, FhirJsonDeserializer deserializer)
    {
        var (buffer, length) = await ReadBodyAsync(context.Request);
        if (PrefetchAsFirely.Count(deserializer, buffer.AsSpan(0, length)) is 0)
        {
            throw new InvalidOperationException("Nothing was deserialised.");
        }

        ArrayPool<byte>.Shared.Return(buffer);
        await AnswerAsync(context);
    }

    private static async ValueTask<(byte[] Buffer, int Length)> ReadBodyAsync(HttpRequest request)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? FirstSize));
        var length = 0;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            var arrived = (int)read.Buffer.Length;
            if (length + arrived > buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + arrived, buffer.Length * 2));
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }

            read.Buffer.CopyTo(buffer.AsSpan(length));
            length += arrived;
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return (buffer, length);
            }
        }
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer, context.RequestAborted);
    }
}
