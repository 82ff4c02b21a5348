using System.Buffers;
using System.Numerics;
using CdsHooks.Service.Gate.Limits;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Memory for a body, reserved before it is taken: from a pool when it is small, from the operating system when it is large.</summary>
internal sealed class BodyBuffer : IDisposable
{
    private const int LargestPooled = 1024 * 1024;

    private readonly CallPlace _place;
    private IMemoryOwner<byte>? _owner;
    private byte[]? _pooled;
    private int _size;

    private BodyBuffer(CallPlace place) => _place = place;

    /// <summary>Gets the whole buffer; must not be used after disposal.</summary>
    public Memory<byte> Memory { get; private set; }

    /// <summary>Takes a buffer.</summary>
    /// <param name="place">The place of the call that needs it.</param>
    /// <param name="size">The least size, in bytes.</param>
    /// <exception cref="Host.Errors.RejectedRequestException">503: there is no memory for it now.</exception>
    public static BodyBuffer Rent(CallPlace place, int size)
    {
        var buffer = new BodyBuffer(place);
        if (size > LargestPooled)
        {
            buffer.Reserve(size);
            buffer._owner = new MappedMemory(size);
            buffer.Memory = buffer._owner.Memory;
        }
        else
        {
            // A pooled array may be twice as large.
            buffer.Reserve((int)BitOperations.RoundUpToPowerOf2((uint)size));
            buffer._pooled = ArrayPool<byte>.Shared.Rent(size);
            buffer.Memory = buffer._pooled;
        }

        return buffer;
    }

    /// <summary>Hands the memory over to a buffer that counts against no call; this one is empty afterwards.</summary>
    public BodyBuffer Detach()
    {
        var detached = new BodyBuffer(_place) { _owner = _owner, _pooled = _pooled, Memory = Memory };
        (_owner, _pooled, Memory) = (null, null, default);
        Dispose();
        return detached;
    }

    public void Dispose()
    {
        _owner?.Dispose();
        if (_pooled is { } pooled)
        {
            ArrayPool<byte>.Shared.Return(pooled);
        }

        if (_size > 0)
        {
            _place.Release(_size);
        }

        (_owner, _pooled, _size, Memory) = (null, null, 0, default);
    }

    private void Reserve(int size)
    {
        _place.Reserve(size);
        _size = size;
    }
}
