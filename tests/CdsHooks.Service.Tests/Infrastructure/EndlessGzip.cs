using System.IO.Compression;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>Packed zeros without an end: a few bytes unpack to a megabyte, again and again.</summary>
internal sealed class EndlessGzip : Stream
{
    private const int Megabyte = 1024 * 1024;

    private readonly byte[] _first;
    private readonly byte[] _next;
    private int _at;

    public EndlessGzip()
    {
        using var packed = new MemoryStream();
        using var packer = new GZipStream(packed, CompressionLevel.Optimal);
        packer.Write(new byte[Megabyte]);
        packer.Flush();
        _first = packed.ToArray();
        packer.Write(new byte[Megabyte]);
        packer.Flush();
        _next = packed.ToArray()[_first.Length..];
    }

    /// <summary>How many packed bytes were read.</summary>
    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Given;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var source = Given < _first.Length ? _first : _next;
        var length = Math.Min(count, source.Length - _at);
        Array.Copy(source, _at, buffer, offset, length);
        Given += length;
        _at = _at + length == source.Length ? 0 : _at + length;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
