using CdsHooks.Decision.Evidence;
using Xunit;

namespace CdsHooks.Tests.Intake;

/// <summary>The decision table for one prefetch key.</summary>
public sealed class PrefetchTests
{
    public static TheoryData<string, RetrievalOutcome, int> Table => new()
    {
        { "null", RetrievalOutcome.Empty, 0 },
        { Some.Condition(), RetrievalOutcome.Prefetched, 1 },
        { Some.Condition("Z00"), RetrievalOutcome.Prefetched, 1 },
        { """{"code":{"text":"x"},"resourceType":"Condition"}""", RetrievalOutcome.Prefetched, 1 },
        { Some.Bundle(Some.Entry(Some.Condition()), Some.Entry(Some.Condition("Z00"))), RetrievalOutcome.Prefetched, 2 },
        { """{"entry":[{"resource":{"code":{"text":"x"},"resourceType":"Condition"}}],"resourceType":"Bundle"}""", RetrievalOutcome.Prefetched, 1 },
        { Some.Bundle(Some.Entry(Some.Condition()), Some.Entry("""{"resourceType":"Patient"}""", "include")), RetrievalOutcome.Prefetched, 1 },
        { Some.Bundle(Some.Entry(Some.Condition()), Some.Entry(Some.Outcome("warning"), "outcome")), RetrievalOutcome.Prefetched, 1 },
        { Some.Bundle(), RetrievalOutcome.Empty, 0 },
        { """{"resourceType":"Bundle","total":0}""", RetrievalOutcome.Empty, 0 },
        { """{"resourceType":"Bundle","entry":null,"link":null}""", RetrievalOutcome.Empty, 0 },
        { """{"resourceType":"Bundle","link":[{"relation":"self","url":"https://x/next"}]}""", RetrievalOutcome.Empty, 0 },
        { Some.Bundle(Some.Entry(Some.Outcome("warning"), "outcome")), RetrievalOutcome.Empty, 0 },
        { Some.Bundle(Some.Entry(Some.Outcome("information"), "match")), RetrievalOutcome.Empty, 0 },
        { Some.Bundle(Some.Entry("""{"resourceType":"Practitioner"}""", "include")), RetrievalOutcome.Empty, 0 },
        { Some.Bundle(Some.Entry("""{"resourceType":"Coverage"}""", "include")), RetrievalOutcome.Empty, 0 },
        { Some.Bundle(Some.Entry(Some.Outcome("error"), "outcome")), RetrievalOutcome.Failed, 0 },
        { Some.Bundle(Some.Entry(Some.Condition()), Some.Entry(Some.Outcome("fatal"), "outcome")), RetrievalOutcome.Failed, 1 },
        { """{"resourceType":"Bundle","link":[{"relation":"self"},{"relation":"next","url":"https://x"}],"entry":[]}""", RetrievalOutcome.Truncated, 0 },
        { Some.Bundle(Some.Entry(Some.Condition()))[..^1] + ""","link":[{"url":"https://x","relation":"next"}]}""", RetrievalOutcome.Truncated, 1 },
        { Some.Outcome("error"), RetrievalOutcome.Failed, 0 },
        { Some.Outcome("fatal"), RetrievalOutcome.Failed, 0 },
        { """{"issue":[{"severity":"information"},{"severity":"error"}],"resourceType":"OperationOutcome"}""", RetrievalOutcome.Failed, 0 },
        { """{"resourceType":"OperationOutcome"}""", RetrievalOutcome.Failed, 0 },
        { """{"resourceType":"OperationOutcome","issue":[{"severity":7}]}""", RetrievalOutcome.Failed, 0 },
        { Some.Outcome("information"), RetrievalOutcome.Failed, 0 },
        { Some.Outcome("warning"), RetrievalOutcome.Failed, 0 },
        { "5", RetrievalOutcome.Unparseable, 0 },
        { "true", RetrievalOutcome.Unparseable, 0 },
        { "\"{}\"", RetrievalOutcome.Unparseable, 0 },
        { "[" + Some.Condition() + "]", RetrievalOutcome.Unparseable, 0 },
        { "{}", RetrievalOutcome.Unparseable, 0 },
        { """{"resourceType":5}""", RetrievalOutcome.Unparseable, 0 },
        { """{"resourceType":"Observation"}""", RetrievalOutcome.Unparseable, 0 },
        { """{"resourceType":"Practitioner"}""", RetrievalOutcome.Unparseable, 0 },
        { """{"resourceType":"Bundle","entry":{"resource":{"resourceType":"Condition"}}}""", RetrievalOutcome.Unparseable, 0 },
        { """{"resourceType":"Bundle","link":{"relation":"next"}}""", RetrievalOutcome.Unparseable, 0 },
        { Some.Bundle(Some.Entry("""{"resourceType":"Observation"}""")), RetrievalOutcome.Unparseable, 0 },
        { Some.Bundle(Some.Entry("""{"resourceType":"Coverage"}""")), RetrievalOutcome.Unparseable, 0 },
        { Some.Bundle(Some.Entry(Some.Condition()), Some.Entry("5")), RetrievalOutcome.Unparseable, 1 },
        { Some.Bundle(Some.Entry(Some.Condition()), Some.Entry("{}")), RetrievalOutcome.Unparseable, 1 },
        { Some.Bundle(Some.Entry(Some.Condition()), "null"), RetrievalOutcome.Unparseable, 1 },
        { Some.Bundle(Some.Entry(Some.Condition()), "{}"), RetrievalOutcome.Unparseable, 1 },
        { Some.Bundle(Some.Entry(Some.Bundle(Some.Entry(Some.Condition())))), RetrievalOutcome.Unparseable, 0 },
    };

