using System.Buffers.Binary;
using System.Net;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>Groups the addresses of anonymous callers for rate limiting.</summary>
internal static class RemoteAddress
{
    private const int Size = 16;
    private const int NetworkSize = 8;

    /// <summary>Gets a key for an address. All addresses of one IPv6 /64 network share a key, since one caller may use any of them.</summary>
    /// <param name="address">The address; null for a call that came over no connection.</param>
    public static UInt128 KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return UInt128.Zero;
        }

        Span<byte> bytes = stackalloc byte[Size];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        if (address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            bytes[NetworkSize..].Clear();
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
