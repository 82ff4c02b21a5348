using System.Buffers;
using System.Text;
using System.Text.Json;
using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Host.Errors;
using Hl7.Fhir.Serialization;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Knowledge.KnowledgeApi;

/// <summary>Writes FHIR JSON responses.</summary>
internal static class FhirJson
{
    private static readonly string[] Accepted = ["application/fhir+json", "application/json", "text/json", "application/*", "*/*"];

    private static readonly JsonWriterOptions Options = new() { Encoder = ProtocolJson.Options.Encoder, Indented = true, NewLine = "\n" };

    /// <summary>Writes a resource, or a part of one, as FHIR JSON, indented.</summary>
    /// <param name="part">The resource or element.</param>
    /// <param name="indent">The number of spaces before each line.</param>
    public static ReadOnlyMemory<byte> Write(Hl7.Fhir.Model.Base part, int indent = 0)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            FhirJsonSerializer.Default.Serialize(part, writer);
        }

        return indent == 0 ? buffer.WrittenMemory : Indented(buffer.WrittenSpan, new string(' ', indent));
    }

    /// <summary>Sends a body, or 304 when the client already has it.</summary>
    public static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, string? etag = null)
    {
        var response = context.Response;
        response.Headers[HeaderNames.CacheControl] = "no-cache";
        if (etag is not null)
        {
            response.Headers[HeaderNames.ETag] = etag;
            if (context.Request.Headers.IfNoneMatch.Any(tag => string.Equals(tag, etag, StringComparison.Ordinal)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        response.ContentType = OutcomeWriter.FhirMediaType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Rejects a client that does not accept JSON.</summary>
    /// <exception cref="RejectedRequestException">406: the client does not accept JSON.</exception>
    public static void CheckAcceptable(HttpRequest request)
    {
        var format = request.Query["_format"].FirstOrDefault();
        var accepts = request.GetTypedHeaders().Accept;
        var isAcceptable = format is null
            ? accepts.Count == 0 || accepts.Any(type => Accepted.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase))
            : format is "json" || Accepted.Contains(format, StringComparer.OrdinalIgnoreCase);
        if (!isAcceptable)
        {
            throw new RejectedRequestException(Outcome.Of(StatusCodes.Status406NotAcceptable, IssueType.NotSupported, "This server sends JSON only: application/fhir+json."));
        }
    }

    /// <summary>Indents every line. Line breaks occur between tokens only, since JSON strings escape them.</summary>
    private static byte[] Indented(ReadOnlySpan<byte> json, string spaces) =>
        Encoding.UTF8.GetBytes(spaces + Encoding.UTF8.GetString(json).Replace("\n", "\n" + spaces, StringComparison.Ordinal));
}
