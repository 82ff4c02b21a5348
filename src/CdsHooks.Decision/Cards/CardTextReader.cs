using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads a text with its inserts and reports its issues.</summary>
internal sealed class CardTextReader(CardScope scope)
{
    /// <summary>Reads a text that is displayed on one line without Markdown: a summary, a label, a short form.</summary>
    /// <param name="element">The text.</param>
    /// <param name="citations">The sources that it can cite; null for none.</param>
    public CardText? ReadPlain(DataType element, IReadOnlyList<CardCitation>? citations = null) => Read(element, isDetail: false, citations ?? []);

    /// <summary>Reads a line of the detail, Markdown.</summary>
    /// <param name="element">The text.</param>
    /// <param name="citations">The sources that it can cite.</param>
    public CardText? ReadDetail(DataType element, IReadOnlyList<CardCitation> citations) => Read(element, isDetail: true, citations);

    /// <summary>True when a renderer could interpret a part of a text as an HTML tag, comment or declaration.</summary>
    public static bool HasHtml(string text)
    {
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < text.Length; at = text.IndexOf('<', at + 1))
        {
            if (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '/' or '!' or '?')
            {
                return true;
            }
        }

        return false;
    }

    private CardText? Read(DataType element, bool isDetail, IReadOnlyList<CardCitation> citations)
    {
        var text = element.AsText();
        if (string.IsNullOrWhiteSpace(text))
        {
            return scope.Reject<CardText>(element, "A text is expected here.");
        }

        scope.Require(!HasHtml(text), element, "A text must not contain HTML: some clients would execute it, others would display it unchanged.");
        scope.Require(isDetail || !text.Contains('\n', StringComparison.Ordinal), element, "This text must be on one line.");
        return Split(text) is { } parts
            ? Compile(element, text, parts, isDetail, citations)
            : scope.Reject<CardText>(element, "The braces of this text are not balanced.");
    }

    /// <summary>Splits a text at its braces into alternating literals and inserts, a literal first; null when the braces are not balanced.</summary>
    public static List<string>? Split(string text)
    {
        List<string> parts = [];
        var isInside = false;
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is not ('{' or '}'))
            {
                continue;
            }

            if (isInside == (text[at] is '{'))
            {
                return null;
            }

            parts.Add(text[start..at]);
            start = at + 1;
            isInside = !isInside;
        }

        parts.Add(text[start..]);
        return isInside ? null : parts;
    }

    private CardText Compile(DataType element, string text, List<string> parts, bool isDetail, IReadOnlyList<CardCitation> citations)
    {
        List<CardTextPiece> pieces = [];
        for (var index = 0; index < parts.Count; index++)
        {
            if (index % 2 == 0)
            {
                pieces.Add(new CardTextPiece(parts[index], Insert: null));
            }
            else if (CompileInsert(element, parts[index], (index + 1) / 2, isDetail, citations) is { } insert)
            {
                pieces.Add(new CardTextPiece(string.Empty, insert));
            }
        }

        return new CardText(text, pieces);
    }

    private CardInsert? CompileInsert(DataType element, string text, int number, bool isDetail, IReadOnlyList<CardCitation> citations)
    {
        var insert = CardInsert.Parse(text, scope.Rules.Parameters);
        var issue = insert switch
        {
            null => "is neither a parameter nor a known insert",
            { Kind: CardInsertKind.Citation } => citations.Any(citation => string.Equals(citation.Label, insert.Name, StringComparison.Ordinal))
                ? null
                : "names a source that is not in the card's documentation",
            _ when text.Contains(':', StringComparison.Ordinal) && !scope.Rules.Declares(insert.Name) => "names a criterion that the plan does not declare",
            _ when (insert.IsBlock || insert.Kind is CardInsertKind.Suggestions) && !isDetail => "is a list and can be used only in a line of the detail",
            _ => null,
        };
        return issue is null ? insert : scope.Reject<CardInsert>(element, $"Insert {number} of this text {issue}.");
    }
}
