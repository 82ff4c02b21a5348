using System.Buffers;

namespace CdsHooks.Service.Gate.Egress;

/// <summary>Reads an answer that may not be larger than it should be, whatever it says of itself.</summary>
internal static class BoundedBody
{
    private const int FirstRead = 16 * 1024;

    /// <summary>Reads a body to its end.</summary>
    /// <param name="content">The answer's content.</param>
    /// <param name="maxBytes">The largest body that is read.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    /// <returns>The body, unpacked; null when it is larger, or not packed as it says.</returns>
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
            // What unpacks gzip says the one, what unpacks Brotli the other.
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
