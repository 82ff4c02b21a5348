using System.IO.Compression;
using CdsHooks.Service.Host.Errors;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>How a body is packed (Content-Encoding): not at all, or once by gzip or Brotli.</summary>
internal static class ContentCoding
{
    private const string Accepted = "gzip, br";

    /// <summary>Gets what the packed body of a request unpacks to.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Null when the body is not packed. To be disposed.</returns>
    /// <exception cref="RejectedRequestException">It is packed in another way: 415, with the ways that are taken.</exception>
    public static Stream? Unpacked(HttpRequest request) => request.Headers.ContentEncoding switch
    {
        [] => null,
        [{ } coding] => Unpacked(request, coding.Trim()),
        _ => throw Refused(),
    };

    private static Stream? Unpacked(HttpRequest request, string coding)
    {
        if (Is(coding, "gzip") || Is(coding, "x-gzip"))
        {
            return new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        }

        if (Is(coding, "br"))
        {
            return new BrotliStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        }

        return Is(coding, "identity") ? null : throw Refused();
    }

    private static bool Is(string coding, string name) => string.Equals(coding, name, StringComparison.OrdinalIgnoreCase);

    private static RejectedRequestException Refused() => new(
        Outcome.Of(StatusCodes.Status415UnsupportedMediaType, IssueType.NotSupported, $"The body is packed in a way that is not taken. Content-Encoding may be one of {Accepted}, or left out.") with
        {
            AcceptEncoding = Accepted,
        });
}
