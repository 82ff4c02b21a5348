using System.Buffers.Binary;

namespace CdsHooks.Cli.Assess;

/// <summary>Ids that look like random UUIDs and are the same in every run: 00000000-0000-4000-8000-000000000001 and so on.</summary>
internal sealed class CountedUuids
{
    private uint _last;

    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        bytes[6] = 0x40;
        bytes[8] = 0x80;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], ++_last);
        return new Guid(bytes, bigEndian: true);
    }
}
