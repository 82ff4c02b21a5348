using System.Text.RegularExpressions;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Tests.Intake;
using FsCheck.Fluent;
using Xunit;

namespace CdsHooks.Tests.Cards;

/// <summary>Every card that the shipped plan can show, under all site parameters and to every taste, obeys the wire and means the same.</summary>
public sealed partial class EveryCardTests
{
    private static readonly CardOptions[] Tastes = [.. SomeCards.Tastes];

    /// <summary>A client that shows nothing but text.</summary>
    private static readonly CardOptions TextOnly = new() { SuggestionsAllowed = false, LinkHosts = ["nowhere.example"] };

    public static TheoryData<string?> SiteParameterSets => [.. SomeCards.SiteParameterSets];

    [Fact]
    public void Whatever_a_chart_holds_its_card_obeys_the_wire() => Law.Holds(
        Gen.Choose(0, 1_000_000).ListOf().Resize(25).Zip(Gen.Choose(0, 1_000_000).Three()),
        given =>
        {
            var (chart, (seed, lost, taste)) = given;
            var plan = SomeCards.Of(SomeCards.SiteParameterSets[taste % SomeCards.SiteParameterSets.Length]);
            var card = SomeCards.Decide(plan, SomeCards.Call(seed, [.. chart], lost), Tastes[taste % Tastes.Length]).Card;
            return card is null || Issues(card).Count == 0;
        },
        runs: 400);

    [Theory]
    [MemberData(nameof(SiteParameterSets))]
    public void Every_row_of_the_table_shows_a_card_that_obeys_the_wire(string? siteParameters)
    {
        var plan = SomeCards.Of(siteParameters);
        foreach (var row in plan.Cards.Rows.Where(row => row.Card is not null))
        {
            var reached = 0;
            Dice dice = new(20261122);
            for (var run = 0; run < 4000 && reached < 5; run++)
            {
                var assessment = SomeCards.Assess(plan.Rules, row, dice);
                if (plan.Cards.Choose(assessment).Row == row)
                {
                    AssertSound(plan, assessment, reached++);
                }
            }

            Assert.True(reached == 5, $"Row {row.Id} was reached {reached} times.");
        }
    }

    [Fact]
    public void A_card_means_the_same_without_its_links_and_its_text_names_everything_it_suggests() => Law.Holds(
        Gen.Choose(0, 1_000_000).ListOf().Resize(12).Zip(Gen.Choose(0, 1_000_000).Two()),
        given =>
        {
            var (chart, (seed, siteParameters)) = given;
            var plan = SomeCards.Of(SomeCards.SiteParameterSets[siteParameters % SomeCards.SiteParameterSets.Length]);
            var call = SomeCards.Call(seed, [.. chart], lost: 2);
            var rich = SomeCards.Decide(plan, call, Tastes[^1] with { SuggestionsAllowed = true, LinkHosts = [], DetailStyle = default }).Card;
            var plain = SomeCards.Decide(plan, call, TextOnly).Card;
            return MeansTheSame(rich, plain);
        });

    /// <summary>To a fifth of the tastes each time, and to all of them in five times.</summary>
    private static void AssertSound(CompiledPlan plan, Assessment assessment, int time)
    {
        var ordered = time % 4;
        foreach (var taste in Tastes.Where((_, index) => index % 5 == time))
        {
            var card = SomeCards.Compose(plan, assessment, taste, ordered)!;
            var plain = SomeCards.Compose(plan, assessment, taste with { SuggestionsAllowed = false, LinkHosts = TextOnly.LinkHosts }, ordered);
            Assert.Empty(Issues(card));
            Assert.True(MeansTheSame(card, plain), $"{card.Detail}\n\n{plain?.Detail}");
        }
    }

    /// <summary>Whether the second says in text alone what the first says with links and suggestions.</summary>
    private static bool MeansTheSame(Card? rich, Card? plain) =>
        rich is null || plain is null
            ? rich == plain
            : string.Equals(rich.Summary, plain.Summary, StringComparison.Ordinal)
                && rich.Indicator == plain.Indicator
                && string.Equals(rich.Source.Label, plain.Source.Label, StringComparison.Ordinal)
                && string.Equals(Link().Replace(rich.Detail!, match => match.Groups["text"].Value), plain.Detail, StringComparison.Ordinal)
                && plain is { Links: null, Suggestions: null, Source.Url: null }
                && (rich.Suggestions ?? []).All(suggestion => plain.Detail!.Contains(suggestion.Label, StringComparison.Ordinal));

    private static IReadOnlyList<string> Issues(Card card) => HookResponse.Issues(ProtocolJson.Write(new CdsResponse { Cards = [card] }));

    [GeneratedRegex(@"\[(?<text>[^\[\]]*)\]\(https?://[^()]+\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