    public static TheoryData<string> Homes =>
    [
        $$"""{"conditions":{{TwoConditions}}}""",
        $$"""{"\u0063onditions":{{TwoConditions}}}""",
        $$"""{"myConds":{{TwoConditions}}}""",
        $$"""{"conditions":{{Some.Outcome("error")}},"myConds":{{TwoConditions}}}""",
        $$"""{"myConds":{{TwoConditions}},"conditions":{{Some.Outcome("error")}}}""",
        $$"""{"myConds":{{TwoConditions}},"other":{{Some.Outcome("error")}},"more":null,"odd":5,"none":{"resourceType":"Bundle"} }""",
    ];

    private static string TwoConditions => Some.Bundle(Some.Entry(Some.Condition()), Some.Entry(Some.Condition("Z00")));

    [Theory]
    [MemberData(nameof(Table))]
    public void A_key_is_judged_by_its_content(string value, RetrievalOutcome outcome, int count)
    {
        var set = Some.Prefetch($$"""{"conditions":{{value}}}""").Of("conditions");

        Assert.Equal(new Retrieval("conditions", EvidenceKind.Condition, outcome, count), set.Retrieval with { Uncoded = 0 });
    }

    [Fact]
    public void Sets_come_in_the_order_of_the_contract_and_absent_keys_were_not_requested()
    {
        var sets = Some.Prefetch("""{"procedures":null}""");

        Assert.Equal(PrefetchKeys.All.Select(entry => entry.Key), sets.Select(set => set.Retrieval.Key), StringComparer.Ordinal);
        Assert.Equal(PrefetchKeys.All.Select(entry => entry.Kind), sets.Select(set => set.Retrieval.Kind));
        Assert.All(sets.Where(set => set.Retrieval.Kind is not EvidenceKind.Procedure), set => Assert.Equal(RetrievalOutcome.NotRequested, set.Retrieval.Outcome));
    }

    [Theory]
    [MemberData(nameof(Homes))]
    public void A_set_is_complete_under_whatever_key_it_came(string prefetch)
    {
        var sets = Some.Prefetch(prefetch);

        Assert.Equal(RetrievalOutcome.Prefetched, sets.Of("conditions").Retrieval.Outcome);
        Assert.Equal(2, sets.Of("conditions").Retrieval.Count);
        Assert.Equal(Some.Condition(), Assert.Single(sets.Of("conditions").Used()).Text());
    }

    [Fact]
    public void Several_keys_of_one_kind_are_as_good_as_the_worst_that_brought_something()
    {
        var page = Some.Bundle(Some.Entry(Some.Condition()))[..^1] + ""","link":[{"relation":"next"}]}""";
        var sets = Some.Prefetch($$"""{"problemList":{{page}},"encounterDiagnoses":{{Some.Bundle(Some.Entry(Some.Condition(id: "c2")))}}}""");

        Assert.Equal(RetrievalOutcome.Truncated, sets.Of("conditions").Retrieval.Outcome);
        Assert.Equal(2, sets.Of("conditions").Retrieval.Count);
    }

