using System.Collections.Frozen;
using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>
/// Says which value sets a code is in. Does not change, but for what it remembers of the systems it was asked for; safe for use by any number of threads. Value sets have the indexes 0 to
/// <see cref="ValueSetCount"/> - 1, in the ordinal order of their canonicals.
/// </summary>
/// <remarks>
/// A code is compared under every spelling of its system (<see cref="CodeSystems"/>), trimmed; codes of ICD-10, CPT, HCPCS, SNOMED CT,
/// LOINC, RxNorm, ATC and NUCC in any case, and of ICD-10-CM with or without the dot. Codes of other systems are compared in their
/// own case, as FHIR has it, unless their CodeSystem says that case does not matter. A code without a system is in no value set.
/// </remarks>
public sealed class TerminologyIndex
{
    /// <summary>The longest URI of a code system that is understood.</summary>
    internal const int MaxSystemLength = 200;

    private readonly string[] _canonicals;
    private readonly (string System, string Code, string? Display, bool IsPrefix)[][] _members;
    private readonly string[][] _otherNames;
    private readonly FrozenDictionary<string, int> _indexes;
    private readonly FrozenDictionary<string, SystemCodes> _systems;
    private readonly FrozenDictionary<string, SystemCodes>.AlternateLookup<ReadOnlySpan<char>> _systemsBySpan;
    private readonly CodeProbe _probe;
    private readonly KnownSystem?[] _latest = new KnownSystem?[64];

