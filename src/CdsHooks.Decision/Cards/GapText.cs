using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision.Cards;

/// <summary>Lists the members of a criterion that are not met or unknown, each with a short explanation.</summary>
internal sealed class GapText(RuleSet rules, CardPhrases phrases, Assessment assessment)
{
    /// <summary>The highest level of brevity.</summary>
    public const int Shortest = 3;

    /// <summary>Writes the members with a result, those with an explanation first.</summary>
    /// <param name="insert">The insert, with the criterion and the result.</param>
    /// <param name="brevity">The level of brevity, from 0 for the full text to <see cref="Shortest"/>.</param>
    /// <param name="isSummary">True in a summary, where at most two members are named.</param>
    /// <param name="nameOf">Gets the short form of a criterion.</param>
    /// <param name="chartText">Makes text from a chart safe.</param>
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

    /// <summary>Explains the result of a criterion in a few words; null when there is no phrase for it.</summary>
    public string? Why(string id, Func<string?, string> chartText)
    {
        List<Finding> findings = [.. Deciding(id)];
        return findings.Select(finding => phrases.Own(finding, chartText)).FirstOrDefault(phrase => phrase is not null)
            ?? findings.Select(finding => phrases.General(finding, chartText)).FirstOrDefault(phrase => phrase is not null);
    }

    /// <summary>Gets the finding of a criterion and those below it with the same result.</summary>
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
