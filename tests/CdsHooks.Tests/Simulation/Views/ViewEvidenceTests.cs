using System.Globalization;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir;
using CdsHooks.Fhir.Terminology;
using Xunit;

namespace CdsHooks.Tests.Simulation.Views;

/// <summary>What the engine gives as evidence in any golden case is in the views, and the join over them finds it for the same criterion.</summary>
public sealed class ViewEvidenceTests(GoldenLake golden) : IClassFixture<GoldenLake>
{
    private const string DateColumn = "SELECT table_name, column_name FROM information_schema.columns WHERE table_name LIKE 'lumbar_fusion_%' AND table_schema = 'main' AND (column_name IN ('onset', 'onset_start', 'recorded_date', 'effective', 'effective_instant', 'effective_start', 'effective_end', 'issued', 'performed', 'performed_start', 'authored_on', 'date_asserted', 'authored', 'period_start', 'bounds_start'))";

    [Fact]
    public void Every_record_of_a_finding_is_a_row_with_its_date()
    {
        var dates = golden.Lake.Rows(DateColumn)
            .Select(column => $"SELECT resource_key, {column[1]} FROM {column[0]} WHERE {column[1]} IS NOT NULL")
            .SelectMany(golden.Lake.Rows)
            .ToLookup(row => row[0]!, row => row[1]!, StringComparer.Ordinal);
        var keys = golden.Lake.Rows("SELECT resource_key FROM lumbar_fusion_resource").Select(row => row[0]!).ToHashSet(StringComparer.Ordinal);
        var records = 0;

        foreach (var (run, _, item) in golden.Evidence)
        {
            records++;
            var key = Lake.KeyOf(run.Name, item.Reference);
            Assert.True(keys.Contains(key), $"{key} is in no view.");

            // A contained value has the date of what contains it.
            Assert.True(item.Date is not { } day || dates[key].Concat(dates[key.Split('#')[0]]).Any(date => IsOn(date, day)), $"{key} has no date {item.Date}.");
        }

        Assert.True(records > 50_000, $"Only {records} records were found.");
    }

    [Fact]
    public void Every_record_that_codes_find_is_joined_to_the_criterion()
    {
        var joined = golden.Lake.Rows("SELECT DISTINCT criterion, resource_key FROM lumbar_fusion_criterion_record").Select(row => (Criterion: row[0]!, Key: row[1]!)).ToHashSet();
        var found = 0;

        foreach (var (run, finding, item) in golden.Evidence)
        {
            if (joined.Contains((finding.Id, Lake.KeyOf(run.Name, item.Reference))))
            {
                found++;
            }
            else
            {
                Assert.True(IsFoundWithoutCode(finding), $"{run.Name}: {finding.Id} {finding.Result} {finding.Reason.ToCode()} has {item.Reference}, which the join does not find.");
            }
        }

        Assert.True(found > 50_000, $"Only {found} records were joined.");
    }

    [Fact]
    public void The_join_compares_codes_as_the_engine_does()
    {
        var terminology = golden.Rules.Plan.Rules.Terminology;
        var read = golden.Lake.Rows("SELECT DISTINCT value_set FROM lumbar_fusion_value_set_code").Select(row => row[0]!).ToList();
        var members = golden.Lake.Rows("SELECT DISTINCT system, code, value_set FROM lumbar_fusion_member_coding").ToLookup(row => (System: row[0], Code: row[1]), row => row[2]!);
        var codings = golden.Lake.Rows("SELECT DISTINCT system, code FROM lumbar_fusion_coding WHERE code IS NOT NULL");

        foreach (var coding in codings)
        {
            var (system, code) = (coding[0], coding[1]!);
            var sets = system is null ? Answers(terminology, code) : terminology.Lookup(system, code);
            Assert.Equal(
                read.Where(valueSet => sets.Contains(terminology.IndexOf(valueSet))).Order(StringComparer.Ordinal),
                members[(system, code)].Order(StringComparer.Ordinal),
                StringComparer.Ordinal);
        }

        Assert.True(codings.Count > 1000, $"Only {codings.Count} codings were found.");
    }

    /// <summary>Looks a code without a system up: a question of a questionnaire, or a coding of a chart, which is in no value set.</summary>
    private ValueSetBits Answers(TerminologyIndex terminology, string code) =>
        golden.Lake.Rows($"SELECT 1 FROM lumbar_fusion_coding WHERE element = 'item' AND code = '{code.Replace("'", "''", StringComparison.Ordinal)}' LIMIT 1").Count > 0
            ? terminology.LookupAnySystem(code)
            : default;

    /// <summary>Determines whether the engine may give a record that no code finds: in doubt, for it cannot be read, or for its unread text.</summary>
    private bool IsFoundWithoutCode(Finding finding) =>
        finding is { Result: CriterionResult.Unknown, Reason: Reason.NotCoded or Reason.Unusable }
        || golden.Rules.Plan.Rules.InputsOf(finding.Id).Any(input => input is { IsForUnread: true, Kind: EvidenceKind.QuestionnaireResponse or EvidenceKind.DiagnosticReport });

    /// <summary>Determines whether a date means a day; an instant, which the engine dates by the calendar of the site, up to a day beside it.</summary>
    private static bool IsOn(string date, string day) => FhirDateTime.TryParse(date, out var read)
        && (string.Equals(read.ToString(), day, StringComparison.Ordinal)
            || (read.Instant is not null && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && Math.Abs(at.DayNumber - read.Earliest.DayNumber) <= 1));
}
