using System.Collections.Frozen;
using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>
/// Finds the value sets that contain a code. Thread-safe, and immutable apart from a cache of the latest systems. Value sets have the
/// indexes 0 to <see cref="ValueSetCount"/> - 1, in the ordinal order of their canonicals.
/// </summary>
/// <remarks>
/// A system matches in every spelling (<see cref="CodeSystems"/>). Codes are trimmed; those of ICD-10, CPT, HCPCS, SNOMED CT, LOINC,
/// RxNorm, ATC and NUCC match in any letter case, those of ICD-10-CM with or without the dot. Codes of other systems are
/// case-sensitive, as FHIR requires, unless their CodeSystem says otherwise. A code without a system is in no value set.
/// </remarks>
public sealed class TerminologyIndex
{
    /// <summary>The longest URI of a code system that is understood, in characters.</summary>
    internal const int MaxSystemLength = 200;

    private readonly string[] _canonicals;
    private readonly (string System, string Code, string? Display, bool IsPrefix)[][] _members;
    private readonly (string System, string Code, bool IsPrefix)[][] _exceptions;
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
        _exceptions = [.. valueSets.Select(valueSet => ExceptionsOf(valueSet.Cover))];
        _otherNames = [.. valueSets.Select(valueSet => OtherNamesOf(valueSet.Cover))];
        _indexes = _canonicals.Index().ToFrozenDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        Spellings =
        [
            .. systems
                .SelectMany(system => CodeSystems.Spellings(system.Key).Select(spelling => new SystemSpelling(spelling, system.Key, system.Value.Form)))
                .DistinctBy(known => known.Spelling, StringComparer.OrdinalIgnoreCase)
                .OrderBy(known => known.System, StringComparer.Ordinal)
                .ThenBy(known => known.Spelling, StringComparer.Ordinal),
        ];
        _systems = Spellings.ToFrozenDictionary(known => known.Spelling, known => systems[known.System], StringComparer.OrdinalIgnoreCase);
        _systemsBySpan = _systems.GetAlternateLookup<ReadOnlySpan<char>>();
        _probe = new CodeProbe(
            _members.SelectMany(members => members).Where(member => !member.IsPrefix).Select(member => member.Code),
            _members.SelectMany(members => members).Where(member => member.IsPrefix).Select(member => member.Code));
    }

    /// <summary>Gets the number of value sets, 0 to 256.</summary>
    public int ValueSetCount => _canonicals.Length;

    /// <summary>Gets every spelling of every system of which some value set has a code, sorted by system; their letter case does not matter.</summary>
    /// <value>Editions and versions of SNOMED CT, which are spellings of it too, are not listed.</value>
    public IReadOnlyList<SystemSpelling> Spellings { get; }

    /// <summary>Gets the canonical URL of a value set, without version.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such value set.</exception>
    public string Canonical(int index) => _canonicals[index];

    /// <summary>Finds the index of a value set.</summary>
    /// <param name="canonical">Its canonical URL, with or without <c>|version</c>; the version is not compared.</param>
    /// <returns>The index, or -1 where there is no such value set.</returns>
    public int IndexOf(string canonical) => _indexes.GetValueOrDefault(KnowledgeFile.WithoutVersion(canonical), -1);

    /// <summary>Gets the members of a value set, sorted by system and code. Sorts at every call.</summary>
    /// <param name="index">The value set's index.</param>
    /// <returns>The canonical system, normalised code and display of each member; a prefix includes every code that begins with it.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such value set.</exception>
    public IEnumerable<(string System, string Code, string? Display, bool IsPrefix)> Members(int index) =>
        _members[index].OrderBy(member => member.System, StringComparer.Ordinal).ThenBy(member => member.Code, StringComparer.Ordinal);

    /// <summary>Gets the codes, and beginnings of codes, that a value set takes out of its prefixes, sorted by system and code. Sorts at every call.</summary>
    /// <param name="index">The value set's index.</param>
    /// <returns>The exceptions. A longer beginning decides before a shorter one, and the code itself before both.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such value set.</exception>
    public IEnumerable<(string System, string Code, bool IsPrefix)> Exceptions(int index) =>
        _exceptions[index].OrderBy(exception => exception.System, StringComparer.Ordinal).ThenBy(exception => exception.Code, StringComparer.Ordinal);

    /// <summary>Gets the displays and designations of a value set's members. Sorts at every call.</summary>
    /// <param name="index">The value set's index.</param>
    /// <returns>The distinct names, in ordinal order.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such value set.</exception>
    public IReadOnlyList<string> Names(int index) =>
        [.. _members[index].Select(member => member.Display).OfType<string>().Concat(_otherNames[index]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Finds the value sets that contain a code. Does not allocate.</summary>
    /// <param name="system">The system's URI, UTF-8, in any spelling, without JSON escapes.</param>
    /// <param name="code">The code, UTF-8, without JSON escapes.</param>
    /// <returns>The value sets; empty for an unknown code or system.</returns>
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

    /// <summary>Finds the value sets that contain any coding of a concept.</summary>
    public ValueSetBits Lookup(CodeableConcept? concept)
    {
        var bits = default(ValueSetBits);
        foreach (var coding in concept?.Coding ?? [])
        {
            bits |= Lookup(coding);
        }

        return bits;
    }

    /// <summary>Finds the value sets that contain a coding; none for one without a code or system.</summary>
    public ValueSetBits Lookup(Coding? coding) =>
        coding is { System: { } system, Code: { } code } ? Lookup(system, code) : default;

    /// <summary>Finds the value sets that contain a code.</summary>
    /// <param name="system">The system's URI, in any spelling.</param>
    /// <param name="code">The code.</param>
    public ValueSetBits Lookup(string system, string code) => Lookup(system.AsSpan(), code.AsSpan());

    /// <summary>True when any value set contains a code of a system: codes of others mean nothing to the rules.</summary>
    /// <param name="system">The system's URI, in any spelling.</param>
    public bool Covers(string system) => FindSystem(system) is not null;

    /// <summary>True when any value set contains a code of a system. Does not allocate.</summary>
    /// <param name="system">The system's URI, UTF-8, in any spelling, without JSON escapes.</param>
    public bool Covers(ReadOnlySpan<byte> system) => FindSystem(system) is not null;

    /// <summary>True when any value set contains a code: for scanning JSON. Does not allocate.</summary>
    /// <param name="system">The system's URI, UTF-8, in any spelling, without JSON escapes.</param>
    /// <param name="code">The code, UTF-8, without JSON escapes.</param>
    public bool Knows(ReadOnlySpan<byte> system, ReadOnlySpan<byte> code) => _probe.MayContain(code) && !Lookup(system, code).IsEmpty;

    /// <summary>
    /// Determines whether a value set can contain a code of an unknown system: for scanning JSON before it is parsed. Does not allocate.
    /// </summary>
    /// <param name="rawCode">The raw text of a JSON string between its quotes, with its escapes.</param>
    /// <returns>False only where no system has a member with that code. True can be wrong.</returns>
    public bool MayKnow(ReadOnlySpan<byte> rawCode) => _probe.MayKnow(rawCode);

    /// <summary>Gets the rank of a code among the members of a value set (extension ordinalValue).</summary>
    /// <param name="valueSet">The value set's index.</param>
    /// <param name="system">The system's URI, in any spelling.</param>
    /// <param name="code">The code.</param>
    /// <returns>The rank, or null where it has none.</returns>
    public decimal? Ordinal(int valueSet, string system, string code) => Find(system, code)?.OrdinalIn(valueSet);

    /// <summary>Finds the value sets that contain a code of any system: for identifiers without one, such as a linkId.</summary>
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

    /// <summary>Gets the display of a code.</summary>
    /// <param name="system">The system's URI, in any spelling.</param>
    /// <param name="code">The code.</param>
    /// <returns>The display in the first value set that has one, else in the code system, else null.</returns>
    public string? Display(string system, string code) => Find(system, code)?.Display;

    private static (string System, string Code, string? Display, bool IsPrefix)[] MembersOf(CodeCover cover) =>
    [
        .. cover.Codes.Select(code => (code.Key.System, code.Key.Code, code.Value.Display, IsPrefix: false)),
        .. cover.Prefixes.Select(prefix => (prefix.System, prefix.Code, Display: (string?)null, IsPrefix: true)),
    ];

    private static (string System, string Code, bool IsPrefix)[] ExceptionsOf(CodeCover cover) =>
    [
        .. cover.ExcludedCodes.Select(code => (code.System, code.Code, IsPrefix: false)),
        .. cover.ExcludedPrefixes.Select(prefix => (prefix.System, prefix.Code, IsPrefix: true)),
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

    /// <summary>Finds a system by its bytes. A chart repeats the same few systems, so the latest are cached.</summary>
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
        return _systemsBySpan.TryGetValue(trimmed, out var found) ? found
            : CodeSystems.IsSnomedEdition(trimmed) ? _systems.GetValueOrDefault(CodeSystems.Snomed)
            : null;
    }

    /// <summary>A spelling of a system, and its codes; null for a system that no value set uses.</summary>
    private sealed record KnownSystem(byte[] System, SystemCodes? Codes);
}
