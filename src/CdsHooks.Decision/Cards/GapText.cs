using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision.Cards;

/// <summary>Names the members of a criterion that are not met, or not settled, each with how near the chart comes to it.</summary>
/// <param name="rules">The rules.</param>
/// <param name="phrases">How cards say why.</param>
/// <param name="assessment">The assessment.</param>
internal sealed class GapText(RuleSet rules, CardPhrases phrases, Assessment assessment)
{
    /// <summary>The greatest brevity.</summary>
    public const int Shortest = 3;

    /// <summary>Writes the members with a result, those with something on file first.</summary>
    /// <param name="insert">The insert: which members, of which result.</param>
    /// <param name="brevity">0 for all there is to say, up to <see cref="Shortest"/>.</param>
    /// <param name="isSummary">Whether it stands in a summary, where at most two are named.</param>
    /// <param name="nameOf">Gives the short form of a criterion.</param>
    /// <param name="chartText">How text from a chart is made safe.</param>
    public string Write(CardInsert insert, int brevity, bool isSummary, Func<string, string> nameOf, Func<string?, string> chartText)
    {
        var gaps = rules.MembersOf(insert.Name)
            .Where(member => assessment.Find(member)?.Result == insert.Result)
            .Select(member => (Name: nameOf(member), Why: Why(member, chartText)))
            .OrderBy(gap => gap.Why is null)
            .ToList();
        var (named, explained) = (isSummary, brevity) switch
        {
            (false, 0) => (gaps.Count, gaps.Count),
            (false, 1) => (gaps.Count, 2),
            (_, 0) or (false, 2) => (2, 2),
            (true, 1) => (2, 1),
            (true, 2) or (false, _) => (2, 0),
            _ => (1, 0),
        };
        var words = gaps.Take(named).Select((gap, index) => gap.Why is { } why && index < explained ? $"{gap.Name} ({why})" : gap.Name);
        return string.Join(", ", words) + (gaps.Count > named ? CardWords.More(gaps.Count - named) : string.Empty);
    }

    /// <summary>Why a criterion has its result, in a few words; null when there is nothing to add.</summary>
    public string? Why(string id, Func<string?, string> chartText)
    {
        List<Finding> findings = [.. Deciding(id)];
        return findings.Select(finding => phrases.Own(finding, chartText)).FirstOrDefault(phrase => phrase is not null)
            ?? findings.Select(finding => phrases.General(finding, chartText)).FirstOrDefault(phrase => phrase is not null);
    }

    /// <summary>A criterion, and below it what has the same result.</summary>
    private IEnumerable<Finding> Deciding(string id)
    {
        if (assessment.Find(id) is not { } finding)
        {
            return [];
        }

        var members = rules.FindCriterion(id)?.Members ?? [];
        return members.Where(member => assessment.Find(member)?.Result == finding.Result).SelectMany(Deciding).Prepend(finding);
    }
}
