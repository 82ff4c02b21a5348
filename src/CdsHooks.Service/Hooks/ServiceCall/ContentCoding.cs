using System.IO.Compression;
using CdsHooks.Service.Host.Errors;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Handles the Content-Encoding of a request: none, gzip or Brotli.</summary>
internal static class ContentCoding
{
    private const string Accepted = "gzip, br";

    /// <summary>Opens the decompressed body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The stream, to be disposed; null when the body is not compressed.</returns>
    /// <exception cref="RejectedRequestException">415: the encoding is not supported; the response lists the supported ones.</exception>
    public static Stream? Decompressed(HttpRequest request) => request.Headers.ContentEncoding switch
    {
        [] => null,
        [{ } coding] => Decompressed(request, coding.Trim()),
        _ => throw Unsupported(),
    };

    private static Stream? Decompressed(HttpRequest request, string coding)
    {
        if (Is(coding, "gzip") || Is(coding, "x-gzip"))
        {
            return new GZipStream(new BodyStream(request.BodyReader), CompressionMode.Decompress);
        }

        if (Is(coding, "br"))
        {
            return new BrotliStream(new BodyStream(request.BodyReader), CompressionMode.Decompress);
        }

        return Is(coding, "identity") ? null : throw Unsupported();
    }

    private static bool Is(string coding, string name) => string.Equals(coding, name, StringComparison.OrdinalIgnoreCase);

    private static RejectedRequestException Unsupported() => new(
        Outcome.Of(StatusCodes.Status415UnsupportedMediaType, IssueType.NotSupported, $"The Content-Encoding of the body is not supported. Use one of {Accepted}, or none.") with
        {
            AcceptEncoding = Accepted,
        });
}
