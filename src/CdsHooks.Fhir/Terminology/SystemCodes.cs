using System.Runtime.InteropServices;

namespace CdsHooks.Fhir.Terminology;

/// <summary>The codes of one code system with their value sets.</summary>
internal sealed class SystemCodes
{
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _codes;
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly int[] _prefixLengths;

    /// <summary>Takes ownership of the dictionaries, which must use the ordinal comparer.</summary>
    internal SystemCodes(CodeForm form, Dictionary<string, Entry> codes, Dictionary<string, Entry> prefixes)
    {
        Form = form;
        ShareEntries(codes);
        _codes = codes.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixLengths = [.. prefixes.Keys.Select(prefix => prefix.Length).Distinct().Order()];
    }

    internal CodeForm Form { get; }

    /// <summary>Gets the value sets of a normalised code: a longer prefix overrides a shorter one, and the code itself overrides both.</summary>
    internal ValueSetBits Lookup(ReadOnlySpan<char> code)
    {
        var bits = default(ValueSetBits);
        foreach (var length in _prefixLengths)
        {
            if (length <= code.Length && _prefixes.TryGetValue(code[..length], out var prefix))
            {
                bits = bits.Without(prefix.Excluded) | prefix.Bits;
            }
        }

        return _codes.TryGetValue(code, out var entry) ? bits.Without(entry.Excluded) | entry.Bits : bits;
    }

    internal Entry? Find(ReadOnlySpan<char> code) => _codes.TryGetValue(code, out var entry) ? entry : null;

    // A table of drugs has thousands of codes about which nothing but the value set is known.
    private static void ShareEntries(Dictionary<string, Entry> codes)
    {
        var plain = new Dictionary<(ValueSetBits Bits, ValueSetBits Excluded), Entry>();
        foreach (var code in codes.Keys)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(codes, code);
            if (entry.IsPlain)
            {
                ref var shared = ref CollectionsMarshal.GetValueRefOrAddDefault(plain, (entry.Bits, entry.Excluded), out _);
                entry = shared ??= entry;
            }
        }
    }

    /// <summary>The value sets and properties of a code or prefix.</summary>
    internal sealed class Entry
    {
        private List<(int ValueSet, decimal Ordinal)>? _ordinals;

        /// <summary>Gets a value that indicates whether it has value sets only, so that all codes in the same ones can share it.</summary>
        internal bool IsPlain => Display is null && _ordinals is null;

        internal ValueSetBits Bits { get; private set; }

        internal ValueSetBits Excluded { get; private set; }

        internal string? Display { get; private set; }

        internal void Include(int valueSet, CodeMember member = default)
        {
            Bits |= ValueSetBits.Of(valueSet);
            Name(member.Display);
            if (member.Ordinal is { } ordinal)
            {
                (_ordinals ??= []).Add((valueSet, ordinal));
            }
        }

        internal void Exclude(int valueSet) => Excluded |= ValueSetBits.Of(valueSet);

        internal void Name(string? display) => Display ??= display;

        internal decimal? OrdinalIn(int valueSet)
        {
            foreach (var (set, ordinal) in _ordinals ?? [])
            {
                if (set == valueSet)
                {
                    return ordinal;
                }
            }

            return null;
        }
    }
}
