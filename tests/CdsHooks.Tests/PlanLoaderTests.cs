using CdsHooks.Cli.Mutations;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests;

/// <summary>Plans that are not part of the knowledge.</summary>
public sealed class PlanLoaderTests
{
    private static readonly KnowledgeSource Source = KnowledgeSource.Open(Repository.PathOf("tests", "second-procedure", "fhir-profiles"));

    [Fact]
    public void A_candidate_is_loaded_with_the_knowledges_value_sets()
    {
        var candidate = Candidate("contained[parameters].parameter[exercise.minSessions].extension[default]: 6 -> 7");
        var loader = new PlanLoader(Source.Knowledge);

        var loaded = loader.Load(candidate, siteParameters: null);
        var own = loader.Load(candidate.Url);

        Assert.Empty(loaded.Issues);
        Assert.Equal(7, loaded.Plan!.Rules.Parameters.Find("exercise.minSessions")!.Value.Number);
        Assert.Equal(6, own.Plan!.Rules.Parameters.Find("exercise.minSessions")!.Value.Number);
        Assert.Same(own.Plan.Rules.Terminology, loaded.Plan.Rules.Terminology);
    }

    [Fact]
    public void A_candidates_issues_are_listed()
    {
        var loaded = new PlanLoader(Source.Knowledge).Load(Candidate("action[exercise].input[0]: removed"), siteParameters: null);

        Assert.Null(loaded.Plan);
        Assert.Contains(loaded.Issues, issue => issue.IsError);
    }

    [Fact]
    public void A_changed_resource_takes_the_place_of_the_one_from_its_file()
    {
        var candidate = Candidate("action[T1]: removed");

        var changed = Source.Knowledge.With(candidate);

        Assert.Same(candidate, changed.Find(candidate.Url));
        Assert.NotSame(candidate, Source.Knowledge.Find(candidate.Url));
        Assert.Equal(Source.Knowledge.Resources.Count, changed.Resources.Count);
        Assert.Throws<ArgumentException>(() => Source.Knowledge.With(candidate with { File = "plans/other.json" }));
        Assert.Throws<ArgumentException>(() => Source.Knowledge.With(candidate with { Url = "https://example.org/other" }));
    }

    private static KnowledgeResource Candidate(string change) => MutationList.Of(Source)
        .Single(mutation => string.Equals(mutation.ToString(), $"PlanDefinition/made-up-knee.{change}", StringComparison.Ordinal))
        .Apply();
}
