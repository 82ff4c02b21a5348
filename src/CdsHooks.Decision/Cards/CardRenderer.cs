using System.Text;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision.Cards;

/// <summary>Writes one card's texts for one assessment.</summary>
/// <remarks>
/// A surgeon reads a card in seconds: the first paragraph has at most <see cref="LeadWords"/> words and the detail at most
/// <see cref="DetailWords"/>. Where a chart would make it longer, gaps are described more briefly and fewer records are listed, down to
/// <see cref="MinRecords"/>. Then lines give way by their rank: those without a list are omitted, the others lose one member at a time
/// from the end. Lines up to <see cref="LastBeforeRecords"/> come first, then the last record, then the other lines. The assessment
/// contains everything.
/// </remarks>
internal sealed class CardRenderer(RuleSet rules, CardTable table, Assessment assessment, CardDefinition card, CardOptions options)
{
    /// <summary>The maximum words of the first paragraph of a detail.</summary>
    public const int LeadWords = 60;

    /// <summary>The maximum words of a detail.</summary>
    public const int DetailWords = 130;

    private const int MaxRecords = 6;

    /// <summary>The records that are kept while a line that gives way is shortened.</summary>
    private const int MinRecords = 1;

    private const int MaxMembers = 12;

    /// <summary>The highest rank of the lines that give way before the last record does.</summary>
    private const int LastBeforeRecords = 4;

    private readonly GapText _gaps = new(rules, table.Phrases, assessment);
    private readonly HashSet<string> _cited = new(StringComparer.Ordinal);
    private IReadOnlyList<CardSuggestion> _offered = [];
    private readonly RecordsBlock _records = new(rules, table.Phrases, assessment, options.DetailStyle);

    /// <summary>The values of inserts at the current brevity, since a detail that is too long is written repeatedly.</summary>
    private readonly Dictionary<CardInsert, string> _values = new(ReferenceEqualityComparer.Instance);
    private int _brevity;
    private int _members = MaxMembers;
    private int _rank;
    private bool _givesWay;
    private bool _isSummary;

    /// <summary>Writes a text that is displayed without Markdown.</summary>
    public string Plain(CardText text) => Text(text, ChartText.Plain);

    /// <summary>Writes the summary for the assessment, as fully as the limit allows.</summary>
    public string Summary()
    {
        _isSummary = true;
        var text = card.SummaryFor(assessment);
        var summary = Plain(text);
        for (_brevity = 1; _brevity <= GapText.Shortest && summary.Length > SummaryLength.Limit; _brevity++)
        {
            summary = Plain(text);
        }

        _isSummary = false;
        _brevity = 0;
        return summary;
    }

    /// <summary>Writes the detail, Markdown.</summary>
    /// <param name="offered">The suggestions, which the detail names since not every client shows or supports them.</param>
    public string Detail(IReadOnlyList<CardSuggestion> offered)
    {
        _offered = offered;
        var detail = Lines(MaxRecords);
        while (_brevity < GapText.Shortest && Words(Lead(detail)) > LeadWords)
        {
            _brevity++;
            _values.Clear();
            detail = Lines(MaxRecords);
        }

        for (var records = MaxRecords - 1; records >= MinRecords && Words(detail) > DetailWords; records--)
        {
            detail = Lines(records);
        }

        detail = GiveWay(detail, rank => rank <= LastBeforeRecords, MinRecords);
        for (var records = MinRecords - 1; records >= 0 && Words(detail) > DetailWords; records--)
        {
            detail = Lines(records);
        }

        detail = GiveWay(detail, rank => rank > LastBeforeRecords, records: 0);
        return DetailLinks.Keep(detail, options);
    }

    /// <summary>Shortens, then omits the lines of some ranks, the lowest first, until the detail is short enough.</summary>
    private string GiveWay(string detail, Func<int, bool> predicate, int records)
    {
        foreach (var rank in card.Lines.Select(line => line.GivesWay).OfType<int>().Where(predicate).Distinct().Order())
        {
            for (var members = MaxMembers - 1; members >= 0 && Words(detail) > DetailWords; members--)
            {
                (_rank, _members) = (rank, members);
                detail = Lines(records);
            }
        }

        return detail;
    }

    /// <summary>Counts words: text between white space with a letter or digit.</summary>
    internal static int Words(string text)
    {
        var words = 0;
        var isInside = false;
        foreach (var letter in text)
        {
            if (char.IsWhiteSpace(letter))
            {
                isInside = false;
            }
            else if (!isInside && char.IsLetterOrDigit(letter))
            {
                isInside = true;
                words++;
            }
        }

        return words;
    }

