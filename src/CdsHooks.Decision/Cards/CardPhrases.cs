using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Cards;

/// <summary>The short phrases that explain the result of a criterion: those of the plan, and the general ones of each reason.</summary>
/// <param name="own">The plan's phrases, in order.</param>
/// <param name="general">The phrases of the reasons, in order; a reason that needs no explanation has none.</param>
internal sealed class CardPhrases(IReadOnlyList<CardPhrase> own, IReadOnlyDictionary<Reason, IReadOnlyList<string>> general)
{
    private readonly ILookup<(string Criterion, Reason Reason), string> _own = own
        .SelectMany(phrase => phrase.Reasons.Select(reason => ((phrase.Criterion, reason), phrase.Text)))
        .ToLookup(phrase => phrase.Item1, phrase => phrase.Text);

    /// <summary>Writes the plan's phrase for a finding; null when it has none whose figures are all known.</summary>
    public string? Own(Finding finding, Func<string?, string> chartText) => First(_own[(finding.Id, finding.Reason)], finding, chartText);

    /// <summary>Writes the general phrase of a finding's reason; null when it has none whose figures are all known.</summary>
    public string? General(Finding finding, Func<string?, string> chartText) => First(Of(finding.Reason), finding, chartText);

    /// <summary>Gets the phrase of a reason without figures; empty when it has none.</summary>
    public string Bare(Reason reason) => Of(reason).FirstOrDefault(phrase => !phrase.Contains('{', StringComparison.Ordinal)) ?? string.Empty;

    /// <summary>Gets the greatest length of a phrase of a criterion, in UTF-16 units.</summary>
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

/// <summary>A short phrase that explains the result of one criterion.</summary>
/// <param name="Criterion">The criterion's id.</param>
/// <param name="Reasons">The reasons that the phrase applies to.</param>
/// <param name="Text">The phrase, with the values of parameters and with inserts for the figures of a finding.</param>
internal sealed record CardPhrase(string Criterion, IReadOnlyList<Reason> Reasons, string Text);
