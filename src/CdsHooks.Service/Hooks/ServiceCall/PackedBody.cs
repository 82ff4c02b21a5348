using System.Buffers;
using CdsHooks.Service.Host.Errors;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Unpacks a body into pooled memory, piece by piece: what grows beyond the limit has taken no more memory than that.</summary>
internal static class PackedBody
{
    private const int FirstPiece = 64 * 1024;

    /// <summary>Unpacks to the end.</summary>
    /// <param name="unpacked">What the body unpacks to.</param>
    /// <param name="maxBytes">The largest body that is read, unpacked.</param>
    /// <param name="cancellationToken">Cancelled when the client goes away.</param>
    /// <returns>A buffer of the shared pool and how much of it is filled; null when the body is larger.</returns>
    /// <exception cref="RejectedRequestException">It is not packed as it says: 400.</exception>
    public static async ValueTask<(byte[] Buffer, int Length)?> ReadAsync(Stream unpacked, int maxBytes, CancellationToken cancellationToken)
    {
        List<byte[]> pieces = [];
        try
        {
            var length = 0;
            while (length <= maxBytes)
            {
                var piece = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(length, FirstPiece), maxBytes + 1 - length));
                pieces.Add(piece);
                var filled = await FillAsync(piece, unpacked, cancellationToken);
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

    private static async ValueTask<int> FillAsync(byte[] piece, Stream unpacked, CancellationToken cancellationToken)
    {
        try
        {
            return await unpacked.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            throw new RejectedRequestException(Outcome.Of(StatusCodes.Status400BadRequest, IssueType.Invalid, "The body is not packed as Content-Encoding says."));
        }
    }

    /// <summary>One buffer of it all. A single piece is handed over as it is.</summary>
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
