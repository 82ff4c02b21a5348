using System.Globalization;
using System.Text.Json.Nodes;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Simulation.Cohort.Output;
using CdsHooks.Simulation.Results;
using CdsHooks.Simulation.Runs;
using CdsHooks.Tests.Cli;
using Xunit;

namespace CdsHooks.Tests.Cohorts;

/// <summary>A simulation finds the totals that a cohort states, and a change of a threshold turns exactly the patients whose truth says so.</summary>
public sealed class CohortSimulationTests
{
    private const int Patients = 1200;

    [Fact]
    public void A_simulation_of_a_pack_finds_what_the_cohort_states()
    {
        using var folder = new TempFolder();
        var cohort = Path.Combine(folder.Path, "cohort");
        Run("cohort", "--patients", Text(Patients), "--seed", "14", "--output", cohort, "--packed", "--shards", "3");
        Run("simulate", "run", Path.Combine(cohort, CohortFolder.PackName), "--output", Path.Combine(folder.Path, "run"), "--set", "pt.minWeeks=8", "--from", "2025-06-01", "--until", "2026-05-31");

        var expected = JsonNode.Parse(File.ReadAllBytes(Path.Combine(cohort, CohortFolder.SummaryName)))!["expected"]!;
        var report = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "run", "report.json")))!;
        Assert.Equal((int)expected["orders"]!, (int)report["calls"]!);
        Assert.Equal(Lines(expected["rows"]!.AsObject()), report["rows"]!.AsArray().Where(row => (int)row!["served"]! > 0).Select(row => $"{row!["name"]} {row["served"]}").Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(Lines(expected["cards"]!.AsObject()), report["cards"]!.AsArray().Where(card => (int)card!["served"]! > 0).Select(CardOf).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(
            expected["criteria"]!.AsObject().SelectMany(criterion => Lines(criterion.Value!.AsObject()).Select(line => $"{criterion.Key} {line}")).Order(StringComparer.Ordinal),
            report["criteria"]!.AsArray().SelectMany(CriterionOf).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Equal(
            CohortCalls.Source.Read(0, Patients).Where(patient => patient.Truth.Order is not null && !string.Equals(AtWeeks(patient.Truth, 6), AtWeeks(patient.Truth, 8), StringComparison.Ordinal)).Select(patient => $"{patient.Truth.Id} {AtWeeks(patient.Truth, 6)} to {AtWeeks(patient.Truth, 8)}"),
            Turned(Path.Combine(folder.Path, "run", SimulationRun.ResultFile), 3).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>The result of physical therapy at a number of weeks, from the visits that the truth states; null where it does not depend on it.</summary>
    private static string? AtWeeks(PatientTruth truth, int weeks)
    {
        if (truth.ValueOf("ptDays") is not { } days || truth.ValueOf("ptVisits") is not { } visits || truth.ValueOf("ptIsoWeeks") is not { } isoWeeks)
        {
            return null;
        }

        return visits < 6 || days < (weeks * 7) - 7 ? "not-met too-short"
            : days >= weeks * 7 ? "met documented"
            : isoWeeks >= weeks ? "unknown borderline"
            : "not-met too-short";
    }

    private static IEnumerable<string> Turned(string result, int shards)
    {
        using var reader = ResultReader.Open(result, SimulationRun.ResultFile);
        for (var shard = 0; shard < shards; shard++)
        {
            while (reader.NextFlip(shard) is { } flip)
            {
                var turn = Assert.Single(flip.Turns);
                Assert.Equal("physical-therapy", turn.Criterion);
                yield return $"{flip.Patient} {turn.From} to {turn.To}";
            }
        }
    }

    private static IEnumerable<string> Lines(JsonObject counts) => counts.Select(count => $"{count.Key} {count.Value}").Order(StringComparer.Ordinal);

    private static string CardOf(JsonNode? card) => $"{((string?)card!["card"] is "no card" ? "none" : $"{card["card"]} {card["indicator"]}")} {card["served"]}";

    private static IEnumerable<string> CriterionOf(JsonNode? criterion) =>
        criterion!["outcomes"]!.AsArray().Where(outcome => (int)outcome!["served"]! > 0).Select(outcome => $"{criterion["id"]} {outcome!["result"]} {outcome["reason"]} {outcome["served"]}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Run(params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
    }
}
