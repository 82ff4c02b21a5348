using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Intake;

/// <summary>Scans the prefetch object, or the body of a FHIR response, in one pass.</summary>
/// <param name="terminology">The codes that rules read.</param>
/// <param name="keepAll">The kinds of which every resource is kept.</param>
internal sealed class PrefetchScanner(TerminologyIndex terminology, IReadOnlySet<EvidenceKind> keepAll)
{
    private readonly List<PrefetchPart> _parts = [];
    private HashSet<string>? _unknownKeys;

    public IReadOnlyList<PrefetchPart> Parts => _parts;

    /// <summary>Scans the value of <c>prefetch</c>, at which the reader is positioned.</summary>
    /// <param name="reader">The reader; positioned at the last token of the value afterwards.</param>
    /// <param name="source">The bytes of the reader, from which resources are sliced.</param>
    /// <exception cref="HookRequestException">The value is neither an object nor <c>null</c>.</exception>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public void Scan(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        if (reader.TokenType is JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new HookRequestException("$.prefetch", "must be an object");
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var expected = KindOfKey(ref reader);
            CheckKeyIsUnique(ref reader, expected);
            reader.Read();
            _parts.Add(ScanValue(ref reader, source, expected));
        }
    }

    /// <summary>Scans the body of a response to a search or a read.</summary>
    /// <param name="body">The body, valid UTF-8.</param>
    /// <param name="expected">The kind that was requested; null for a helper such as a Medication.</param>
    /// <returns>The scanned value.</returns>
    /// <exception cref="JsonException">The body is not JSON, or nests too deep.</exception>
    public PrefetchPart ScanAnswer(ReadOnlyMemory<byte> body, EvidenceKind? expected)
    {
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = RequestRoot.MaxDepth });
        reader.Read();
        var part = ScanValue(ref reader, body, expected);
        while (reader.Read())
        {
            // Anything that follows the value is a JsonException.
        }

        return part;
    }

    /// <summary>Scans one resource of a chart that was not received as a Bundle.</summary>
    /// <param name="resource">The resource, valid UTF-8.</param>
    /// <param name="part">Receives the resource, as a match of a search.</param>
    /// <exception cref="JsonException">It is not one JSON value, or nests too deep.</exception>
    public void ScanInto(ReadOnlyMemory<byte> resource, PrefetchPart part)
    {
        var reader = new Utf8JsonReader(resource.Span, new JsonReaderOptions { MaxDepth = RequestRoot.MaxDepth });
        reader.Read();
        var facts = ScanResource(ref reader, resource, terminology);
        while (reader.Read())
        {
            // Anything that follows the value is a JsonException.
        }

        Add(part, facts, isIncluded: false, RawResourceOf(resource, fullUrl: null, facts));
    }

    /// <summary>Determines whether a resource contains a code that rules may read, or a malformed one.</summary>
    /// <param name="json">The resource, as well-formed JSON.</param>
    /// <param name="terminology">The codes that rules read.</param>
    public static bool MayMatter(ReadOnlyMemory<byte> json, TerminologyIndex terminology)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = RequestRoot.MaxDepth });
        reader.Read();
        return ScanResource(ref reader, json, terminology).MayMatter;
    }

    private PrefetchPart ScanValue(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source, EvidenceKind? expected)
    {
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            return ScanObject(ref reader, source, expected);
        }

        var part = new PrefetchPart(expected) { IsNull = reader.TokenType is JsonTokenType.Null };
        part.IsBroken = !part.IsNull;
        reader.Skip();
        return part;
    }

    /// <summary>Scans a Bundle or a single resource. Its type may come last.</summary>
    private PrefetchPart ScanObject(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source, EvidenceKind? expected)
    {
        var bundle = new PrefetchPart(expected);
        var facts = default(RawResourceFacts);
        var start = (int)reader.TokenStartIndex;
        var depth = reader.CurrentDepth;
        while (facts.ReadProperty(ref reader, depth))
        {
            var isOwn = reader.CurrentDepth == depth + 1;
            if (isOwn && JsonText.NameIs(ref reader, "entry"u8))
            {
                ScanEntries(ref reader, source, bundle);
            }
            else if (isOwn && JsonText.NameIs(ref reader, "link"u8))
            {
                BundleLinks.Scan(ref reader, bundle);
            }
            else if (isOwn && JsonText.NameIs(ref reader, "total"u8))
            {
                reader.Read();
                bundle.NoteTotal(ref reader);
            }
            else
            {
                facts.Note(ref reader, source.Span, depth, terminology);
            }
        }

        if (facts.Type.Role is RawResourceRole.Bundle)
        {
            return bundle;
        }

        var lone = new PrefetchPart(expected) { IsLone = true };
        Add(lone, facts, isIncluded: false, RawResourceOf(source[start..(int)reader.BytesConsumed], fullUrl: null, facts));
        return lone;
    }

    private void ScanEntries(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source, PrefetchPart bundle)
    {
        // With two lists, it is not known which one another reader uses.
        bundle.IsBroken |= bundle.HasEntries;
        bundle.HasEntries = true;
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            bundle.IsBroken |= reader.TokenType is not JsonTokenType.Null;
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            bundle.Entries++;
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                ScanEntry(ref reader, source, bundle);
            }
            else
            {
                bundle.IsBroken = true;
                reader.Skip();
            }
        }
    }

    private void ScanEntry(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source, PrefetchPart bundle)
    {
        var facts = default(RawResourceFacts);
        var entry = default(BundleEntry);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (JsonText.NameIs(ref reader, "resource"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                facts = ScanResource(ref reader, source, terminology);
                entry.SetResource(source[start..(int)reader.BytesConsumed]);
            }
            else
            {
                entry.Note(ref reader, source);
            }
        }

        bundle.IsBroken |= entry.IsAmbiguous;
        Add(bundle, facts, entry.IsIncluded, RawResourceOf(entry.Resource, IsUsed(facts) || facts.Type.Kind is EvidenceKind.Condition ? entry.ReadFullUrl() : null, facts));
    }

    private static RawResourceFacts ScanResource(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source, TerminologyIndex terminology)
    {
        var facts = default(RawResourceFacts);
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return facts;
        }

        var bytes = source.Span;
        var depth = reader.CurrentDepth;
        while (facts.ReadProperty(ref reader, depth))
        {
            facts.Note(ref reader, bytes, depth, terminology);
        }

        return facts;
    }

    private void Add(PrefetchPart part, RawResourceFacts facts, bool isIncluded, RawResource raw)
    {
        part.Count(facts, isIncluded);
        if (IsKept(facts))
        {
            part.Kept.Add((facts.Type, raw));
        }
    }

    private RawResource RawResourceOf(ReadOnlyMemory<byte> json, string? fullUrl, RawResourceFacts facts) =>
        new(json, fullUrl) { IsUnused = !IsUsed(facts), IdHash = facts.IdHash, Kind = facts.Type.Kind };

    /// <summary>Determines whether a resource is kept. One that no rule can use may be a newer version, or the reason of another record.</summary>
    private bool IsKept(RawResourceFacts facts) =>
        IsUsed(facts) || facts.Type.Kind is EvidenceKind.Condition || (facts.Type.Kind is not null && facts.IdHash is not 0);

    /// <summary>Determines whether a rule may use a resource. Most Conditions matter only as the reason of another record.</summary>
    private bool IsUsed(RawResourceFacts facts) => facts.Type switch
    {
        { Kind: EvidenceKind.Patient } or { Role: RawResourceRole.Medication or RawResourceRole.Performer } => true,
        { Kind: EvidenceKind.Condition } => facts.MayMatter,
        { Kind: { } kind } => facts.MayMatter || keepAll.Contains(kind),
        { Role: RawResourceRole.Companion or RawResourceRole.Other } => facts.MayMatter,
        _ => false,
    };

    /// <summary>Rejects a duplicate key, because it is not known which value counts. Unknown keys are rare.</summary>
    private void CheckKeyIsUnique(ref Utf8JsonReader reader, EvidenceKind? expected)
    {
        if (expected is { } kind)
        {
            if (_parts.Exists(part => part.Expected == kind))
            {
                throw new HookRequestException($"$.prefetch.{PrefetchKeys.All.First(entry => entry.Kind == kind).Key}", "must appear only once");
            }
        }
        else if (!(_unknownKeys ??= new HashSet<string>(StringComparer.Ordinal)).Add(reader.GetString()!))
        {
            throw new HookRequestException("$.prefetch", "must not contain a key twice");
        }
    }

    private static EvidenceKind? KindOfKey(ref Utf8JsonReader reader)
    {
        JsonText.CheckName(ref reader, "$.prefetch");
        foreach (var (key, kind, _) in PrefetchKeys.All)
        {
            if (reader.ValueTextEquals(key))
            {
                return kind;
            }
        }

        return null;
    }
}
