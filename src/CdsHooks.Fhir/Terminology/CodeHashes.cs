namespace CdsHooks.Fhir.Terminology;

/// <summary>
/// A bitmap of the hashes of codes in their probe form. It reads raw UTF-8 once, in a few nanoseconds per code, so that the hundreds
/// of codes in a request that no rule uses are dismissed without decoding them.
/// </summary>
internal sealed class CodeHashes
{
    private const uint Seed = 2_166_136_261;
    private const uint Prime = 16_777_619;
    private const int LengthBits = 63;

    // 262,144 bits in 32 kB: twenty thousand codes set a thirteenth of them.
    private const int Words = 4096;

    private readonly ulong[] _codes = new ulong[Words];
    private readonly ulong[] _prefixes = new ulong[Words];
    private readonly ulong _prefixLengths;

    internal CodeHashes(IEnumerable<string> codeProbes, IEnumerable<string> prefixProbes)
    {
        foreach (var code in codeProbes)
        {
            Set(_codes, HashOf(code));
        }

        foreach (var prefix in prefixProbes)
        {
            Set(_prefixes, HashOf(prefix));
            _prefixLengths |= 1UL << Math.Min(prefix.Length, LengthBits);
        }
    }

    /// <summary>
    /// False only when a code is certainly not among the codes and begins with none of the prefixes. True for any code with JSON escapes
    /// or characters outside ASCII.
    /// </summary>
    internal bool MayContain(ReadOnlySpan<byte> rawCode)
    {
        var hash = Seed;
        var length = 0;
        foreach (var character in rawCode.Trim(" \t\r\n"u8))
        {
            if (character is (byte)'\\' or >= 0x80)
            {
                return true;
            }

            if (character is (byte)'.')
            {
                continue;
            }

            if (length == CodeText.CptLength && character is (byte)'-' && IsSet(_codes, hash))
            {
                // Possibly a code with modifiers.
                return true;
            }

            hash = Next(hash, character is >= (byte)'a' and <= (byte)'z' ? character - 32u : character);
            length++;
            if (length > CodeText.MaxLength)
            {
                return false;
            }

            if (((_prefixLengths >> Math.Min(length, LengthBits)) & 1) != 0 && IsSet(_prefixes, hash))
            {
                return true;
            }
        }

        return IsSet(_codes, hash);
    }

    // A member outside ASCII never matches an ASCII code, and a code outside ASCII is not looked up by its hash.
    private static uint HashOf(string probe)
    {
        var hash = Seed;
        foreach (var character in probe)
        {
            hash = Next(hash, character);
        }

        return hash;
    }

    private static uint Next(uint hash, uint character) => unchecked((hash ^ character) * Prime);

    private static bool IsSet(ulong[] bits, uint hash) => ((bits[WordOf(hash)] >> (int)(hash & 63)) & 1) != 0;

    private static void Set(ulong[] bits, uint hash) => bits[WordOf(hash)] |= 1UL << (int)(hash & 63);

    private static int WordOf(uint hash) => (int)((hash >> 16) & (Words - 1));
}
