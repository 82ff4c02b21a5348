using System.Net;
using System.Net.Http.Headers;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A JSON body that is sent piece by piece.</summary>
internal sealed class PiecewiseContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly int _size;
    private readonly bool _isAnnounced;

    public PiecewiseContent(ReadOnlyMemory<byte> body, int size, bool isAnnounced)
    {
        _body = body;
        _size = size;
        _isAnnounced = isAnnounced;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var at = 0; at < _body.Length; at += _size)
        {
            await stream.WriteAsync(_body[at..Math.Min(at + _size, _body.Length)]);
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return _isAnnounced;
    }
}
