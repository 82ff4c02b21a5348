using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Cards;

/// <summary>How cards say in a few words why a criterion has its result: the plan's own phrases, and those that every reason has.</summary>
/// <param name="own">The plan's phrases, in order.</param>
/// <param name="general">The phrases of the reasons, in order; a reason with nothing to add has none.</param>
internal sealed class CardPhrases(IReadOnlyList<CardPhrase> own, IReadOnlyDictionary<Reason, IReadOnlyList<string>> general)
{
    private readonly ILookup<(string Criterion, Reason Reason), string> _own = own
        .SelectMany(phrase => phrase.Reasons.Select(reason => ((phrase.Criterion, reason), phrase.Text)))
        .ToLookup(phrase => phrase.Item1, phrase => phrase.Text);

    /// <summary>Writes the plan's own phrase for a finding; null when it has none, or none whose figures are all known.</summary>
    public string? Own(Finding finding, Func<string?, string> chartText) => First(_own[(finding.Id, finding.Reason)], finding, chartText);

    /// <summary>Writes the phrase of a finding's reason; null when the reason has nothing to add.</summary>
    public string? General(Finding finding, Func<string?, string> chartText) => First(Of(finding.Reason), finding, chartText);

    /// <summary>The phrase of a reason without any figures; empty when it has none.</summary>
    public string Bare(Reason reason) => Of(reason).FirstOrDefault(phrase => !phrase.Contains('{', StringComparison.Ordinal)) ?? string.Empty;

    /// <summary>The most UTF-16 units that the phrase of a criterion can have.</summary>
    public int Longest(string criterion) => own
        .Where(phrase => string.Equals(phrase.Criterion, criterion, StringComparison.Ordinal))
        .Select(phrase => phrase.Text)
        .Concat(general.Values.SelectMany(phrases => phrases))
        .Select(ReasonPhrase.Longest)
        .DefaultIfEmpty()
        .Max();

    private IReadOnlyList<string> Of(Reason reason) => general.GetValueOrDefault(reason) ?? [];

    private static string? First(IEnumerable<string> phrases, Finding finding, Func<string?, string> chartText) => phrases
        .Select(phrase => ReasonPhrase.TryFill(phrase, finding.Facts, chartText))
        .FirstOrDefault(filled => filled is not null);
}
