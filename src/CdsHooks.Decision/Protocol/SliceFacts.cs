using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Protocol;

/// <summary>What one walk over a resource's JSON finds out about it.</summary>
internal struct SliceFacts
{
    private const int LongestProbe = 128;

    /// <summary>The codes of an issue which say that not everything was given, whatever their severity (FHIR R4, issue-type).</summary>
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
    private bool _hasOddList;
    private bool _hasNotableCode;
    private bool _hasReadableCode;
    private bool _isCut;

    /// <summary>The type; none until <c>resourceType</c> has been seen.</summary>
    public SliceType Type { get; private set; }

    /// <summary>A number that is the same for the same id; 0 where it has none.</summary>
    public int IdHash { get; private set; }

    /// <summary>
    /// Whether any <c>code</c> or <c>linkId</c> in it may be one that the rules know, or what it is about is malformed, so that it may
    /// be about anything. A code right after its <c>system</c>, where FHIR has it, is judged with it: the interpretation <c>N</c> of a
    /// normal result is not the answer <c>N</c>.
    /// </summary>
    public readonly bool MayMatter =>
        _hasNotableCode || (IsUncoded && Type.Kind is EvidenceKind.Condition) || (_hasOddList && Type.Kind is EvidenceKind.Encounter or EvidenceKind.QuestionnaireResponse);

    /// <summary>
    /// Whether it is a finding, a measurement or a procedure whose own <c>code</c> holds no code of a system that the rules cover: words
    /// alone, or the codes of others.
    /// </summary>
    public readonly bool IsUncoded =>
        !_hasReadableCode && Type.Kind is EvidenceKind.Condition or EvidenceKind.Observation or EvidenceKind.Procedure;

    /// <summary>For an OperationOutcome: whether it reports a failure. One that says nothing readable counts as a failure.</summary>
    public readonly bool IsFailure => _hasSevereIssue || _benignIssues == 0 || _benignIssues < _issues;

    /// <summary>For an OperationOutcome: whether it says that something was left out.</summary>
    public readonly bool IsCut => _isCut;

