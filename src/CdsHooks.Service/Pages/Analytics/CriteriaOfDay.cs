using CdsHooks.Service.Hooks.Summaries;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>Adds the counts of the criteria of one day to those of a period. Each name is looked up once a day, since there are thousands of counts.</summary>
/// <param name="day">The counts of the day.</param>
/// <param name="period">The counts of the period by criterion and outcome.</param>
internal sealed class CriteriaOfDay(CriteriaSummary day, Counts<Counts<OutcomeCount>> period)
{
    private readonly OutcomeCount?[] _known = new OutcomeCount?[day.Names.Count];

    /// <summary>Adds those of one group.</summary>
    /// <param name="group">The index of the group.</param>
    /// <param name="hasCards">True when each of its decisions has a card.</param>
    /// <param name="isOpen">True when feedback is still waited for.</param>
    public void Add(int group, bool hasCards, bool isOpen)
    {
        var numbers = day.Groups[group];
        for (var at = 0; at + CriteriaSummary.Width <= numbers.Length; at += CriteriaSummary.Width)
        {
            var count = CountOf((int)numbers[at]);
            count.AddDecisions(numbers[at + 1]);
            if (hasCards)
            {
                count.AddCards(numbers[at + 1], numbers[at + 2], numbers[at + 3], isOpen);
            }
        }
    }

    private OutcomeCount CountOf(int name)
    {
        if (_known[name] is { } known)
        {
            return known;
        }

        var words = day.Names[name].Split(' ', 2);
        return _known[name] = period.Of(words[0]).Of(words[1]);
    }
}
