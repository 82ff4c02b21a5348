using System.Globalization;
using System.Text.Json.Nodes;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Simulation.Runs;
using CdsHooks.Simulation.Views;
using CdsHooks.Tests.Architecture;
using CdsHooks.Tests.Cohorts;
using CdsHooks.Workbench.Plans;
using Hl7.Fhir.Model;
using Xunit;

namespace CdsHooks.Tests.Simulation.Views;

/// <summary>The example of the page that comes with the views, asked of a cohort of which is known what is in its charts.</summary>
public sealed class ViewQuestionTests
{
    private const int Patients = 250;

    /// <summary>The variants of the block of physical therapy that put no record with a code of it into the look-back.</summary>
    private static readonly string[] WithoutRecord =
    [
        "none", "visits-undated", "too-long-ago", "after-the-order", "in-words", "in-local-codes", "evaluation-only", "passive-only", "home-exercise-only",
        "referral-active", "referral-completed", "plan-of-care", "reported-by-the-patient", "home-exercise-reported",
    ];

    [Fact]
    public void The_example_finds_the_patients_with_physical_therapy()
    {
        var rules = RulesLoader.Side(KnowledgeSource.Open(Repository.PathOf("fhir-profiles")), "version", plan: null, siteParameters: null, []);
        List<PatientTruth> truths = [];
        Dictionary<string, Resource?> known = new(StringComparer.Ordinal);
        var shared = CohortSource.Shared().Select(resource => (JsonObject)JsonNode.Parse(resource.Json.Span)!).ToList();
        using Lake lake = new(rules, CohortCalls.Source.Read(0, Patients).Select(patient =>
        {
            truths.Add(patient.Truth);
            var own = patient.Resources.Select(resource => (JsonObject)JsonNode.Parse(resource.Json.Span)!);
            return new LakeChart("cohort", own.Concat(truths.Count == 1 ? shared : []).Select(resource => (resource, (string?)null)), known);
        }));
        lake.Execute("CREATE TABLE found AS SELECT * FROM lumbar_fusion_criterion_record");

        var found = truths.Where(truth => Asked(lake, truth.AsOf).Contains(Lake.KeyOf("cohort", $"Patient/{truth.Id}"))).Select(truth => truth.Id);

        var expected = truths.Where(truth => !WithoutRecord.Contains(truth.DrawnOf("physical-therapy"), StringComparer.Ordinal)).Select(truth => truth.Id).ToList();
        Assert.Equal(expected, found, StringComparer.Ordinal);
        Assert.InRange(expected.Count, Patients / 5, Patients * 4 / 5);
    }

    [Fact]
    public void The_page_shows_the_question_that_is_asked_here()
    {
        var rules = RulesLoader.Side(KnowledgeSource.Open(Repository.PathOf("fhir-profiles")), "version", plan: null, siteParameters: null, []);
        var page = PlanViews.Of(rules).Single(file => file.Path is ViewsReadme.File).Text;

        Assert.Contains(ViewsReadme.ExampleOf("lumbar_fusion_criterion_record", "physical-therapy", "2026-06-01"), page, StringComparison.Ordinal);
    }

    private static HashSet<string> Asked(Lake lake, DateOnly day) =>
        [.. lake.Rows(ViewsReadme.ExampleOf("found", "physical-therapy", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))).Select(row => row[0]!)];
}
