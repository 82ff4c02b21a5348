using System.Globalization;
using System.Text;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Simulation.Cohort;
using Xunit;

namespace CdsHooks.Tests.Cohorts;

/// <summary>The engine finds in every synthetic chart what its truth states: no result, reason, row or card differs.</summary>
public sealed class CohortTruthTests
{
    private static readonly int Patients = int.Parse(Environment.GetEnvironmentVariable("COHORT_PATIENTS") ?? "3000", CultureInfo.InvariantCulture);

    [Fact]
    public void The_engine_finds_what_was_put_into_each_chart()
    {
        Dictionary<string, (int Count, string Example)> differences = new(StringComparer.Ordinal);
        foreach (var patient in CohortCalls.Source.Read(0, Patients))
        {
            foreach (var difference in Differences(patient))
            {
                var (count, example) = differences.GetValueOrDefault(difference);
                differences[difference] = (count + 1, count == 0 ? $"{patient.Truth.Id} {string.Join(' ', patient.Truth.Drawn.Where(drawn => drawn.Variant is not "none").Select(drawn => $"{drawn.Block}={drawn.Variant}"))}" : example);
            }
        }

        Assert.True(differences.Count == 0, Told(differences));
    }

    private static IEnumerable<string> Differences(CohortPatient patient)
    {
        var truth = patient.Truth;
        var call = CohortCalls.Decide(patient, CohortCalls.Plan);
        foreach (var (expected, found) in truth.Criteria.Zip(call.Decision.Assessment.Criteria))
        {
            if ((expected.Id, expected.Result, expected.Reason) != (found.Id, found.Result, found.Reason))
            {
                yield return $"{expected.Id}: expected {expected.Result.ToCode()} {expected.Reason.ToCode()}, found {found.Result.ToCode()} {found.Reason.ToCode()}";
            }
        }

        var card = call.Card is { } shown ? $"{shown.Source.Topic?.Code} {(shown.Indicator is CardIndicator.Warning ? "warning" : "info")}" : "none";
        if ((truth.Row, Told(truth)) != (call.Row, card))
        {
            yield return $"row and card: expected {truth.Row} {Told(truth)}, found {call.Row} {card}";
        }
    }

    private static string Told(PatientTruth truth) => truth.Card is null ? "none" : $"{truth.Card} {truth.Indicator}";

    private static string Told(Dictionary<string, (int Count, string Example)> differences)
    {
        var text = new StringBuilder();
        foreach (var (difference, (count, example)) in differences.OrderByDescending(pair => pair.Value.Count).Take(60))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{count} x {difference}\n      {example}");
        }

        return text.ToString();
    }
}
