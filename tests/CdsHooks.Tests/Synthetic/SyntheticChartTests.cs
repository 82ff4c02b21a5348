using CdsHooks.Workbench.Cases;
using Xunit;

namespace CdsHooks.Tests.Synthetic;

/// <summary>Nothing irrelevant in the charts of a public patient generator changes a result.</summary>
public sealed class SyntheticChartTests
{
    private const string Care = "conservative-care";

    [Fact]
    public void The_patients_show_every_card_and_every_silence()
    {
        var shown = SyntheticBases.All.Select(item => item.Result.Card.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);

        Assert.Contains(string.Empty, shown);
        Assert.Empty(SyntheticBases.Plan.Cards.Cards.Select(card => card.Id).Except(shown, StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_seed_makes_the_same_chart() => Assert.Equal(
        SyntheticChartMaker.Make(7, "p1", new DateOnly(2026, 6, 1)).Resources,
        SyntheticChartMaker.Make(7, "p1", new DateOnly(2026, 6, 1)).Resources);

    [Fact]
    public void Most_of_a_chart_bears_on_no_rule_and_some_of_it_does()
    {
        var resources = Enumerable.Range(1, 20).SelectMany(seed => SyntheticChartMaker.Make((uint)seed, "p1", new DateOnly(2026, 6, 1)).Resources).ToList();
        var relevant = resources.Count(SyntheticBases.Relevance.Matters);

        Assert.InRange(relevant, resources.Count / 100, resources.Count / 5);
    }

    [Fact]
    public void What_bears_on_no_rule_changes_nothing() => SyntheticRun.Holds((seed, dice) =>
    {
        var (run, result) = BaseOf(seed);
        Mixture mixture = new(run.Request);
        var request = mixture.With(Chart(seed, mixture, run).Where(resource => !SyntheticBases.Relevance.Matters(resource))).Shuffled(dice).Request();

        return Told(run, result, SyntheticBases.Decide(run, request));
    });

    [Fact]
    public void The_day_of_an_import_changes_nothing() => SyntheticRun.Holds((seed, _) =>
    {
        var (run, _) = BaseOf(seed);
        Mixture mixture = new(run.Request);
        if (mixture.HasVersions)
        {
            // Of two versions of one resource the newer speaks, and without versionId this day is what tells which that is.
            return string.Empty;
        }

        var whole = mixture.With(Chart(seed, mixture, run)).Request();
        return Told(run, SyntheticBases.Decide(run, whole), SyntheticBases.Decide(run, new Mixture(whole).Imported("2026-05-30T04:12:09.021+00:00").Request()));
    });

    [Fact]
    public void Order_division_and_repetition_of_what_is_sent_change_nothing() => SyntheticRun.Holds((seed, dice) =>
    {
        var (run, _) = BaseOf(seed);
        Mixture mixture = new(run.Request);
        var whole = mixture.With(Chart(seed, mixture, run)).Request();
        var result = SyntheticBases.Decide(run, whole);
        (string How, ReadOnlyMemory<byte> Request)[] others =
        [
            ("in another order", new Mixture(whole).Shuffled(dice).Request()),
            ("in part twice", new Mixture(whole).Doubled(dice).Request()),
            ("in part under another key", new Mixture(whole).Split(dice).Request()),
        ];
        return string.Concat(others.Select(other => Told(run, result, SyntheticBases.Decide(run, other.Request), other.How)))
            + Told(run, result, SyntheticPages.Decide(run, whole, dice), "in pages");
    });

    [Fact]
    public void A_card_on_a_chart_without_evidence_says_so_and_claims_nothing_was_done() => SyntheticRun.Holds((seed, _) =>
    {
        var run = SyntheticBases.BackPain;
        Mixture mixture = new(run.Request);
        var chart = SyntheticChartMaker.Make(seed, mixture.PatientId, run.Expected.Today);
        var request = mixture.With(chart.Resources.Where(resource => !SyntheticBases.Relevance.Matters(resource))).OfPatient(chart.Patient).Request();

        var result = SyntheticBases.Decide(run, request);
        var care = result.Criteria.Where(line => CareIds.Contains(line.Split(' ')[0])).Where(line => line.Contains(" met ", StringComparison.Ordinal));
        return result.Row is "D8" ? string.Join(' ', care) : $"row {result.Row}, {result.Card}";
    });

    /// <summary>Gets the ids of what conservative care is made of.</summary>
    private static HashSet<string> CareIds { get; } =
        new[] { Care, "physical-therapy", "cognitive-behavioral-therapy", "medication-trial", "anti-inflammatory-trial", "neuropathic-trial", "conservative-duration" }
            .ToHashSet(StringComparer.Ordinal);

    private static (CaseRun Run, DecisionResult Result) BaseOf(uint seed) => SyntheticBases.All[(int)(seed % (uint)SyntheticBases.All.Count)];

    private static IReadOnlyList<SyntheticResource> Chart(uint seed, Mixture mixture, CaseRun run) =>
        SyntheticChartMaker.Make(seed, mixture.PatientId, run.Expected.Today).Resources;

    private static string Told(CaseRun run, DecisionResult before, DecisionResult after, string how = "") =>
        before.Differences(after) is { Length: > 0 } told ? $"{run.Name} {how}\n{told}\n" : string.Empty;
}
