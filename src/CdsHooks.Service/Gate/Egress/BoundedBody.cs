using System.Buffers;

namespace CdsHooks.Service.Gate.Egress;

/// <summary>Reads a response body up to a size limit, regardless of the Content-Length that it declares.</summary>
internal static class BoundedBody
{
    private const int FirstRead = 16 * 1024;

    /// <summary>Reads a body to its end.</summary>
    /// <param name="content">The response's content.</param>
    /// <param name="maxBytes">The limit, after decompression.</param>
    /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
    /// <returns>The decompressed body; null when it exceeds the limit or cannot be decompressed.</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
        {
            return null;
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        try
        {
            return await ReadAsync(stream, maxBytes, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // GZipStream throws the former, BrotliStream the latter.
            return null;
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(FirstRead);
        int read;
        while ((read = await stream.ReadAsync(body.GetMemory(FirstRead), cancellationToken)) > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > maxBytes)
            {
                return null;
            }
        }

        return body.WrittenMemory;
    }
}
