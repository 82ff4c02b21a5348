using System.Buffers;
using CdsHooks.Service.Host.Errors;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Decompresses a body into pooled memory, piece by piece, so that a body beyond the limit takes no more memory than the limit.</summary>
internal static class CompressedBody
{
    private const int FirstPiece = 64 * 1024;

    /// <summary>Decompresses a body to its end.</summary>
    /// <param name="decompressed">The decompressing stream.</param>
    /// <param name="maxBytes">The largest decompressed size.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    /// <returns>A buffer from the shared pool and its filled length; null when the body is larger.</returns>
    /// <exception cref="RejectedRequestException">400: the body does not match its Content-Encoding.</exception>
    public static async ValueTask<(byte[] Buffer, int Length)?> ReadAsync(Stream decompressed, int maxBytes, CancellationToken cancellationToken)
    {
        List<byte[]> pieces = [];
        try
        {
            var length = 0;
            while (length <= maxBytes)
            {
                var piece = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(length, FirstPiece), maxBytes + 1 - length));
                pieces.Add(piece);
                var filled = await FillAsync(piece, decompressed, cancellationToken);
                length += filled;
                if (filled < piece.Length)
                {
                    return length <= maxBytes ? Joined(pieces, length) : null;
                }
            }

            return null;
        }
        finally
        {
            pieces.ForEach(piece => ArrayPool<byte>.Shared.Return(piece));
        }
    }

    private static async ValueTask<int> FillAsync(byte[] piece, Stream decompressed, CancellationToken cancellationToken)
    {
        try
        {
            return await decompressed.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            throw new RejectedRequestException(Outcome.Of(StatusCodes.Status400BadRequest, IssueType.Invalid, "The body does not match its Content-Encoding."));
        }
    }

    /// <summary>Joins the pieces in one buffer. A single piece is returned without copying.</summary>
    private static (byte[] Buffer, int Length) Joined(List<byte[]> pieces, int length)
    {
        if (pieces is [var only])
        {
            pieces.Clear();
            return (only, length);
        }

        var whole = ArrayPool<byte>.Shared.Rent(length);
        var at = 0;
        foreach (var piece in pieces)
        {
            var part = piece.AsSpan(0, Math.Min(piece.Length, length - at));
            part.CopyTo(whole.AsSpan(at));
            at += part.Length;
        }

        return (whole, length);
    }
}