    private static string Lead(string detail) =>
        detail.IndexOf("\n\n", StringComparison.Ordinal) is var end && end < 0 ? detail : detail[..end];

    private string Lines(int records)
    {
        _cited.Clear();
        _records.Restart(records);
        StringBuilder output = new();
        var previous = string.Empty;
        foreach (var line in card.Lines)
        {
            _givesWay = line.GivesWay == _rank;
            var isOmitted = line.GivesWay < _rank || (_givesWay && _members < (line.Text.HasList ? 1 : MaxMembers));
            if (!isOmitted && CardCondition.AllHold(line.Conditions, assessment) && Line(line.Text) is { } written)
            {
                output.Append(line.Continues && previous.Length > 0 ? " " : Between(previous, written)).Append(written);
                previous = written;
            }
        }

        _givesWay = false;
        return output.ToString();
    }

    private string Text(CardText text, Func<string?, string> chartText) => string.Concat(text.Pieces
        .Select(piece => piece.Insert is { } insert ? OrNone(Value(insert, chartText), insert.Kind) : piece.Literal));

    /// <summary>Writes a line of the detail; null when it has lists and all of them are empty.</summary>
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

            var value = ValueInLine(insert);
            lists += insert.IsList ? 1 : 0;
            emptyLists += insert.IsList && value.Length == 0 ? 1 : 0;
            isAfterBlock = insert.IsBlock && value.Length > 0;
            if (isAfterBlock)
            {
                StartBlock(output);
            }

