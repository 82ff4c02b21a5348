using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision.Cards;

/// <summary>Calculates an upper bound for the length of a summary, in UTF-16 units.</summary>
internal sealed class SummaryLength(RuleSet rules, IReadOnlyDictionary<string, CardText> shortForms, CardPhrases phrases)
{
    /// <summary>The maximum length: CDS Hooks requires fewer than 140 characters.</summary>
    public const int Limit = 139;

    public int Longest(CardText text, IReadOnlyList<CardCitation> citations) =>
        text.Pieces.Sum(piece => piece.Insert is { } insert ? Longest(insert, citations) : piece.Literal.Length);

    private int Longest(CardInsert insert, IReadOnlyList<CardCitation> citations) => insert.Kind switch
    {
        CardInsertKind.Parameter => rules.Parameters.Find(insert.Name) is { } parameter ? Longest(parameter) : 0,
        CardInsertKind.Members or CardInsertKind.Deciding => OrNone(Sum(Forms(insert.Name, citations), insert.Separator.Length)),
        CardInsertKind.FirstMember => OrNone(Forms(insert.Name, citations).DefaultIfEmpty().Max()),
        CardInsertKind.Citations => OrNone(Sum(citations.Select(citation => citation.Markdown.Length), CardWords.Separator.Length)),
        CardInsertKind.Citation => citations.Where(citation => string.Equals(citation.Label, insert.Name, StringComparison.Ordinal)).Sum(citation => citation.Link.Length),
        CardInsertKind.Gaps or CardInsertKind.Open => OrNone(LongestGaps(insert.Name, citations)),
        CardInsertKind.Why => LongestWhy(insert.Name),
        CardInsertKind.FirstUnread => CardWords.LongestFirstUnread,
        CardInsertKind.OtherDay => CardWords.LongestEvaluationDate,
        CardInsertKind.Wording => ChartText.PlainLimit,
        CardInsertKind.Date => CardWords.UnknownDate.Length,
        CardInsertKind.Orders => CardWords.LongestOrders,
        CardInsertKind.Evidence => CardWords.LongestEvidence,
        CardInsertKind.EvaluationDate => CardWords.LongestEvaluationDate,
        CardInsertKind.Unread => CardWords.LongestUnread,
        CardInsertKind.LeftOut => CardWords.LongestLeftOut,
        CardInsertKind.Measured or CardInsertKind.Value => ChartText.PlainLimit,
        CardInsertKind.Today => CardWords.DateLength,
        CardInsertKind.First or CardInsertKind.Last => CardWords.UnknownDate.Length,
        CardInsertKind.Days or CardInsertKind.Events or CardInsertKind.Weeks => CardWords.UnknownCount.Length,
        _ => Limit + 1,
    };

    // The value in effect is included with the extremes: 4.25 is longer than both 2 and 5.
    private static int Longest(PlanParameter parameter) => parameter.Type switch
    {
        ParameterType.Integer or ParameterType.Decimal => new[] { parameter.Minimum, parameter.Maximum, parameter.Default.Number, parameter.Value.Number }
            .Max(number => ParameterValue.Of(number ?? 0).ToText(parameter.Type).Length),
        ParameterType.Codes => Sum(parameter.Allowed.Select(code => code.Length), separator: 2),
        ParameterType.Code => parameter.Allowed.Select(code => code.Length).DefaultIfEmpty().Max(),
        _ => "false".Length,
    };

    private static int OrNone(int length) => Math.Max(length, CardWords.None.Length);

    private static int Sum(IEnumerable<int> lengths, int separator) =>
        Math.Max(0, lengths.Sum(length => length + separator) - separator);

    /// <summary>Calculates the longest text at the highest brevity: one gap and the number of others.</summary>
    private int LongestGaps(string id, IReadOnlyList<CardCitation> citations)
    {
        var forms = Forms(id, citations).ToList();
        return forms.DefaultIfEmpty().Max() + (forms.Count > 1 ? CardWords.More(forms.Count - 1).Length : 0);
    }

    /// <summary>Calculates the longest explanation, which can be the phrase of any criterion below.</summary>
    private int LongestWhy(string id) => Math.Max(
        Math.Max(CardWords.NotSettled.Length, phrases.Longest(id)),
        (rules.FindCriterion(id)?.Members ?? []).Select(LongestWhy).DefaultIfEmpty().Max());

    private IEnumerable<int> Forms(string id, IReadOnlyList<CardCitation> citations) =>
        rules.MembersOf(id).Select(member => Longest(shortForms[member], citations));
}
