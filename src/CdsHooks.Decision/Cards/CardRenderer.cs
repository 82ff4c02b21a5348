using System.Text;
using CdsHooks.Decision.Rules;

namespace CdsHooks.Decision.Cards;

/// <summary>Writes one card's texts for one assessment.</summary>
internal sealed class CardRenderer(RuleSet rules, CardTable table, Assessment assessment, CardDefinition card, CardOptions options)
{
    private IReadOnlyList<CardSuggestion> _offered = [];

    /// <summary>Writes a text for a place that shows it as it stands.</summary>
    public string Plain(CardText text) => Text(text, ChartText.Plain);

    /// <summary>Writes the detail, Markdown.</summary>
    /// <param name="offered">What is suggested: the detail names it, since not every client shows suggestions or can act on them.</param>
    public string Detail(IReadOnlyList<CardSuggestion> offered)
    {
        _offered = offered;
        StringBuilder output = new();
        var previous = string.Empty;
        foreach (var line in card.Lines)
        {
            if (CardCondition.AllHold(line.Conditions, assessment) && Line(line.Text) is { } written)
            {
                output.Append(Between(previous, written)).Append(written);
                previous = written;
            }
        }

        return DetailLinks.Keep(output.ToString(), options);
    }

    private string Text(CardText text, Func<string?, string> chartText) => string.Concat(text.Pieces
        .Select(piece => piece.Insert is { } insert ? OrNone(Value(insert, chartText)) : piece.Literal));

    /// <summary>Writes a line of the detail. Null when it holds lists and all of them came out empty: then it has nothing to say.</summary>
    private string? Line(CardText text)
    {
        StringBuilder output = new();
        var lists = 0;
        var emptyLists = 0;
        var isAfterBlock = false;
        foreach (var piece in text.Pieces)
        {
            if (piece.Insert is not { } insert)
            {
                output.Append(isAfterBlock && piece.Literal.Length > 0 ? "\n\n" + piece.Literal.TrimStart() : piece.Literal);
                isAfterBlock &= piece.Literal.Length == 0;
                continue;
            }

            var value = Value(insert, ChartText.Markdown);
            lists += insert.IsList ? 1 : 0;
            emptyLists += insert.IsList && value.Length == 0 ? 1 : 0;
            isAfterBlock = insert.Kind is CardInsertKind.Criteria && value.Length > 0;
            if (isAfterBlock)
            {
                StartBlock(output);
            }

            output.Append(OrNone(value));
        }

        return lists > 0 && emptyLists == lists ? null : output.ToString().Trim();
    }

    /// <summary>A list or a table needs an empty line before it, however the text ends there.</summary>
    private static void StartBlock(StringBuilder output)
    {
        while (output.Length > 0 && char.IsWhiteSpace(output[^1]))
        {
            output.Length--;
        }

        output.Append(output.Length > 0 ? "\n\n" : string.Empty);
    }

    /// <summary>Lines are paragraphs; items of one list stand together.</summary>
    private static string Between(string previous, string next)
    {
        if (previous.Length == 0)
        {
            return string.Empty;
        }

        return IsItem(previous) && IsItem(next) && !previous.Contains('\n', StringComparison.Ordinal) ? "\n" : "\n\n";
    }

    private static bool IsItem(string line) => line.StartsWith("- ", StringComparison.Ordinal);

    private static string OrNone(string value) => value.Length == 0 ? CardWords.None : value;

    private string Value(CardInsert insert, Func<string?, string> chartText) => insert.Kind switch
    {
        CardInsertKind.Parameter => rules.Parameters.Find(insert.Name)?.Text ?? string.Empty,
        CardInsertKind.Orders => Orders(chartText),
        CardInsertKind.AsOf => CardWords.Of(assessment.Clock),
        CardInsertKind.Today => CardWords.Of(assessment.Clock.Today),
        CardInsertKind.Unread => string.Join(", ", assessment.Unread.Select(CardWords.Of)),
        CardInsertKind.LeftOut => CardWords.Of(assessment.LeftOut),
        CardInsertKind.Citations => string.Join(CardWords.Separator, card.Citations),
        CardInsertKind.Suggestions => string.Join(CardWords.Separator, _offered.Select(suggestion => Suggestion(suggestion, chartText))),
        CardInsertKind.Members => string.Join(insert.Separator, Members(insert, chartText)),
        CardInsertKind.FirstMember => Members(insert, chartText).FirstOrDefault() ?? string.Empty,
        CardInsertKind.Criteria => new CriteriaBlock(rules, assessment, options.DetailStyle).Write(insert.Name),
        _ => OfFinding(insert.Kind, assessment.Find(insert.Name), chartText),
    };

    /// <summary>The order in words, good enough to write it by hand.</summary>
    private string Suggestion(CardSuggestion suggestion, Func<string?, string> chartText) =>
        $"{Text(suggestion.Label, chartText)} ({WithinSentence(Text(suggestion.Description, chartText))})";

    /// <summary>Neither a capital that only begins a sentence nor the full stop that ends it.</summary>
    private static string WithinSentence(string text) =>
        text is [var first, >= 'a' and <= 'z', ..] ? char.ToLowerInvariant(first) + text[1..].TrimEnd('.') : text.TrimEnd('.');

    private static string OfFinding(CardInsertKind kind, Finding? finding, Func<string?, string> chartText)
    {
        var facts = finding?.Facts;
        return kind switch
        {
            CardInsertKind.Evidence => EvidenceText.Of(finding?.Evidence ?? [], chartText),
            CardInsertKind.Days => CardWords.Count(facts?.Days, finding?.Result),
            CardInsertKind.Events => CardWords.Count(facts?.Events, finding?.Result),
            CardInsertKind.Weeks => CardWords.Count(facts?.Weeks, finding?.Result),
            CardInsertKind.First => facts?.First is { } first ? CardWords.Of(first) : CardWords.UnknownDate,
            CardInsertKind.Last => facts?.Last is { } last ? CardWords.Of(last) : CardWords.UnknownDate,
            CardInsertKind.Measured => chartText(facts?.Measured) is { Length: > 0 } measured ? measured : CardWords.NoValue,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    /// <summary>The short forms of the members with a result. A short form may hold inserts itself; the loader has bounded how deep.</summary>
    private IEnumerable<string> Members(CardInsert insert, Func<string?, string> chartText) => rules.MembersOf(insert.Name)
        .Where(member => assessment.Find(member)?.Result == insert.Result)
        .Select(member => Text(table.ShortForms[member], chartText));

    private string Orders(Func<string?, string> chartText)
    {
        var orders = rules.Criteria
            .Where(criterion => criterion.Kind is "order")
            .SelectMany(criterion => assessment.Find(criterion.Id)?.Evidence ?? []);
        var names = EvidenceText.Wordings(orders, chartText);
        return names.Length == 0 ? "the order" : names;
    }
}
