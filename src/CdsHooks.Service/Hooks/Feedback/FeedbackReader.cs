using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Host.Errors;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>Reads a feedback body. Unknown members are ignored, and an invalid entry does not affect the others.</summary>
internal static class FeedbackReader
{
    private const string Root = "$.feedback";

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="maxEntries">The largest number of entries.</param>
    /// <exception cref="HookRequestException">400: the body is not JSON, or has no list of entries.</exception>
    /// <exception cref="RejectedRequestException">413: the body has more entries.</exception>
    public static FeedbackBatch Read(ReadOnlyMemory<byte> body, int maxEntries)
    {
        using var json = Parse(body);
        var list = json.RootElement.ValueKind is JsonValueKind.Object
            ? FeedbackText.Member(json.RootElement, "feedback")
            : throw new HookRequestException("$", "must be an object");
        if (list.ValueKind is not JsonValueKind.Array)
        {
            throw new HookRequestException(Root, list.ValueKind is JsonValueKind.Undefined ? "is missing" : "must be an array");
        }

        if (list.GetArrayLength() > maxEntries)
        {
            throw new RejectedRequestException(Outcome.Of(StatusCodes.Status413PayloadTooLarge, IssueType.TooLong, $"The body contains more than {maxEntries} entries: send them in several requests.", Root));
        }

        return ReadEntries(list);
    }

    private static FeedbackBatch ReadEntries(JsonElement list)
    {
        List<FeedbackEntry> entries = [];
        List<HookRequestException> issues = [];
        var index = 0;
        foreach (var entry in list.EnumerateArray())
        {
            try
            {
                entries.Add(ReadEntry(entry, $"{Root}[{index}]"));
            }
            catch (HookRequestException exception)
            {
                issues.Add(exception);
            }

            index++;
        }

        return new FeedbackBatch(entries, issues);
    }

    private static FeedbackEntry ReadEntry(JsonElement entry, string path)
    {
        if (entry.ValueKind is not JsonValueKind.Object)
        {
            throw new HookRequestException(path, "must be an object");
        }

        var card = FeedbackNames.Id(FeedbackText.Required(FeedbackText.Member(entry, "card"), $"{path}.card"));
        var outcome = FeedbackText.Required(FeedbackText.Member(entry, "outcome"), $"{path}.outcome") switch
        {
            "accepted" => FeedbackOutcome.Accepted,
            "overridden" => FeedbackOutcome.Overridden,
            _ => throw new HookRequestException($"{path}.outcome", "must be accepted or overridden"),
        };
        var at = ReadInstant(FeedbackText.Member(entry, "outcomeTimestamp"), $"{path}.outcomeTimestamp");
        return outcome is FeedbackOutcome.Accepted
            ? new FeedbackEntry(card, outcome, at, ReadSuggestions(FeedbackText.Member(entry, "acceptedSuggestions"), $"{path}.acceptedSuggestions"), default)
            : new FeedbackEntry(card, outcome, at, [], OverrideReader.Read(entry, path));
    }

    /// <summary>Reads an instant with any offset and any number of decimals; without an offset, UTC is assumed.</summary>
    private static DateTimeOffset ReadInstant(JsonElement json, string path) =>
        FeedbackText.Required(json, path) is { Length: >= 16 } text && text[4] is '-' && text[10] is 'T' or 't'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw new HookRequestException(path, "must be an instant such as 2026-06-01T12:00:00Z");

    private static List<string> ReadSuggestions(JsonElement list, string path)
    {
        if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() is 0)
        {
            throw new HookRequestException(path, list.ValueKind is JsonValueKind.Undefined ? "is missing" : "must be an array of one suggestion or more");
        }

        List<string> ids = [];
        foreach (var suggestion in list.EnumerateArray())
        {
            var place = $"{path}[{ids.Count}]";
            ids.Add(suggestion.ValueKind is JsonValueKind.Object
                ? FeedbackNames.Id(FeedbackText.Required(FeedbackText.Member(suggestion, "id"), $"{place}.id"))
                : throw new HookRequestException(place, "must be an object"));
        }

        return ids;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            throw new HookRequestException("$", "must be valid UTF-8");
        }

        try
        {
            return JsonDocument.Parse(body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body, Options);
        }
        catch (JsonException exception)
        {
            // The exception's own message may contain part of the body.
            throw new HookRequestException(
                "$", $"must be valid JSON without duplicate members, nested at most 64 levels deep (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine})");
        }
        catch (InvalidOperationException)
        {
            // A member name contains an escaped unpaired surrogate.
            throw new HookRequestException("$", "must have member names without unpaired surrogates");
        }
    }
}

/// <summary>The content of a feedback body.</summary>
/// <param name="Entries">The valid entries.</param>
/// <param name="Issues">One issue for each other entry, with its place.</param>
internal sealed record FeedbackBatch(IReadOnlyList<FeedbackEntry> Entries, IReadOnlyList<HookRequestException> Issues);
