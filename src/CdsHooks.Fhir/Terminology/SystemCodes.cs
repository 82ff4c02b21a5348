using System.Runtime.InteropServices;

namespace CdsHooks.Fhir.Terminology;

/// <summary>The codes of one code system, with the value sets that each is in.</summary>
internal sealed class SystemCodes
{
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _codes;
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly int[] _prefixLengths;

    /// <summary>Takes the codes over: whoever made the dictionaries, with the ordinal comparer, leaves them alone from then on.</summary>
    internal SystemCodes(CodeForm form, Dictionary<string, Entry> codes, Dictionary<string, Entry> prefixes)
    {
        Form = form;
        ShareEntries(codes);
        _codes = codes.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixLengths = [.. prefixes.Keys.Select(prefix => prefix.Length).Distinct().Order()];
    }

    internal CodeForm Form { get; }

    /// <summary>The value sets that a normalised code is in: longer beginnings overrule shorter ones, the code itself all.</summary>
    internal ValueSetBits Lookup(ReadOnlySpan<char> code)
    {
        var bits = default(ValueSetBits);
        foreach (var length in _prefixLengths)
        {
            if (length <= code.Length && _prefixes.TryGetValue(code[..length], out var prefix))
            {
                bits = bits.Without(prefix.LeftOut) | prefix.Bits;
            }
        }

        return _codes.TryGetValue(code, out var entry) ? bits.Without(entry.LeftOut) | entry.Bits : bits;
    }

    internal Entry? Find(ReadOnlySpan<char> code) => _codes.TryGetValue(code, out var entry) ? entry : null;

    // A table of drugs has thousands of codes that say no more than "in this set".
    private static void ShareEntries(Dictionary<string, Entry> codes)
    {
        var plain = new Dictionary<(ValueSetBits Bits, ValueSetBits LeftOut), Entry>();
        foreach (var code in codes.Keys)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(codes, code);
            if (entry.IsPlain)
            {
                ref var shared = ref CollectionsMarshal.GetValueRefOrAddDefault(plain, (entry.Bits, entry.LeftOut), out _);
                entry = shared ??= entry;
            }
        }
    }

    /// <summary>What is known of a code, or of the codes that begin so.</summary>
    internal sealed class Entry
    {
        private List<(int ValueSet, decimal Ordinal)>? _ordinals;

        /// <summary>Whether it says nothing but the value sets, so that all codes that are in the same ones can share it.</summary>
        internal bool IsPlain => Display is null && _ordinals is null;

        internal ValueSetBits Bits { get; private set; }

        internal ValueSetBits LeftOut { get; private set; }

        internal string? Display { get; private set; }

        internal void Join(int valueSet, CodeMember member = default)
        {
            Bits |= ValueSetBits.Of(valueSet);
            Name(member.Display);
            if (member.Ordinal is { } ordinal)
            {
                (_ordinals ??= []).Add((valueSet, ordinal));
            }
        }

        internal void LeaveOut(int valueSet) => LeftOut |= ValueSetBits.Of(valueSet);

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
