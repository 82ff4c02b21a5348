using System.Text;
using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Intake;

/// <summary>The facts that one scan of the JSON of a resource finds.</summary>
internal struct RawResourceFacts
{
    private const int LongestProbe = 128;

    /// <summary>The issue codes that mean an incomplete answer, whatever their severity (FHIR R4, issue-type).</summary>
    private static readonly string[] CutShort =
    [
        "security", "login", "expired", "forbidden", "suppressed", "too-costly",
        "transient", "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled",
    ];

    private int _systemStart;
    private int _systemEnd;
    private int _issues;
    private int _benignIssues;
    private bool _hasSevereIssue;
    private bool _hasType;
    private bool _hasMalformedList;
    private bool _hasNotableCode;
    private bool _hasReadableCode;

    /// <summary>The number of objects begun, which separates one coding from the next: a system and a code in different codings do not belong together.</summary>
    private int _objects;
    private int _systemObject;
    private int _codedObject;
    private bool _isInOwnCode;

    /// <summary>Gets the type; none until <c>resourceType</c> has been read.</summary>
    public RawResourceType Type { get; private set; }

    /// <summary>Gets a hash of the id; 0 when there is none.</summary>
    public int IdHash { get; private set; }

    /// <summary>
    /// Gets a value indicating whether any <c>code</c> or <c>linkId</c> may be one that rules read, or is malformed, so that it may be any. A
    /// code directly after its <c>system</c>, as FHIR orders them, is judged together with it: the interpretation <c>N</c> of a normal result
    /// is not the answer <c>N</c>.
    /// </summary>
    public readonly bool MayMatter =>
        _hasNotableCode || (IsUncoded && Type.Kind is EvidenceKind.Condition) || (_hasMalformedList && Type.Kind is EvidenceKind.Encounter or EvidenceKind.QuestionnaireResponse);

    /// <summary>
    /// Gets a value indicating whether the resource is a Condition, an Observation or a Procedure whose own <c>code</c> has no code of a
    /// system that some value set covers: only free text, or codes of other systems.
    /// </summary>
    public readonly bool IsUncoded =>
        !_hasReadableCode && Type.Kind is EvidenceKind.Condition or EvidenceKind.Observation or EvidenceKind.Procedure;

    /// <summary>Gets a value indicating whether an OperationOutcome reports a failure. One without a readable issue counts as a failure.</summary>
    public readonly bool IsFailure => _hasSevereIssue || _benignIssues == 0 || _benignIssues < _issues;

    /// <summary>Gets a value indicating whether an OperationOutcome says that something was left out.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Advances to the next property name at any level inside the resource.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="depth">The depth of the reader at the opening brace of the resource; an array adds a level.</param>
    /// <returns>False at the end of the resource.</returns>
    public bool ReadProperty(ref Utf8JsonReader reader, int depth)
    {
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    return true;
                case JsonTokenType.StartObject:
                    _objects++;
                    break;
                case JsonTokenType.EndObject when reader.CurrentDepth == depth:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Examines the property at whose name the reader is positioned, and reads its value if it matters.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="source">The bytes of the reader.</param>
    /// <param name="depth">The depth of the reader at the opening brace of the resource.</param>
    /// <param name="terminology">The codes that rules read.</param>
    public void Note(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, int depth, TerminologyIndex terminology)
    {
        var level = reader.CurrentDepth - depth;
        var name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(JsonText.Of(ref reader) ?? string.Empty) : reader.ValueSpan;
        _isInOwnCode &= level > 1;

        // Lengths first: this runs for every property of the whole chart.
        switch (name.Length)
        {
            case 2 when level is 1 && name.SequenceEqual("id"u8):
                reader.Read();
                IdHash = reader.TokenType is JsonTokenType.String ? HashOf(ref reader) : 0;
                break;
            case 4 when name.SequenceEqual("code"u8):
                NoteCode(ref reader, source, level, terminology);
                break;
            case 4 when level is 1 && (name.SequenceEqual("type"u8) || name.SequenceEqual("item"u8)):
                _hasMalformedList |= !ContainsObjects(ref reader);
                break;
            case 6 when name.SequenceEqual("system"u8):
                NoteSystem(ref reader, source, terminology);
                break;
            case 6 when !_hasNotableCode && name.SequenceEqual("linkId"u8):
                NoteLinkId(ref reader, level, terminology);
                break;
            case 6 when !_hasNotableCode && name.SequenceEqual("coding"u8):
                _hasNotableCode = !ContainsObjects(ref reader);
                _objects++;
                break;
            case 8 when level is 1 && name.SequenceEqual("reaction"u8):
            case 9 when level is 1 && (name.SequenceEqual("component"u8) || name.SequenceEqual("hasMember"u8)):
                _hasNotableCode |= !ContainsObjects(ref reader);
                break;
            case 8 when level is 3 && name.SequenceEqual("severity"u8):
                reader.Read();
                NoteSeverity(ref reader);
                break;
            case 12 when level is 1 && name.SequenceEqual("resourceType"u8):
                reader.Read();
                Type = _hasType ? default : RawResourceType.Of(ref reader);
                _hasType = true;
                break;
            case 20 when name.SequenceEqual("valueCodeableConcept"u8):
            case 25 when level is 1 && name.SequenceEqual("medicationCodeableConcept"u8):
                reader.Read();
                _hasNotableCode |= reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null);
                break;
        }
    }

