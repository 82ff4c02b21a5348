using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using CdsHooks.Service.Gate.Limits;
using CdsHooks.Service.Host.Errors;
using Microsoft.AspNetCore.Http.Features;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>The body of a request in one buffer, whose memory is reserved before it is taken.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private BodyBuffer _buffer;
    private int _length;

    private RequestBody(CallPlace place, int firstSize) => _buffer = BodyBuffer.Rent(place, firstSize);

    /// <summary>Gets the body; must not be used after disposal.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.Memory[.._length];

    /// <summary>Reads a body to its end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="place">The call's place, which the memory is reserved for.</param>
    /// <param name="maxBytes">The largest size, both as sent and decompressed.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    /// <exception cref="RejectedRequestException">
    /// 413: the body is larger. 415: its Content-Encoding is not supported. 400: it does not match its Content-Encoding. 503: there is no memory for it now.
    /// </exception>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "It is disposed of wherever it is not returned.")]
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, CallPlace place, int maxBytes, CancellationToken cancellationToken)
    {
        await using var decompressed = ContentCoding.Decompressed(request);
        var reader = request.BodyReader;

        // A read that is ended by its token leaves the server unable to pass over the rest of the body.
        await using var end = cancellationToken.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);
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

        var body = new RequestBody(place, decompressed is null ? (int)announced : FirstSize);
        try
        {
            if (decompressed is null)
            {
                await body.FillAsync(reader, place, maxBytes, cancellationToken);
            }
            else
            {
                await body.DecompressAsync(decompressed, place, maxBytes);
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Hands the memory over to another owner, and counts it against the call no longer; this body is empty afterwards.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The new owner disposes of it.")]
    public IMemoryOwner<byte> Detach()
    {
        var detached = new Detached(_buffer.Detach(), _length);
        _length = 0;
        return detached;
    }

    public void Dispose()
    {
        _buffer.Dispose();
        _length = 0;
    }

    private async ValueTask FillAsync(PipeReader reader, CallPlace place, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(CancellationToken.None);
            var arrived = read.Buffer;
            if (read.IsCanceled)
            {
                reader.AdvanceTo(arrived.Start);
                throw new OperationCanceledException(cancellationToken);
            }

            if (arrived.Length > maxBytes - _length)
            {
                reader.AdvanceTo(arrived.End);
                throw TooLarge(maxBytes);
            }

            MakeRoom(place, (int)arrived.Length, maxBytes);
            arrived.CopyTo(_buffer.Memory.Span[_length..]);
            _length += (int)arrived.Length;
            reader.AdvanceTo(arrived.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private async ValueTask DecompressAsync(Stream decompressed, CallPlace place, int maxBytes)
    {
        try
        {
            int read;
            while ((read = await decompressed.ReadAsync(_buffer.Memory[_length..])) > 0)
            {
                _length += read;
                if (_length > maxBytes)
                {
                    throw TooLarge(maxBytes);
                }

                if (_length == _buffer.Memory.Length)
                {
                    MakeRoom(place, 1, maxBytes);
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            throw new RejectedRequestException(Outcome.Of(StatusCodes.Status400BadRequest, IssueType.Invalid, "The body does not match its Content-Encoding."));
        }
    }

    private void MakeRoom(CallPlace place, int bytes, int maxBytes)
    {
        var length = _length + bytes;
        if (length > _buffer.Memory.Length)
        {
            var larger = BodyBuffer.Rent(place, (int)Math.Max(length, Math.Min(_buffer.Memory.Length * 2L, maxBytes + 1L)));
            Bytes.CopyTo(larger.Memory);
            _buffer.Dispose();
            _buffer = larger;
        }
    }

    private static RejectedRequestException TooLarge(int maxBytes) =>
        new(Outcome.Of(StatusCodes.Status413PayloadTooLarge, IssueType.TooLong, $"The body is larger than {maxBytes} bytes."));

    private sealed class Detached(BodyBuffer buffer, int length) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => buffer.Memory[..Math.Min(length, buffer.Memory.Length)];

        public void Dispose() => buffer.Dispose();
    }
}
