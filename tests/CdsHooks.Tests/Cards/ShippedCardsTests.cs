using System.Runtime.CompilerServices;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Protocol;
using CdsHooks.Decision.Rules;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Tests.Cards;

/// <summary>The plans as shipped: whatever an assessment says, the card obeys the wire.</summary>
public sealed class ShippedCardsTests
{
    private static readonly string[] ChartTexts = ["3.5 mm at L4-L5", "<b>x</b> [y](https://evil.example) | z", new string('w', 300), "  ", "骨 \U0001F9B4 # - 1."];

    [Theory]
    [InlineData(null)]
    [InlineData("aans2014")]
    [InlineData("nass")]
    [InlineData("nice")]
    [InlineData("payer-strict")]
    public void Every_card_a_shipped_plan_can_show_obeys_the_wire(string? siteProfile)
    {
        var (rules, table) = Load(siteProfile);
        HashSet<string> shown = new(StringComparer.Ordinal);
        Dice dice = new(20261122);
        for (var run = 0; run < 600; run++)
        {
            var assessment = Assess(rules, dice);
            CardOptions options = new() { DetailStyle = (DetailStyle)(run % 2), SuggestionsAllowed = run % 5 != 0 };
            var drawn = 0;
            CardComposer composer = new(rules, table, () => new Guid(++drawn, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]));

            if (composer.Compose(assessment, new CardSubject("pat-1", "enc-1", index => index % 3 == 0), options) is { } card)
            {
                HookResponse.AssertSound(ProtocolJson.Write(new CdsResponse { Cards = [card] }));
                shown.Add(card.Source.Topic!.Code);
            }
        }

        Assert.True(shown.Count >= 5, "The assessments should reach most cards; they reached " + string.Join(", ", shown));
    }

    private static (RuleSet Rules, CardTable Table) Load(string? siteProfile, [CallerFilePath] string here = "")
    {
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "fhir-profiles"));
        FaultList faults = new();
        var knowledge = Knowledge.ReadDirectory(folder, faults);
        var plan = knowledge.Find("https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion")!;
        var site = knowledge.OfType("Parameters").FirstOrDefault(resource => string.Equals(resource.Resource.Id, siteProfile, StringComparison.Ordinal));
        var rules = RuleSetLoader.Load(knowledge, RuleSetLoader.BuildTerminology(knowledge, faults), plan, site, faults);

        Assert.True(rules is not null, string.Join('\n', faults.Faults.Where(fault => fault.IsError)));
        var table = CardTableLoader.Load(knowledge, plan, rules, faults);
        Assert.True(!faults.HasErrors, string.Join('\n', faults.Faults.Where(fault => fault.IsError)));
        return (rules, table);
    }

    private static Assessment Assess(RuleSet rules, Dice dice)
    {
        DateOnly today = new(2026, 6, 1);
        var retrieval = PrefetchKeys.All.Select(key => new Retrieval(key.Key, key.Kind, (RetrievalOutcome)dice.Next(9), dice.Next(3)));
        return new Assessment(
            rules.Canonical,
            rules.Profile,
            new AssessmentClock(today.AddDays(-dice.Next(3)), today),
            [.. rules.Criteria.Select(criterion => Judge(criterion.Id, dice))],
            [.. retrieval]);
    }

    private static Finding Judge(string id, Dice dice)
    {
        var evidence = Enumerable.Range(0, dice.Next(6)).Select(index => new EvidenceItem(
            dice.Next(2) == 0 ? $"Condition/{index}" : string.Empty,
            dice.Next(3) == 0 ? null : "2026-04-06",
            dice.Next(4) == 0 ? null : ChartTexts[dice.Next(ChartTexts.Length)]));
        var facts = dice.Next(2) == 0
            ? null
            : new FindingFacts(dice.Next(400), dice.Next(40), dice.Next(30), new DateOnly(2026, 1, 2), new DateOnly(2026, 3, 4), ChartTexts[dice.Next(ChartTexts.Length)]);
        return new Finding(id, (CriterionResult)dice.Next(3), (Reason)dice.Next(26), [.. evidence], facts);
    }

    /// <summary>The same throws in every run.</summary>
    private sealed class Dice(uint seed)
    {
        private uint _state = seed;

        public int Next(int sides)
        {
            _state = unchecked((_state * 1664525) + 1013904223);
            return (int)((_state >> 8) % (uint)sides);
        }
    }
}