    [Theory]
    [InlineData("\"total\":1", RetrievalOutcome.Prefetched)]
    [InlineData("\"total\":1.0", RetrievalOutcome.Prefetched)]
    [InlineData("\"total\":2.0", RetrievalOutcome.Truncated)]
    [InlineData("\"total\":null", RetrievalOutcome.Prefetched)]
    [InlineData("\"total\":\"5\"", RetrievalOutcome.Truncated)]
    [InlineData("\"total\":1e20", RetrievalOutcome.Truncated)]
    [InlineData("\"total\":[5]", RetrievalOutcome.Truncated)]
    [InlineData("\"link\":[{\"relation\":\"self\"}]", RetrievalOutcome.Prefetched)]
    [InlineData("\"link\":[{\"relation\":\"Next\"}]", RetrievalOutcome.Truncated)]
    [InlineData("\"link\":[{\"relation\":[\"next\"]}]", RetrievalOutcome.Truncated)]
    public void What_a_bundle_says_of_the_rest_and_cannot_be_read_may_be_more(string member, RetrievalOutcome expected)
    {
        var bundle = Some.Bundle(Some.Entry(Some.Condition()))[..^1] + "," + member + "}";

        var sets = Some.Prefetch($$"""{"conditions":{{bundle}}}""");

        Assert.Equal(expected, sets.Of("conditions").Retrieval.Outcome);
    }

    [Theory]
    [InlineData("""{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"Suppressed"}]}""", RetrievalOutcome.Truncated)]
    [InlineData("""{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":["suppressed"]}]}""", RetrievalOutcome.Truncated)]
    [InlineData("""{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"informational"},{"code":"processing"}]}""", RetrievalOutcome.Failed)]
    [InlineData("""{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"informational"}]}""", RetrievalOutcome.Prefetched)]
    [InlineData("""{"resourceType":"condition","code":{"coding":[{"code":"M54.50"}]}}""", RetrievalOutcome.Unparseable)]
    public void An_unreadable_entry_beside_the_evidence_may_hide_more_of_it(string beside, RetrievalOutcome expected)
    {
        var sets = Some.Prefetch($$"""{"conditions":{{Some.Bundle(Some.Entry(Some.Condition()), Some.Entry(beside))}}}""");

        Assert.Equal(expected, sets.Of("conditions").Retrieval.Outcome);
    }

    [Fact]
    public void A_bundle_of_many_types_under_a_foreign_key_feeds_every_set()
    {
        var everything = Some.Bundle(
            Some.Entry("""{"resourceType":"Patient","id":"p1"}"""),
            Some.Entry(Some.Condition()),
            Some.Entry("""{"resourceType":"Procedure","code":{"coding":[{"code":"M54.50"}]}}"""));
        var sets = Some.Prefetch($$"""{"everything":{{everything}}}""");

        Assert.All(
            [sets.Of("patient"), sets.Of("conditions"), sets.Of("procedures")],
            set => Assert.Equal((RetrievalOutcome.Prefetched, 1, 1), (set.Retrieval.Outcome, set.Retrieval.Count, set.Used().Count)));
        Assert.Equal(RetrievalOutcome.NotRequested, sets.Of("observations").Retrieval.Outcome);
    }

    [Fact]
    public void A_resource_that_only_came_along_completes_no_set_and_is_kept_with_the_set_it_came_in()
    {
        var bundle = Some.Bundle(
            Some.Entry(Some.Condition(), "include"),
            Some.Entry("""{"resourceType":"Procedure","code":{"coding":[{"code":"M54.50"}]}}"""));
        var sets = Some.Prefetch($$"""{"surgeries":{{bundle}}}""");

        Assert.Equal(RetrievalOutcome.NotRequested, sets.Of("conditions").Retrieval.Outcome);
        Assert.Equal(1, sets.Of("procedures").Retrieval.Count);
        Assert.Equal(2, sets.Of("procedures").Used().Count);
    }

    [Fact]
    public void A_lone_resource_under_a_foreign_key_is_evidence_but_not_the_whole_set()
    {
        var sets = Some.Prefetch($$$"""{"reason":{{{Some.Condition()}}},"who":{"resourceType":"Patient"}}""");

        Assert.Equal(RetrievalOutcome.Truncated, sets.Of("conditions").Retrieval.Outcome);
        Assert.Single(sets.Of("conditions").Used());
        Assert.Equal(RetrievalOutcome.Prefetched, sets.Of("patient").Retrieval.Outcome);
    }

    [Fact]
    public void A_lone_resource_under_a_foreign_key_does_not_spoil_a_complete_set()
    {
        var sets = Some.Prefetch($$"""{"reason":{{Some.Condition()}},"conditions":null}""");

        Assert.Equal(RetrievalOutcome.Prefetched, sets.Of("conditions").Retrieval.Outcome);
        Assert.Equal(1, sets.Of("conditions").Retrieval.Count);
    }
}