            output.Append(OrNone(value, insert.Kind));
        }

        return lists > 0 && emptyLists == lists ? null : output.ToString().Trim();
    }

    /// <summary>Starts a list or table, which requires an empty line before it.</summary>
    private static void StartBlock(StringBuilder output)
    {
        while (output.Length > 0 && char.IsWhiteSpace(output[^1]))
        {
            output.Length--;
        }

        output.Append(output.Length > 0 ? "\n\n" : string.Empty);
    }

    /// <summary>Gets the separator of two lines: lines are paragraphs, but items of one list are adjacent.</summary>
    private static string Between(string previous, string next) =>
        previous.Length == 0 ? string.Empty
        : IsItem(previous[(previous.LastIndexOf('\n') + 1)..]) && IsItem(next) ? "\n"
        : "\n\n";

    private static bool IsItem(string line) => line.StartsWith("- ", StringComparison.Ordinal);

    private static string OrNone(string value, CardInsertKind kind) => (value.Length, kind) switch
    {
        (0, CardInsertKind.FirstUnread) => CardWords.UnresolvedRecord,
        (0, _) => CardWords.None,
        _ => value,
    };

    private string ValueInLine(CardInsert insert)
    {
        if (_givesWay || insert.Kind is CardInsertKind.Records or CardInsertKind.Citation or CardInsertKind.Citations)
        {
            // These values depend on the text written so far, or on how much gives way.
            return Value(insert, ChartText.Markdown);
        }

        if (!_values.TryGetValue(insert, out var value))
        {
            _values[insert] = value = Value(insert, ChartText.Markdown);
        }

        return value;
    }

    private string Value(CardInsert insert, Func<string?, string> chartText) => insert.Kind switch
    {
        CardInsertKind.Parameter => rules.Parameters.Find(insert.Name)?.Text ?? string.Empty,
        CardInsertKind.Orders => Orders(chartText),
        CardInsertKind.EvaluationDate => CardWords.Of(assessment.Clock),
        CardInsertKind.Today => CardWords.Of(assessment.Clock.Today),
        CardInsertKind.SeveralOrders => OrdersIfSeveral(chartText),
        CardInsertKind.OtherDay => assessment.Clock.EvaluationDate == assessment.Clock.Today ? string.Empty : CardWords.Of(assessment.Clock),
        CardInsertKind.Unread => CardWords.Unread(assessment.Unread),
        CardInsertKind.FirstUnread => CardWords.FirstUnread(assessment.Unread),
        CardInsertKind.LeftOut => CardWords.Of(assessment.LeftOut),
        CardInsertKind.Citations => string.Join(CardWords.Separator, card.Citations.Where(citation => !_cited.Contains(citation.Label)).Select(citation => citation.Markdown)),
        CardInsertKind.Citation => Cite(insert.Name),
        CardInsertKind.Suggestions => string.Join(CardWords.Separator, _offered.Select(suggestion => Suggestion(suggestion, chartText))),
        CardInsertKind.Members => string.Join(insert.Separator, Members(insert, chartText)),
        CardInsertKind.Deciding => assessment.Find(insert.Name) is { } whole ? string.Join(insert.Separator, Members(insert with { Result = whole.Result }, chartText)) : string.Empty,
        CardInsertKind.FirstMember => Members(insert, chartText).FirstOrDefault() ?? string.Empty,
        CardInsertKind.Criteria => new CriteriaBlock(rules, assessment, options.DetailStyle).Write(insert.Name),
        CardInsertKind.Records => _records.Write(insert.Name),
        CardInsertKind.Gaps or CardInsertKind.Open => _gaps.Write(insert, _brevity, _isSummary, member => Text(table.ShortForms[member], chartText), chartText),
        CardInsertKind.Why => _gaps.Why(insert.Name, chartText) ?? CardWords.NotSettled,
        _ => OfFinding(insert.Kind, assessment.Find(insert.Name), chartText),
    };

    /// <summary>Writes a source in the text; the list of sources then omits it.</summary>
    private string Cite(string label)
    {
        _cited.Add(label);
        return card.Citations.FirstOrDefault(citation => string.Equals(citation.Label, label, StringComparison.Ordinal))?.Link ?? label;
    }

    /// <summary>Describes a suggestion in enough words to enter the order by hand.</summary>
    private string Suggestion(CardSuggestion suggestion, Func<string?, string> chartText) =>
        $"{Text(suggestion.Label, chartText)} ({WithinSentence(Text(suggestion.Description, chartText))})";

    /// <summary>Removes the capital at the start of a sentence and the full stop at its end.</summary>
    private static string WithinSentence(string text) =>
        text is [var first, >= 'a' and <= 'z', ..] ? char.ToLowerInvariant(first) + text[1..].TrimEnd('.') : text.TrimEnd('.');

    private static string OfFinding(CardInsertKind kind, Finding? finding, Func<string?, string> chartText)
    {
        var facts = finding?.Facts;
        return kind switch
        {
            CardInsertKind.Evidence => EvidenceText.Of(finding?.Evidence ?? [], chartText),
            CardInsertKind.Wording => EvidenceText.Newest(finding?.Evidence ?? [], chartText) is { Length: > 0 } wording ? wording : CardWords.Record,
            CardInsertKind.Date => EvidenceText.NewestDate(finding?.Evidence ?? [], chartText) ?? CardWords.UnknownDate,
            CardInsertKind.Days => CardWords.Count(facts?.Days, finding?.Result),
            CardInsertKind.Events => CardWords.Count(facts?.Events, finding?.Result),
            CardInsertKind.Weeks => CardWords.Count(facts?.Weeks, finding?.Result),
            CardInsertKind.First => facts?.First is { } first ? CardWords.Of(first) : CardWords.UnknownDate,
            CardInsertKind.Last => facts?.Last is { } last ? CardWords.Of(last) : CardWords.UnknownDate,
            CardInsertKind.Measured => chartText(facts?.Measured) is { Length: > 0 } measured ? measured : CardWords.NoValue,
            CardInsertKind.Value => chartText(facts?.Value) is { Length: > 0 } value ? value : CardWords.NoValue,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    /// <summary>Writes the short forms of the members with a result. A short form can contain inserts; the loader limits the nesting.</summary>
    private IEnumerable<string> Members(CardInsert insert, Func<string?, string> chartText) => rules.MembersOf(insert.Name)
        .Where(member => assessment.Find(member)?.Result == insert.Result)
        .Take(_givesWay ? _members : int.MaxValue)
        .Select(member => Text(table.ShortForms[member], chartText));

    private string Orders(Func<string?, string> chartText)
    {
        var names = EvidenceText.Wordings(Ordered, chartText);
        return names.Length == 0 ? "the order" : names;
    }

    private string OrdersIfSeveral(Func<string?, string> chartText) => Ordered.Count() > 1 ? EvidenceText.Wordings(Ordered, chartText) : string.Empty;

    private IEnumerable<EvidenceItem> Ordered => rules.Criteria
        .Where(criterion => criterion.Kind is "order")
        .SelectMany(criterion => assessment.Find(criterion.Id)?.Evidence ?? []);
}
