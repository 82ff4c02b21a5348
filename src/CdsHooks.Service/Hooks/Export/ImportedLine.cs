using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Feedback;

namespace CdsHooks.Service.Hooks.Export;

/// <summary>Reads a line of an export: a decision or feedback. Whatever the store could not give back as it is, is rejected.</summary>
internal static partial class ImportedLine
{
    /// <summary>Reads a line.</summary>
    /// <returns>A <see cref="DecisionRecord"/> or a <see cref="FeedbackRecord"/>.</returns>
    /// <exception cref="LineException">It is neither.</exception>
    public static object Read(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf(@"\u0000"u8) >= 0)
        {
            throw new LineException("$ holds the character U+0000");
        }

        try
        {
            return TypeOf(line) switch
            {
                DecisionRecord.LineType => Checked(JsonSerializer.Deserialize(line, StoreLines.Default.DecisionRecord)!),
                FeedbackRecord.LineType => Checked(JsonSerializer.Deserialize(line, StoreLines.Default.FeedbackRecord)!),
                _ => throw new LineException($"$.type must be {DecisionRecord.LineType} or {FeedbackRecord.LineType}"),
            };
        }
        catch (JsonException exception)
        {
            throw new LineException($"{PlaceOf(exception.Path)} is not as docs/decisions.md describes it");
        }
        catch (InvalidOperationException)
        {
            throw new LineException("$ holds text that is not Unicode");
        }
    }

    private static string? TypeOf(ReadOnlySpan<byte> line)
    {
        Utf8JsonReader reader = new(line);
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind is JsonValueKind.Object && document.RootElement.TryGetProperty("type"u8, out var type) && type.ValueKind is JsonValueKind.String
            ? type.GetString()
            : null;
    }

    private static DecisionRecord Checked(DecisionRecord decision)
    {
        Require(
            decision is { Service: not null, Client: not null, Plan: not null, SiteParameters: not null, Row: not null, Suggestions: not null, Criteria: not null, Retrieval: not null }
                && decision.Id != Guid.Empty && decision.DecidedAt != default,
            "$ lacks a member that every decision has");
        Require(Name().IsMatch(decision.Row), "$.row must be the id of a row");
        Require(decision.Patient is null || PatientHash().IsMatch(decision.Patient), "$.patient must be 32 hexadecimal digits");
        Require(decision.Shadow is null || IsShadow(decision.Shadow), "$.shadow needs skipped, or row and criteria");
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (var (index, criterion) in decision.Criteria.Index())
        {
            Require(criterion.Id is { Length: > 0 } id && ids.Add(id), $"$.criteria[{index}].id must be there, once");
            Require(ReasonCodes.TryParse(criterion.Result, out CriterionResult _), $"$.criteria[{index}].result must be met, not-met or unknown");
            Require(criterion.Reason is { } reason && Code().IsMatch(reason), $"$.criteria[{index}].reason must be a code");
            Require(
                criterion.Basis is null || (criterion.Basis is { Parameters: not null, Figures: { } figures } && figures.All(figure => figure?.Kind is not null)),
                $"$.criteria[{index}].basis needs parameters and figures, each of a kind");
        }

        Require(decision.Suggestions.All(suggestion => suggestion is { Id: not null, Codes: not null }), "$.suggestions needs ids and codes");

        Require(decision.Retrieval.All(set => set is { Key: not null, Outcome: not null }), "$.retrieval needs keys and outcomes");
        return decision;
    }

    private static FeedbackRecord Checked(FeedbackRecord feedback)
    {
        Require(
            feedback is { Service: not null, Client: not null, Card: not null, Suggestions: not null } && feedback.ReceivedAt != default && feedback.OutcomeAt != default,
            "$ lacks a member that all feedback has");
        Require(feedback.Id is { } id && Hash().IsMatch(id), "$.id must be the id of feedback: 64 hexadecimal digits");
        Require(feedback.Outcome is "accepted" or "overridden", "$.outcome must be accepted or overridden");
        Require(feedback.CommentLength is "none" or "short" or "medium" or "long", "$.commentLength must be none, short, medium or long");
        return feedback;
    }

    private static bool IsShadow(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement is { ValueKind: JsonValueKind.Object } shadow
            && (Has(shadow, "skipped", JsonValueKind.String) || (Has(shadow, "row", JsonValueKind.String) && Has(shadow, "criteria", JsonValueKind.Array)));
    }

    private static bool Has(JsonElement element, string name, JsonValueKind kind) => element.TryGetProperty(name, out var member) && member.ValueKind == kind;

    private static void Require([DoesNotReturnIf(false)] bool isRight, string issue)
    {
        if (!isRight)
        {
            throw new LineException(issue);
        }
    }

    /// <summary>Gets the part of a path that consists of names of this program: others are from the file.</summary>
    private static string PlaceOf(string? path)
    {
        StringBuilder place = new("$");
        foreach (Match step in Step().Matches((path ?? string.Empty).TrimStart('$')))
        {
            if (step.Groups["name"] is { Success: true } name && !Names.Contains(name.Value))
            {
                break;
            }

            place.Append(step.Value);
        }

        return place.ToString();
    }

    private static readonly HashSet<string> Names = new(
        new[] { typeof(DecisionRecord), typeof(FeedbackRecord), typeof(CriterionRecord), typeof(CriterionBasis), typeof(FigureRecord), typeof(RetrievalRecord), typeof(SuggestionRecord), typeof(DecisionTimings) }
            .SelectMany(type => type.GetProperties()).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Append("elapsedMs").Append("timingsMs"),
        StringComparer.Ordinal);

    [GeneratedRegex(@"\G(\.(?<name>[A-Za-z]+)|\[\d+\])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();

    [GeneratedRegex("^[a-z0-9-]{1,64}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("^[A-Za-z0-9.-]{0,64}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PatientHash();

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hash();
}