    /// <summary>Looks at a property on whose name the reader stands, and reads its value when it is of interest.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="source">The very bytes the reader reads.</param>
    /// <param name="depth">The reader's depth at the resource's own brace; an array is a level too.</param>
    /// <param name="terminology">Says which codes the rules may know.</param>
    public void Note(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, int depth, TerminologyIndex terminology)
    {
        // Lengths first: this runs for every property of the whole chart.
        var length = reader.ValueIsEscaped ? -1 : reader.ValueSpan.Length;
        if (length is 2 or -1 && reader.CurrentDepth == depth + 1 && JsonText.NameIs(ref reader, "id"u8))
        {
            reader.Read();
            IdHash = reader.TokenType is JsonTokenType.String ? HashOf(ref reader) : 0;
            return;
        }

        if (length is 4 or -1 && IsLookedAhead(reader.CurrentDepth - depth) && JsonText.NameIs(ref reader, "code"u8))
        {
            LookAhead(reader, reader.CurrentDepth - depth, terminology);
        }

        if (length is 6 && !_hasNotableCode && JsonText.NameIs(ref reader, "system"u8))
        {
            reader.Read();
            _systemStart = (int)reader.TokenStartIndex;
            _systemEnd = reader.TokenType is JsonTokenType.String ? (int)reader.BytesConsumed : _systemStart;
        }
        else if (length is 4 or 6 or -1 && !_hasNotableCode && (JsonText.NameIs(ref reader, "code"u8) || JsonText.NameIs(ref reader, "linkId"u8)))
        {
            NoteCode(ref reader, source, reader.CurrentDepth - depth, length, terminology);
        }
        else if (length is 6 && !_hasNotableCode && JsonText.NameIs(ref reader, "coding"u8))
        {
            _hasNotableCode = !HoldsObjects(ref reader);
        }
        else if ((length is 25 && reader.CurrentDepth == depth + 1 && JsonText.NameIs(ref reader, "medicationCodeableConcept"u8))
            || (length is 20 && JsonText.NameIs(ref reader, "valueCodeableConcept"u8)))
        {
            reader.Read();
            _hasNotableCode |= reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null);
        }
        else if (length is 9 && reader.CurrentDepth == depth + 1 && (JsonText.NameIs(ref reader, "component"u8) || JsonText.NameIs(ref reader, "hasMember"u8)))
        {
            _hasNotableCode |= !HoldsObjects(ref reader);
        }
        else if (length is 4 && reader.CurrentDepth == depth + 1 && (JsonText.NameIs(ref reader, "type"u8) || JsonText.NameIs(ref reader, "item"u8)))
        {
            _hasOddList |= !HoldsObjects(ref reader);
        }
        else if (length is 12 or -1 && reader.CurrentDepth == depth + 1 && JsonText.NameIs(ref reader, "resourceType"u8))
        {
            reader.Read();
            Type = _hasType ? default : SliceType.Of(ref reader);
            _hasType = true;
        }
        else if (length is 8 && reader.CurrentDepth == depth + 1 && JsonText.NameIs(ref reader, "reaction"u8))
        {
            _hasNotableCode |= !HoldsObjects(ref reader);
        }
        else if (length is 8 or -1 && reader.CurrentDepth == depth + 3 && JsonText.NameIs(ref reader, "severity"u8))
        {
            reader.Read();
            NoteSeverity(ref reader);
        }
    }

    private static int HashOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return ResourceSlice.HashOf(reader.ValueSpan);
        }

        return JsonText.Of(ref reader) is { } id ? ResourceSlice.HashOf(id) : 0;
    }

    /// <summary>Looks at a <c>code</c> or <c>linkId</c>, on whose name the reader stands.</summary>
    private void NoteCode(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, int level, int length, TerminologyIndex terminology)
    {
        var nameStart = (int)reader.TokenStartIndex;
        reader.Read();
        _hasNotableCode = reader.TokenType switch
        {
            // A component's code is a concept; the unit of a range is as deep, and seldom.
            JsonTokenType.String when length is 4 && level is 3 => true,
            JsonTokenType.String when level > 1 =>
                MayKnow(ref reader, terminology) && !(length is 4 && IsOfOtherSystem(ref reader, source, nameStart, terminology)),
            JsonTokenType.StartObject => length is 6 || level is not (1 or 3),
            _ => reader.TokenType is not JsonTokenType.Null,
        };
    }

    /// <summary>Whether a <c>code</c> at a level is that of the resource itself, or of an issue of an OperationOutcome: most are neither.</summary>
    private readonly bool IsLookedAhead(int level) => level switch
    {
        1 => !_hasReadableCode && (!_hasType || Type.Kind is EvidenceKind.Condition or EvidenceKind.Observation or EvidenceKind.Procedure),
        3 => !_hasType || Type.Role is SliceRole.Outcome,
        _ => false,
    };

    /// <summary>Looks at the value of a <c>code</c> before it is read.</summary>
    private void LookAhead(Utf8JsonReader ahead, int level, TerminologyIndex terminology)
    {
        ahead.Read();
        if (level is 1)
        {
            _hasReadableCode = HoldsCoveredCode(ref ahead, terminology);
        }
        else
        {
            _issues++;
            _isCut |= ahead.TokenType is not JsonTokenType.String || JsonText.Of(ref ahead) is not { } code || CutShort.Contains(code, StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>Looks ahead whether a concept has a coding with a code of a system that the rules cover.</summary>
    private static bool HoldsCoveredCode(ref Utf8JsonReader ahead, TerminologyIndex terminology)
    {
        var depth = ahead.CurrentDepth;
        if (ahead.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        var isCovered = false;
        var isCoded = false;
        while (ahead.Read() && ahead.CurrentDepth > depth)
        {
            if (ahead.TokenType is JsonTokenType.StartObject)
            {
                (isCovered, isCoded) = (false, false);
            }
            else if (ahead.TokenType is JsonTokenType.PropertyName && (JsonText.NameIs(ref ahead, "system"u8) || JsonText.NameIs(ref ahead, "code"u8)))
            {
                var isSystem = ahead.ValueSpan.Length is 6;
                ahead.Read();
                var isText = ahead.TokenType is JsonTokenType.String && ahead.ValueSpan.ContainsAnyExcept(" \t"u8);
                isCoded |= isText && !isSystem;
                isCovered |= isText && isSystem && Covers(ref ahead, terminology);
            }

            if (isCovered && isCoded)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Covers(ref Utf8JsonReader reader, TerminologyIndex terminology) =>
        reader.ValueIsEscaped ? JsonText.Of(ref reader) is { } system && terminology.Covers(system) : terminology.Covers(reader.ValueSpan);

    /// <summary>Whether a value is an object, or a list that begins with one or is empty, as far as the next tokens tell.</summary>
    private static bool HoldsObjects(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartArray)
        {
            reader.Read();
            return reader.TokenType is JsonTokenType.StartObject or JsonTokenType.EndArray;
        }

        return reader.TokenType is JsonTokenType.StartObject or JsonTokenType.Null;
    }

    private readonly bool IsOfOtherSystem(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, int nameStart, TerminologyIndex terminology)
    {
        if (source[_systemEnd] is not (byte)',' || source[(_systemEnd + 1)..nameStart].ContainsAnyExcept(" \t\r\n"u8))
        {
            return false;
        }

        var system = source[_systemStart.._systemEnd].Trim((byte)'"');
        return !reader.ValueIsEscaped && !system.Contains((byte)'\\') && terminology.Lookup(system, reader.ValueSpan).IsEmpty;
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
            // Half of a surrogate pair: whoever reads the resource reports it as unusable, rather than losing it here.
            return true;
        }
    }
}
