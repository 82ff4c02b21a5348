using System.Text;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests.Cases;

public sealed class CaseTrialTests
{
    private static readonly KnowledgeSource Shipped = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));

    private static readonly IReadOnlyList<CaseRun> Runs =
    [
        .. CaseFolder.List(Repository.PathOf("tests", "cases", "v02-pt-five-weeks")),
        .. CaseFolder.List(Repository.PathOf("tests", "cases", "v05-pt-exactly-six-weeks")),
        .. CaseFolder.List(Repository.PathOf("tests", "cases", "pt-parameters")),
    ];

    [Fact]
    public void Rules_that_are_the_same_turn_no_case()
    {
        var turns = Try(With("""{"name":"pt.minWeeks","valueInteger":6}"""));

        Assert.Equal(Runs.Count, turns.Judged);
        Assert.Empty(turns.Turned);
        Assert.Empty(turns.Reworded);
    }

    [Fact]
    public void A_longer_course_turns_the_case_that_lasts_just_long_enough()
    {
        var turned = Try(With("""{"name":"pt.minWeeks","valueInteger":8}""")).Turned.First(turned => turned.Run.Name is "v05-pt-exactly-six-weeks");

        var criterion = Assert.Single(turned.Criteria, criterion => criterion.Id is "physical-therapy");
        Assert.Equal(CriterionResult.Met, criterion.InForce!.Result);
        Assert.Equal((CriterionResult.NotMet, Reason.TooShort), (criterion.Candidate!.Result, criterion.Candidate.Reason));
        Assert.True(turned.IsCardTurned);
        Assert.True(turned.IsRowTurned);
    }

    [Fact]
    public void A_case_that_sets_a_value_itself_keeps_it()
    {
        var own = Runs.Where(run => run.SiteParameters.Parameters.Any(parameter => parameter.Name is "pt.minWeeks")).Select(run => run.Name).ToList();

        var turned = Try(With("""{"name":"pt.minWeeks","valueInteger":8}""")).Turned.Select(turned => turned.Run.Name);

        Assert.NotEmpty(own);
        Assert.Empty(own.Intersect(turned, StringComparer.Ordinal));
    }

    [Fact]
    public void Site_parameters_of_another_plan_change_nothing()
    {
        var other = With("""{"name":"pt.minWeeks","valueInteger":8}""", "https://elsewhere.example/PlanDefinition/other");

        Assert.Empty(Try(other).Turned);
    }

    [Fact]
    public void A_case_that_the_candidate_cannot_judge_turns_with_the_reason()
    {
        var first = Try(With("""{"name":"pt.minWeeks","valueInteger":99}""")).Turned[0];

        Assert.Null(first.Candidate.Judged);
        Assert.Contains("pt.minWeeks must be between 4 and 12.", first.Candidate.Issue, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_name_another_value_are_no_turn()
    {
        var turns = Try(With("""{"name":"pt.minWeeks","valueInteger":8}"""));

        Assert.NotEmpty(turns.Reworded);
        Assert.Empty(turns.Reworded.Intersect(turns.Turned.Select(turned => turned.Run)));
    }

    [Fact]
    public void Progress_counts_every_case_once()
    {
        List<int> seen = [];
        _ = new CaseTrial(new SiteRules(Shipped, null), new SiteRules(Shipped, null)).Run(Runs, workers: 1, seen.Add, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(1, Runs.Count), seen);
    }

    [Fact]
    public void A_trial_ends_when_nobody_waits_for_it()
    {
        using CancellationTokenSource gone = new();
        CaseTrial trial = new(new SiteRules(Shipped, null), new SiteRules(Shipped, null));

        Assert.ThrowsAny<OperationCanceledException>(() => trial.Run(Runs, workers: 1, _ => gone.Cancel(), gone.Token));
    }

    private static CaseTurns Try(KnowledgeResource candidate) =>
        new CaseTrial(new SiteRules(Shipped, null), new SiteRules(Shipped, candidate)).Run(Runs, workers: 2, progress: null, TestContext.Current.CancellationToken);

    private static KnowledgeResource With(string parameter, string? plan = null)
    {
        var meta = plan is null
            ? string.Empty
            : $$""","meta":{"extension":[{"url":"https://cdshooks.example.org/fhir/StructureDefinition/site-parameters-of","valueCanonical":"{{plan}}"}]}""";
        return KnowledgeSource.Read("candidate", Encoding.UTF8.GetBytes($$"""{"resourceType":"Parameters","id":"candidate"{{meta}},"parameter":[{{parameter}}]}"""));
    }
}