    internal TerminologyIndex(
        IReadOnlyList<(string Canonical, CodeCover Cover)> valueSets, IReadOnlyDictionary<string, SystemCodes> systems)
    {
        _canonicals = [.. valueSets.Select(valueSet => valueSet.Canonical)];
        _members = [.. valueSets.Select(valueSet => MembersOf(valueSet.Cover))];
        _otherNames = [.. valueSets.Select(valueSet => OtherNamesOf(valueSet.Cover))];
        _indexes = _canonicals.Index().ToFrozenDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        _systems = systems
            .SelectMany(system => CodeSystems.Spellings(system.Key).Select(spelling => (spelling, system.Value)))
            .DistinctBy(pair => pair.spelling, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(pair => pair.spelling, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        _systemsBySpan = _systems.GetAlternateLookup<ReadOnlySpan<char>>();
        _probe = new CodeProbe(
            _members.SelectMany(members => members).Where(member => !member.IsPrefix).Select(member => member.Code),
            _members.SelectMany(members => members).Where(member => member.IsPrefix).Select(member => member.Code));
    }

    /// <summary>How many value sets there are, 0 to 256.</summary>
    public int ValueSetCount => _canonicals.Length;

    /// <summary>The canonical URL of a value set, without version.</summary>
    /// <param name="index">The value set's index.</param>
    /// <returns>The canonical.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such value set.</exception>
    public string Canonical(int index) => _canonicals[index];

    /// <summary>The index of a value set.</summary>
    /// <param name="canonical">Its canonical URL, with or without <c>|version</c>; the version is not compared.</param>
    /// <returns>The index, or -1 where it is not known.</returns>
    public int IndexOf(string canonical)
    {
        return _indexes.GetValueOrDefault(KnowledgeFile.WithoutVersion(canonical), -1);
    }

    /// <summary>How many codes and beginnings of codes a value set has.</summary>
    /// <param name="index">The value set's index.</param>
    /// <returns>0 for one that is empty, and may be.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such value set.</exception>
    public int MemberCount(int index) => _members[index].Length;

    /// <summary>The members of a value set, sorted by system and code. Sorts at every call.</summary>
    /// <param name="index">The value set's index.</param>
    /// <returns>Canonical system, code as normalised, display if known, and whether every code that begins so is a member.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such value set.</exception>
    public IEnumerable<(string System, string Code, string? Display, bool IsPrefix)> Members(int index) =>
        _members[index].OrderBy(member => member.System, StringComparer.Ordinal).ThenBy(member => member.Code, StringComparer.Ordinal);

    /// <summary>The names of a value set's members: their displays and designations. Sorts at every call.</summary>
    /// <param name="index">The value set's index.</param>
    /// <returns>The distinct names, in ordinal order.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such value set.</exception>
    public IReadOnlyList<string> Names(int index) =>
        [.. _members[index].Select(member => member.Display).OfType<string>().Concat(_otherNames[index]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The value sets that a code is in. Does not allocate.</summary>
    /// <param name="system">The system's URI, UTF-8, in any spelling, without JSON escapes.</param>
    /// <param name="code">The code, UTF-8, without JSON escapes.</param>
    /// <returns>The value sets; empty for what is not known.</returns>
    public ValueSetBits Lookup(ReadOnlySpan<byte> system, ReadOnlySpan<byte> code)
    {
        if (FindSystem(system) is not { } codes)
        {
            return default;
        }

        Span<char> text = stackalloc char[CodeText.MaxLength];
        var length = CodeText.Decode(code, text);
        return length < 0 ? default : Lookup(codes, text[..length]);
    }

    /// <summary>The value sets that any coding of a concept is in.</summary>
    /// <param name="concept">The concept; null is in none.</param>
    /// <returns>The union over the codings.</returns>
    public ValueSetBits Lookup(CodeableConcept? concept)
    {
        var bits = default(ValueSetBits);
        foreach (var coding in concept?.Coding ?? [])
        {
            bits |= Lookup(coding);
        }

        return bits;
    }

    /// <summary>The value sets that a coding is in.</summary>
    /// <param name="coding">The coding; null is in none.</param>
    /// <returns>The value sets; empty where it has no code or no system.</returns>
    public ValueSetBits Lookup(Coding? coding) =>
        coding is { System: { } system, Code: { } code } ? Lookup(system, code) : default;

    /// <summary>The value sets that a code is in.</summary>
    /// <param name="system">The system's URI, in any spelling.</param>
    /// <param name="code">The code.</param>
    /// <returns>The value sets; empty for what is not known.</returns>
    public ValueSetBits Lookup(string system, string code) => Lookup(system.AsSpan(), code.AsSpan());

    /// <summary>Whether any value set has a code of a system: codes of others say nothing to the rules.</summary>
    /// <param name="system">The system's URI, in any spelling.</param>
    /// <returns>Whether it is one of the systems that the value sets draw on.</returns>
    public bool Covers(string system) => FindSystem(system) is not null;

    /// <summary>Whether any value set has a code of a system. Does not allocate.</summary>
    /// <param name="system">The system's URI, UTF-8, in any spelling, without JSON escapes.</param>
    /// <returns>Whether it is one of the systems that the value sets draw on.</returns>
    public bool Covers(ReadOnlySpan<byte> system) => FindSystem(system) is not null;

    /// <summary>Whether a code of a system is in a value set: for scanning JSON. Does not allocate.</summary>
    /// <param name="system">The system's URI, UTF-8, in any spelling, without JSON escapes.</param>
    /// <param name="code">The code, UTF-8, without JSON escapes.</param>
    /// <returns>Whether any value set has it.</returns>
    public bool Knows(ReadOnlySpan<byte> system, ReadOnlySpan<byte> code) => _probe.MayHold(code) && !Lookup(system, code).IsEmpty;

    /// <summary>
    /// Whether a code, of whatever system, may be in a value set: for scanning JSON before any of it is parsed. Does not allocate.
    /// </summary>
    /// <param name="rawCode">The text of a JSON string as it stands between its quotes, escapes and all.</param>
    /// <returns>False only where no system has a member with that code. True may be wrong.</returns>
    public bool MayKnow(ReadOnlySpan<byte> rawCode) => _probe.MayKnow(rawCode);

    /// <summary>The rank of a concept among the members of a value set (extension ordinalValue).</summary>
    /// <param name="valueSet">The value set's index.</param>
    /// <param name="concept">The concept.</param>
    /// <returns>The rank of its first coding that has one there, or null.</returns>
    public decimal? Ordinal(int valueSet, CodeableConcept concept)
    {
        foreach (var coding in concept.Coding)
        {
            if (coding is { System: { } system, Code: { } code } && Ordinal(valueSet, system, code) is { } ordinal)
            {
                return ordinal;
            }
        }

        return null;
    }

    /// <summary>The rank of a code among the members of a value set (extension ordinalValue).</summary>
    /// <param name="valueSet">The value set's index.</param>
    /// <param name="system">The system's URI, in any spelling.</param>
    /// <param name="code">The code.</param>
    /// <returns>Its rank, or null where it has none there.</returns>
    public decimal? Ordinal(int valueSet, string system, string code) => Find(system, code)?.OrdinalIn(valueSet);

    /// <summary>The value sets that a code is in under any system: for identifiers that come without one, such as a linkId.</summary>
    /// <param name="code">The code.</param>
    /// <returns>The union over the systems that have it.</returns>
    public ValueSetBits LookupAnySystem(string code)
    {
        var bits = default(ValueSetBits);
        Span<char> buffer = stackalloc char[CodeText.MaxLength + 1];
        foreach (var codes in _systems.Values.Distinct())
        {
            if (CodeText.Normalise(code, codes.Form, buffer) is > 0 and var length)
            {
                bits |= codes.Lookup(buffer[..length]);
            }
        }

        return bits;
    }

    /// <summary>The name of a code.</summary>
    /// <param name="system">The system's URI, in any spelling.</param>
    /// <param name="code">The code.</param>
    /// <returns>The display of the first value set that has one, else of the code system, else null.</returns>
    public string? Display(string system, string code) => Find(system, code)?.Display;

    private static (string System, string Code, string? Display, bool IsPrefix)[] MembersOf(CodeCover cover) =>
    [
        .. cover.Codes.Select(code => (code.Key.System, code.Key.Code, code.Value.Display, IsPrefix: false)),
        .. cover.Prefixes.Select(prefix => (prefix.System, prefix.Code, Display: (string?)null, IsPrefix: true)),
    ];

    private static string[] OtherNamesOf(CodeCover cover) => [.. cover.Codes.Values.SelectMany(member => member.OtherNames ?? [])];

    private ValueSetBits Lookup(ReadOnlySpan<char> system, ReadOnlySpan<char> code) =>
        FindSystem(system) is { } codes ? Lookup(codes, code) : default;

    private static ValueSetBits Lookup(SystemCodes codes, ReadOnlySpan<char> code)
    {
        Span<char> buffer = stackalloc char[CodeText.MaxLength + 1];
        return CodeText.Normalise(code, codes.Form, buffer) is > 0 and var length ? codes.Lookup(buffer[..length]) : default;
    }

    private SystemCodes.Entry? Find(string system, string code)
    {
        Span<char> buffer = stackalloc char[CodeText.MaxLength + 1];
        return FindSystem(system) is { } codes && CodeText.Normalise(code, codes.Form, buffer) is > 0 and var length
            ? codes.Find(buffer[..length])
            : null;
    }

    /// <summary>Finds a system by its bytes. A chart names the same few over and over, so the latest are remembered.</summary>
    private SystemCodes? FindSystem(ReadOnlySpan<byte> system)
    {
        if (system.Length is < 2 or > MaxSystemLength)
        {
            return null;
        }

        ref var place = ref _latest[(system.Length ^ (system[^1] * 7) ^ (system[^2] * 31)) % _latest.Length];
        if (Volatile.Read(ref place) is { } known && system.SequenceEqual(known.System))
        {
            return known.Codes;
        }

        Span<char> text = stackalloc char[MaxSystemLength];
        var length = CodeText.Decode(system, text);
        var found = length < 0 ? null : FindSystem(text[..length]);
        Volatile.Write(ref place, new KnownSystem(system.ToArray(), found));
        return found;
    }

    private SystemCodes? FindSystem(ReadOnlySpan<char> system)
    {
        var trimmed = CodeSystems.WithoutVersion(system.Trim());
        if (_systemsBySpan.TryGetValue(trimmed, out var found))
        {
            return found;
        }

        return CodeSystems.IsSnomedEdition(trimmed) ? _systems.GetValueOrDefault(CodeSystems.Snomed) : null;
    }

    /// <summary>A spelling of a system, and its codes; none for one that no value set draws on.</summary>
    private sealed record KnownSystem(byte[] System, SystemCodes? Codes);
}
