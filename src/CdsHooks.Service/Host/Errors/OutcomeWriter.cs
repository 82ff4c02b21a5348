using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CdsHooks.Decision.Hooks;
using Hl7.Fhir.Serialization;
using Microsoft.Net.Http.Headers;

namespace CdsHooks.Service.Host.Errors;

/// <summary>Writes an <see cref="Outcome"/> to a response that has not started. Depends on no other service, so that it works while the host starts.</summary>
internal static class OutcomeWriter
{
    public const string MediaType = "application/json; charset=utf-8";

    /// <summary>The media type of everything under /fhir.</summary>
    public const string FhirMediaType = "application/fhir+json; charset=utf-8";

    private static readonly BaseFhirJsonSerializer Serializer = new(Hl7.Fhir.Model.ModelInfo.ModelInspector);

    private static readonly JsonWriterOptions Options = new() { Encoder = ProtocolJson.Options.Encoder };

    public static async Task WriteAsync(HttpResponse response, Outcome outcome, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        Write(body, outcome);
        response.StatusCode = outcome.Status;
        response.ContentType = response.HttpContext.Request.Path.StartsWithSegments("/fhir", StringComparison.Ordinal) ? FhirMediaType : MediaType;
        response.ContentLength = body.WrittenCount;
        response.Headers[HeaderNames.CacheControl] = "no-store";
        if (outcome.RetryAfter is { } delay)
        {
            response.Headers[HeaderNames.RetryAfter] = ((int)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (outcome.AcceptEncoding is { } codings)
        {
            response.Headers[HeaderNames.AcceptEncoding] = codings;
        }

        await response.Body.WriteAsync(body.WrittenMemory, cancellationToken);
    }

    private static void Write(IBufferWriter<byte> output, Outcome outcome)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        Serializer.Serialize(outcome.ToFhir(), writer);
    }
}