    private static int HashOf(ref Utf8JsonReader reader) =>
        !reader.ValueIsEscaped ? RawResource.HashOf(reader.ValueSpan)
        : JsonText.Of(ref reader) is { } id ? RawResource.HashOf(id)
        : 0;

    /// <summary>Examines a <c>code</c>, at whose name the reader is positioned.</summary>
    private void NoteCode(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, int level, TerminologyIndex terminology)
    {
        var nameStart = (int)reader.TokenStartIndex;
        reader.Read();
        if (level is 1)
        {
            _isInOwnCode = reader.TokenType is JsonTokenType.StartObject && !_hasReadableCode;
            _objects++;
        }
        else if (_isInOwnCode && IsText(ref reader))
        {
            _codedObject = _objects;
            _hasReadableCode |= _systemObject == _objects;
        }
        else if (level is 3 && (!_hasType || Type.Role is RawResourceRole.Outcome))
        {
            _issues++;
            IsCut |= reader.TokenType is not JsonTokenType.String || JsonText.Of(ref reader) is not { } issue || CutShort.Contains(issue, StringComparer.OrdinalIgnoreCase);
        }

        if (_hasNotableCode)
        {
            return;
        }

        _hasNotableCode = reader.TokenType switch
        {
            // The code of a component is a concept; the unit of a range is at the same depth, but rare.
            JsonTokenType.String when level is 3 => true,
            JsonTokenType.String when level > 1 => MayBeKnown(ref reader, source, nameStart, terminology),
            JsonTokenType.StartObject => level is not (1 or 3),
            _ => reader.TokenType is not JsonTokenType.Null,
        };
        _objects += reader.TokenType is JsonTokenType.StartObject ? 1 : 0;
    }

    private void NoteLinkId(ref Utf8JsonReader reader, int level, TerminologyIndex terminology)
    {
        reader.Read();
        _hasNotableCode = reader.TokenType switch
        {
            JsonTokenType.String when level > 1 => MayKnow(ref reader, terminology),
            _ => reader.TokenType is not JsonTokenType.Null,
        };
    }

    /// <summary>Examines a <c>system</c>, at whose name the reader is positioned: it may make the resource's own code readable.</summary>
    private void NoteSystem(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, TerminologyIndex terminology)
    {
        reader.Read();
        _systemStart = (int)reader.TokenStartIndex;
        _systemEnd = reader.TokenType is JsonTokenType.String ? (int)reader.BytesConsumed : _systemStart;
        if (_isInOwnCode && !_hasReadableCode && IsText(ref reader) && Covers(ref reader, terminology))
        {
            _systemObject = _objects;
            _hasReadableCode = _codedObject == _objects;
        }
    }

    private static bool IsText(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String && reader.ValueSpan.ContainsAnyExcept(" \t"u8);

    private static bool Covers(ref Utf8JsonReader reader, TerminologyIndex terminology) =>
        reader.ValueIsEscaped ? JsonText.Of(ref reader) is { } system && terminology.Covers(system) : terminology.Covers(reader.ValueSpan);

    /// <summary>Determines from the next tokens whether a value is an object, or an array that is empty or starts with one.</summary>
    private static bool ContainsObjects(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartArray)
        {
            reader.Read();
            return reader.TokenType is JsonTokenType.StartObject or JsonTokenType.EndArray;
        }

        return reader.TokenType is JsonTokenType.StartObject or JsonTokenType.Null;
    }

    /// <summary>Determines whether rules may read a code: together with its system if that comes directly before it, otherwise by itself.</summary>
    private readonly bool MayBeKnown(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, int nameStart, TerminologyIndex terminology)
    {
        var system = source[_systemStart.._systemEnd].Trim((byte)'"');
        var isJudgedAlone = reader.ValueIsEscaped
            || source[_systemEnd] is not (byte)','
            || source[(_systemEnd + 1)..nameStart].ContainsAnyExcept(" \t\r\n"u8)
            || system.Contains((byte)'\\');
        return isJudgedAlone ? MayKnow(ref reader, terminology) : terminology.Knows(system, reader.ValueSpan);
    }

    private void NoteSeverity(ref Utf8JsonReader reader)
    {
        var isBenign = reader.TokenType is JsonTokenType.String
            && (JsonText.NameIs(ref reader, "information"u8) || JsonText.NameIs(ref reader, "warning"u8) || JsonText.NameIs(ref reader, "success"u8));
        _benignIssues += isBenign ? 1 : 0;
        _hasSevereIssue |= !isBenign;
    }

    private static bool MayKnow(ref Utf8JsonReader reader, TerminologyIndex terminology)
    {
        if (!reader.ValueIsEscaped)
        {
            return terminology.MayKnow(reader.ValueSpan);
        }

        if (reader.ValueSpan.Length > LongestProbe)
        {
            return true;
        }

        Span<byte> unescaped = stackalloc byte[LongestProbe];
        try
        {
            return terminology.MayKnow(unescaped[..reader.CopyString(unescaped)]);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: the resource is kept, so that it is reported as unusable rather than lost.
            return true;
        }
    }
}
