using System.Buffers;
using CdsHooks.Service.Gate.Limits;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Memory for a body, reserved before it is taken. Small buffers come from a pool; large ones do not, so that their memory is free again.</summary>
internal sealed class BodyBuffer : IDisposable
{
    private const int LargestPooled = 1024 * 1024;

    private readonly CallPlace? _place;
    private byte[] _bytes;

    private BodyBuffer(CallPlace? place, byte[] bytes)
    {
        _place = place;
        _bytes = bytes;
    }

    /// <summary>Gets the whole buffer; empty after disposal.</summary>
    public Memory<byte> Memory => _bytes;

    /// <summary>Takes a buffer.</summary>
    /// <param name="place">The place of the call that needs it.</param>
    /// <param name="size">The least size, in bytes.</param>
    /// <exception cref="Host.Errors.RejectedRequestException">503: there is no memory for it now.</exception>
    public static BodyBuffer Rent(CallPlace place, int size)
    {
        if (size > LargestPooled)
        {
            place.Reserve(size);
            return new BodyBuffer(place, GC.AllocateUninitializedArray<byte>(size));
        }

        var pooled = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            place.Reserve(pooled.Length);
            return new BodyBuffer(place, pooled);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(pooled);
            throw;
        }
    }

    /// <summary>Hands the memory over to a buffer that counts against no call; this one is empty afterwards.</summary>
    public BodyBuffer Detach()
    {
        var detached = new BodyBuffer(place: null, _bytes);
        _place?.Release(_bytes.Length);
        _bytes = [];
        return detached;
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        if (bytes.Length > 0)
        {
            _place?.Release(bytes.Length);
            if (bytes.Length <= LargestPooled)
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
    }
}
