using System.Text.Json;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests.Cards;

/// <summary>A card is read in seconds: how long its texts are, over every golden case and variant.</summary>
public sealed class WordsTests(ITestOutputHelper output)
{
    private static readonly Lazy<IReadOnlyList<(CaseOutcome Outcome, Card Card)>> Shown = new(() =>
    {
        var runner = new CasesRunner(KnowledgeSource.Open(Repository.PathOf("fhir-profiles")), updates: false);
        return [.. CaseFolder.List(Repository.PathOf("tests", "cases")).Select(runner.Run).Where(outcome => outcome.Call.Card is not null).Select(outcome => (outcome, outcome.Call.Card!))];
    });

    [Fact]
    public void The_first_paragraph_has_at_most_60_words_and_the_detail_130()
    {
        var words = Shown.Value.Select(shown => WordsOf(shown.Card.Detail!)).Order().ToList();
        output.WriteLine($"{words.Count} details: median {words[words.Count / 2]} words, at most {words[^1]}.");

        Assert.All(Shown.Value, shown =>
        {
            Assert.True(WordsOf(FirstParagraph(shown.Card)) <= 60, $"{shown.Outcome.Run.Name}: {FirstParagraph(shown.Card)}");
            Assert.True(WordsOf(shown.Card.Detail!) <= 130, $"{shown.Outcome.Run.Name}: {shown.Card.Detail}");
        });
        Assert.True(words[words.Count / 2] < 100);
    }

    [Fact]
    public void Every_first_paragraph_says_that_only_coded_data_are_read() =>
        Assert.All(Shown.Value, shown => Assert.EndsWith("Only coded data are read, not notes or outside films.", FirstParagraph(shown.Card), StringComparison.Ordinal));

    [Fact]
    public void No_line_repeats_another() => Assert.All(Shown.Value, shown =>
    {
        var lines = shown.Card.Detail!.Split('\n').Where(line => line.Length > 0).ToList();
        Assert.True(lines.Count == lines.Distinct(StringComparer.Ordinal).Count(), $"{shown.Outcome.Run.Name}: {shown.Card.Detail}");
    });

    [Fact]
    public void Nothing_is_said_about_stenosis_where_none_is_on_file() => Assert.All(
        Shown.Value.Where(shown => shown.Outcome.Call.Decision.Assessment.Find("lumbar-stenosis") is { Result: CriterionResult.NotMet, Evidence.Count: 0 }),
        shown => Assert.False(
            $"{shown.Card.Summary} {shown.Card.Detail}".Contains("stenosis", StringComparison.OrdinalIgnoreCase),
            $"{shown.Outcome.Run.Name}: {shown.Card.Summary}\n{shown.Card.Detail}"));

    [Fact]
    public void No_text_says_that_something_was_not_done_and_none_has_holes() => Assert.All(Shown.Value, shown =>
    {
        var text = $"{shown.Card.Summary} {shown.Card.Detail}";
        Assert.DoesNotContain("none", shown.Card.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown number", text, StringComparison.Ordinal);
        Assert.DoesNotContain("no value", text, StringComparison.Ordinal);
    });

    [Fact]
    public void No_card_shows_a_code_of_our_own_in_place_of_words()
    {
        var system = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("fhir-profiles", "codesystems", "CodeSystem-lumbar-fusion-local.json")));
        List<string> codes = [.. Codes(system.RootElement)];

        Assert.True(codes.Count > 20);
        Assert.All(Shown.Value, shown =>
        {
            var text = $"{shown.Card.Summary} {shown.Card.Detail} {string.Join(' ', (shown.Card.Suggestions ?? []).Select(suggestion => suggestion.Label))}";
            var bare = codes.Find(code => text.Contains(code, StringComparison.Ordinal));
            Assert.True(bare is null, $"{shown.Outcome.Run.Name}: {bare}");
        });
    }

    /// <summary>The codes that no word of a sentence could be: those with a hyphen.</summary>
    private static IEnumerable<string> Codes(JsonElement owner) => !owner.TryGetProperty("concept", out var concepts)
        ? []
        : concepts.EnumerateArray().SelectMany(concept => Codes(concept).Prepend(concept.GetProperty("code").GetString()!)).Where(code => code.Contains('-', StringComparison.Ordinal));

    /// <summary>What a reader would count: a link is its words.</summary>
    internal static int WordsOf(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit));

    private static string FirstParagraph(Card card) => card.Detail!.Split("\n\n")[0];
}
