using System.Buffers;
using CdsHooks.Service.Host.Errors;
using Microsoft.AspNetCore.Http.Features;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>The body of a request in one buffer of pooled memory.</summary>
internal sealed class RequestBody : IMemoryOwner<byte>
{
    private const int FirstSize = 64 * 1024;

    private byte[] _buffer;
    private int _length;

    private RequestBody(byte[] buffer, int length = 0)
    {
        _buffer = buffer;
        _length = length;
    }

    /// <summary>Gets the body; must not be used after disposal.</summary>
    public ReadOnlyMemory<byte> Bytes => Memory;

    public Memory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Reads a body to its end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The largest size, both as sent and decompressed.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    /// <exception cref="RejectedRequestException">413: the body is larger. 415: its Content-Encoding is not supported. 400: it does not match its Content-Encoding.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        await using var decompressed = ContentCoding.Decompressed(request);
        var announced = request.ContentLength ?? FirstSize;
        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // The server's own limit may be lower.
            limit.MaxRequestBodySize = maxBytes;
        }

        if (decompressed is not null)
        {
            return await CompressedBody.ReadAsync(decompressed, maxBytes, cancellationToken) is var (buffer, length) ? new RequestBody(buffer, length) : throw TooLarge(maxBytes);
        }

        var body = new RequestBody(ArrayPool<byte>.Shared.Rent((int)announced));
        try
        {
            await body.FillAsync(request, maxBytes, cancellationToken);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Hands the buffer over to another owner; this body is empty afterwards.</summary>
    public IMemoryOwner<byte> Detach()
    {
        var moved = new RequestBody(_buffer, _length);
        _buffer = [];
        _length = 0;
        return moved;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _length = 0;
        }
    }

    private async ValueTask FillAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var arrived = read.Buffer;
            if (arrived.Length > maxBytes - _length)
            {
                reader.AdvanceTo(arrived.End);
                throw TooLarge(maxBytes);
            }

            Append(arrived);
            reader.AdvanceTo(arrived.End);
            if (read.IsCompleted || read.IsCanceled)
            {
                return;
            }
        }
    }

    private void Append(ReadOnlySequence<byte> arrived)
    {
        var length = _length + (int)arrived.Length;
        if (length > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, _buffer.Length * 2));
            Bytes.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        arrived.CopyTo(_buffer.AsSpan(_length));
        _length = length;
    }

    private static RejectedRequestException TooLarge(int maxBytes) =>
        new(Outcome.Of(StatusCodes.Status413PayloadTooLarge, IssueType.TooLong, $"The body is larger than {maxBytes} bytes."));
}
