using CdsHooks.Decision.Cards;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Feedback;
using CdsHooks.Service.Hooks.Summaries;
using CdsHooks.Service.Knowledge.Rules;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>
/// Half a year of made-up decisions and feedback, to see the page before there are real ones. Each decision has the results of a golden
/// case; how often which comes, and what became of its card, is made up. The same for every reading of a day; never in the store.
/// </summary>
internal sealed class DemoDecisions(RuleBook book, TimeProvider clock)
{
    private const int Days = 182;
    private const int DaysWithNewRules = 56;

    // Since then, one kind of card no longer comes, so that the page has something to find.
    private const int DaysWithoutStopped = 60;
    private const string StoppedKind = "deficitNotProgressive";
    private const string EarlierVersion = "demo-earlier";

    // Cards of every hundred orders, by kind; the rest have none.
    private static readonly (string? Kind, int Weight)[] Weights =
    [
        (null, 56), ("conservativeCareMissing", 12), ("indicationMissing", 9), ("checkIncomplete", 8), ("sharedDecision", 5), ("relativeIndication", 3), ("stenosisWithoutInstability", 3), (StoppedKind, 4),
    ];

    private readonly Lazy<IReadOnlyList<DemoCase>> _cases = new(DemoCase.ReadAll);

    /// <summary>Adds the days of an analysis's filter.</summary>
    public void AddTo(Analysis analysis)
    {
        var rules = book.Current;
        var plan = rules.Services.Values.OrderBy(service => service.Id, StringComparer.Ordinal).Select(service => service.Plan).First();
        var cases = _cases.Value.Select(one => (Case: one, Row: one.RowIn(plan.Cards))).Where(one => one.Row is not null).GroupBy(one => one.Row!.Card?.Id ?? string.Empty, StringComparer.Ordinal).ToDictionary(kind => kind.Key, kind => kind.ToList(), StringComparer.Ordinal);
        var today = SummaryLog.DayOf(clock.GetUtcNow());
        var all = 0L;
        for (var age = Days - 1; age >= 0; age--)
        {
            DemoDice dice = new((ulong)(Days - age));
            DayCounter counter = new();
            var orders = SummaryLog.DateOf(today - age).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? dice.Next(2) : 5 + dice.Next(6);
            for (var order = 0; order < orders; order++)
            {
                var kind = KindOf(dice, age);
                if (cases.TryGetValue(kind ?? string.Empty, out var ofKind))
                {
                    var (found, row) = ofKind[dice.Next(ofKind.Count)];
                    var decision = DecisionOf(rules, plan.Rules.Canonical, plan.Rules.SiteParameters, found, row!, clock.GetUtcNow().AddDays(-age), dice, age >= DaysWithNewRules ? EarlierVersion : rules.Version);
                    counter.Add(CountedDecision.Of(decision, FeedbackOn(decision, row!, dice, age)));
                    all++;
                }
            }

            var day = today - age;
            if (SummaryLog.DateOf(day) >= analysis.Filter.From && SummaryLog.DateOf(day) <= analysis.Filter.Until)
            {
                analysis.Add(day, counter.ToSummary());
            }
        }

        analysis.Kept = new CountedExtent(all, today - Days + 1, today);
    }

    private static string? KindOf(DemoDice dice, int age)
    {
        var point = dice.Next(Weights.Sum(weight => weight.Weight));
        var kind = Weights.First(weight => (point -= weight.Weight) < 0).Kind;
        return age < DaysWithoutStopped && kind is StoppedKind ? null : kind;
    }

    private static DecisionRecord DecisionOf(RulesSnapshot rules, string plan, string site, DemoCase found, CardRow row, DateTimeOffset at, DemoDice dice, string version)
    {
        var services = rules.Services.Keys.Order(StringComparer.Ordinal).ToList();
        return new DecisionRecord(
            dice.NextId(),
            at,
            services[dice.Next(5) is 0 ? 0 : services.Count - 1],
            dice.Next(10) < 7 ? "demo-hospital" : "demo-clinic",
            plan,
            site,
            row.Id,
            row.Card?.Id,
            row.Card is null ? null : dice.NextId().ToString("D"),
            row.Card is null ? [] : [.. found.SuggestionsOf(row.Card).Select(codes => new SuggestionRecord(dice.NextId().ToString("D"), codes))],
            found.Criteria,
            [],
            TimeSpan.FromMilliseconds(4 + dice.Next(5)))
        {
            RulesVersion = version,
        };
    }

    private static IEnumerable<FeedbackRecord> FeedbackOn(DecisionRecord decision, CardRow row, DemoDice dice, int age)
    {
        var point = dice.Next(100);
        var accepts = decision.Suggestions.Count > 0 && point < (decision.CardKind is "conservativeCareMissing" ? 34 : 18);
        if (row.Card is not { } card || (!accepts && point > 74) || age is 0)
        {
            yield break;
        }

        // The first reasons of a card are the usual ones.
        var reasons = card.OverrideReasons;
        var reason = accepts || reasons.Count == 0 || dice.Next(8) is 0 ? null : reasons[Math.Min(dice.Next(reasons.Count), dice.Next(reasons.Count))];
        yield return new FeedbackRecord(
            dice.NextId().ToString("N"),
            decision.DecidedAt.AddMinutes(1),
            decision.Service,
            decision.Client,
            decision.Card!,
            accepts ? "accepted" : "overridden",
            decision.DecidedAt.AddMinutes(1),
            accepts ? [decision.Suggestions[dice.Next(decision.Suggestions.Count)].Id] : [],
            reason?.System?.ToString(),
            reason?.Code,
            "none",
            Comment: null);
    }
}

/// <summary>Numbers that look random and are the same each time (xorshift64*).</summary>
internal sealed class DemoDice(ulong seed)
{
    private ulong _state = (seed * 0x9E3779B97F4A7C15) | 1;

    /// <summary>Gets the next number from 0 to under a limit.</summary>
    public int Next(int limit) => (int)(NextBits() % (ulong)limit);

    public Guid NextId() => new(BitConverter.GetBytes(NextBits()).Concat(BitConverter.GetBytes(NextBits())).ToArray());

    private ulong NextBits()
    {
        unchecked
        {
            _state ^= _state >> 12;
            _state ^= _state << 25;
            _state ^= _state >> 27;
            return (_state * 0x2545F4914F6CDD1D) >> 11;
        }
    }
}
