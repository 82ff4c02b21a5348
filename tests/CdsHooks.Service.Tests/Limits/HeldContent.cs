using System.Net;
using System.Net.Http.Headers;

namespace CdsHooks.Service.Tests.Limits;

/// <summary>A JSON body whose end is held back until it is let go.</summary>
internal sealed class HeldContent : HttpContent
{
    private static readonly byte[] Blank = [.. Enumerable.Repeat((byte)' ', 128 * 1024)];

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _body;

    public HeldContent(byte[] body)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Ends when the service has begun to read: more is written before than the test server keeps unread (64 kB).</summary>
    public Task Begun => _begun.Task;

    /// <summary>The length that is announced and sent; null for chunks without an announcement.</summary>
    public int? Length { get; init; }

    public void LetGo() => _letGo.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(Blank);
        var half = _body.Length / 2;
        await stream.WriteAsync(_body.AsMemory(0, half));
        await stream.FlushAsync();
        _begun.TrySetResult();
        await _letGo.Task;
        await stream.WriteAsync(_body.AsMemory(half));
        for (var left = (Length ?? 0) - Blank.Length - _body.Length; left > 0; left -= Blank.Length)
        {
            await stream.WriteAsync(Blank.AsMemory(0, Math.Min(left, Blank.Length)));
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Length ?? 0;
        return Length is not null;
    }
}
