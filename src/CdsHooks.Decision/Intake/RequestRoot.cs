using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Unicode;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Intake;

/// <summary>
/// Reads the root members of a request in one pass, which pauses before <c>prefetch</c> when the required members have been read, and
/// otherwise skips it.
/// </summary>
internal sealed class RequestRoot
{
    private const RequestMembers RequiredMembers = RequestMembers.Hook | RequestMembers.HookInstance | RequestMembers.Context;

    /// <summary>The greatest depth to which JSON may nest.</summary>
    internal const int MaxDepth = 64;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };
    private static readonly JsonReaderOptions PrefetchOptions = new() { MaxDepth = MaxDepth - 1 };

    private readonly ReadOnlyMemory<byte> _body;
    private readonly bool _maySkip;
    private int _skippedTo;
    private RequestMembers _seen;
    private ReadOnlyMemory<byte> _prefetch;
    private JsonReaderState _pausedState;
    private int _pausedAt;
    private bool _isPaused;

    private RequestRoot(ReadOnlyMemory<byte> body, bool maySkip)
    {
        _body = body;
        _maySkip = maySkip;
    }

    public string? Hook { get; private set; }

    public string? HookInstance { get; private set; }

    public string? FhirServer { get; private set; }

    public FhirAuthorization? Authorization { get; private set; }

    public IReadOnlySet<string> TurnedOff { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>Gets the bytes of the context object, known to be well-formed JSON; null when there is none.</summary>
    public ReadOnlyMemory<byte>? Context { get; private set; }

    public static RequestRoot Read(ReadOnlyMemory<byte> body)
    {
        var json = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (json.IsEmpty)
        {
            throw new HookRequestException("$", "must be a JSON object; the body is empty");
        }

        try
        {
            var root = new RequestRoot(json, maySkip: true);
            root.ReadStart();
            return root;
        }
        catch (JsonException)
        {
            return ReadEveryToken(json);
        }
    }

    /// <summary>Reads every token, so that an error is reported at its position.</summary>
    private static RequestRoot ReadEveryToken(ReadOnlyMemory<byte> json)
    {
        try
        {
            var root = new RequestRoot(json, maySkip: false);
            root.ReadStart();
            return root;
        }
        catch (JsonException exception)
        {
            throw NotJson(exception);
        }
    }

    /// <summary>Passes the prefetch to the scanner, and reads what a paused pass left unread. May be called again.</summary>
    public void ReadPrefetch(PrefetchScanner scanner)
    {
        try
        {
            if (_isPaused)
            {
                ReadRest(scanner);
            }
            else if (!_prefetch.IsEmpty)
            {
                var reader = new Utf8JsonReader(_prefetch.Span, PrefetchOptions);
                reader.Read();
                scanner.Scan(ref reader, _prefetch);
            }
        }
        catch (JsonException exception)
        {
            throw NotJson(exception);
        }
    }

    private void ReadStart()
    {
        var reader = new Utf8JsonReader(_body.Span, Options);
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            throw new HookRequestException("$", "must be an object");
        }

        Walk(ref reader, mayPause: true);
        CheckUtf8(_body.Span[..(_skippedTo + (int)reader.BytesConsumed)]);
    }

    private void ReadRest(PrefetchScanner scanner)
    {
        var rest = _body[_pausedAt..];
        CheckUtf8(rest.Span);
        var reader = new Utf8JsonReader(rest.Span, isFinalBlock: true, _pausedState);
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        scanner.Scan(ref reader, rest);
        _prefetch = rest[start..(int)reader.BytesConsumed];
        Walk(ref reader, mayPause: false);
        _isPaused = false;
    }

    private void Walk(ref Utf8JsonReader reader, bool mayPause)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            JsonText.CheckName(ref reader, "$");
            var member = RequestMemberNames.Identify(ref reader);
            if (member is RequestMembers.None)
            {
                reader.Skip();
                continue;
            }

            // A duplicate extension is accepted: no decision depends on it.
            if (_seen.HasFlag(member) && member is not RequestMembers.Extension)
            {
                throw new HookRequestException(RequestMemberNames.PathOf(member), "must appear only once");
            }

            _seen |= member;
            if (mayPause && member is RequestMembers.Prefetch && (_seen & RequiredMembers) is RequiredMembers)
            {
                _pausedState = reader.CurrentState;
                _pausedAt = (int)reader.BytesConsumed;
                _isPaused = true;
                return;
            }

            if (mayPause && member is RequestMembers.Prefetch && TrySkipPrefetch(ref reader))
            {
                continue;
            }

            reader.Read();
            ReadMember(ref reader, member);
        }

        // Only white space may follow: anything else is a JsonException.
        reader.Read();
    }

    /// <summary>Skips the prefetch object without reading its tokens: if the order is not relevant, it is never read.</summary>
    private bool TrySkipPrefetch(ref Utf8JsonReader reader)
    {
        var start = (int)reader.BytesConsumed;
        while (_maySkip && start < _body.Length && _body.Span[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            start++;
        }

        if (!_maySkip || start == _body.Length || _body.Span[start] is not (byte)'{' || ObjectSkip.EndOf(_body.Span[start..]) is not (> 0 and var length))
        {
            return false;
        }

        // The reader continues as if the prefetch were null.
        var substitute = new Utf8JsonReader("null"u8, isFinalBlock: false, reader.CurrentState);
        substitute.Read();
        _prefetch = _body.Slice(start, length);
        _skippedTo = start + length;
        reader = new Utf8JsonReader(_body.Span[_skippedTo..], isFinalBlock: true, substitute.CurrentState);
        return true;
    }

    private void ReadMember(ref Utf8JsonReader reader, RequestMembers member)
    {
        switch (member)
        {
            case RequestMembers.Hook:
                Hook = RequestText.Required(ref reader, RequestMemberNames.PathOf(member));
                break;
            case RequestMembers.HookInstance:
                HookInstance = ReadUuid(ref reader, RequestMemberNames.PathOf(member));
                break;
            case RequestMembers.FhirServer:
                FhirServer = RequestText.Optional(ref reader, RequestMemberNames.PathOf(member));
                break;
            case RequestMembers.FhirAuthorization:
                Authorization = FhirAuthorizationReader.Read(ref reader, RequestMemberNames.PathOf(member));
                break;
            case RequestMembers.Extension:
                TurnedOff = ConfigurationReader.ReadTurnedOff(ref reader);
                break;
            case RequestMembers.Context:
                Context = SkipObject(ref reader, RequestMemberNames.PathOf(member));
                break;
            case RequestMembers.Prefetch when reader.TokenType is not JsonTokenType.Null:
                _prefetch = SkipObject(ref reader, RequestMemberNames.PathOf(member));
                break;
        }
    }

    private ReadOnlyMemory<byte> SkipObject(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new HookRequestException(path, "must be an object");
        }

        // Only the pass that may pause reads context or prefetch here, so positions count from the start of the body or from the end of the skipped prefetch.
        var start = _skippedTo + (int)reader.TokenStartIndex;
        reader.Skip();
        return _body[start..(_skippedTo + (int)reader.BytesConsumed)];
    }

    private static string ReadUuid(ref Utf8JsonReader reader, string path)
    {
        var text = RequestText.Required(ref reader, path);
        return text.Length is 36 && Guid.TryParseExact(text, "D", out _)
            ? text
            : throw new HookRequestException(path, "must be a UUID");
    }

    private static void CheckUtf8(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new HookRequestException("$", "must be valid UTF-8");
        }
    }

    private static HookRequestException NotJson(JsonException exception) =>
        new($"must be valid JSON, nested no deeper than 64 levels (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine})", exception);
}
