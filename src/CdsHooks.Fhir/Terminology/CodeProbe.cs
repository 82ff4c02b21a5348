namespace CdsHooks.Fhir.Terminology;

/// <summary>
/// Filters codes while JSON is scanned, before their system is known: it dismisses codes that no value set contains. It can pass a
/// code that is no member, but never dismisses a member.
/// </summary>
internal sealed class CodeProbe
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _codes;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly CodeHashes _hashes;
    private readonly int[] _prefixLengths;

    internal CodeProbe(IEnumerable<string> codes, IEnumerable<string> prefixes)
    {
        var codeSet = codes.Select(CodeText.Probe).ToHashSet(StringComparer.Ordinal);
        var prefixSet = prefixes.Select(CodeText.Probe).ToHashSet(StringComparer.Ordinal);
        _codes = codeSet.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = prefixSet.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixLengths = [.. prefixSet.Select(prefix => prefix.Length).Distinct().Order()];
        _hashes = new CodeHashes(codeSet, prefixSet);
    }

    /// <summary>Checks the hash only: the cheapest filter.</summary>
    internal bool MayContain(ReadOnlySpan<byte> rawCode) => _hashes.MayContain(rawCode);

    internal bool MayKnow(ReadOnlySpan<byte> rawCode)
    {
        if (!_hashes.MayContain(rawCode))
        {
            return false;
        }

        // A JSON escape can represent any character of a member.
        if (rawCode.Contains((byte)'\\'))
        {
            return true;
        }

        Span<char> characters = stackalloc char[CodeText.MaxLength];
        var length = CodeText.Decode(rawCode, characters);
        return length >= 0 && MayKnow(characters[..length]);
    }

    private bool MayKnow(ReadOnlySpan<char> code)
    {
        Span<char> probe = stackalloc char[CodeText.MaxLength];
        var length = CodeText.Probe(code, probe);
        if (length < 0)
        {
            return false;
        }

        if (_codes.Contains(probe[..length]))
        {
            return true;
        }

        foreach (var prefixLength in _prefixLengths)
        {
            if (prefixLength > length)
            {
                break;
            }

            if (_prefixes.Contains(probe[..prefixLength]))
            {
                return true;
            }
        }

        return false;
    }
}
