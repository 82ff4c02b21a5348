using System.Text.Json.Nodes;
using CdsHooks.Cli.Mutations;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Plans;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Xunit;

namespace CdsHooks.Tests.Cli;

/// <summary>Which changes of the rules there are to try.</summary>
public sealed class MutationListTests
{
    private const string Plan = "PlanDefinition/lumbar-fusion";

    private static readonly IReadOnlyList<Mutation> Shipped = MutationList.Of(KnowledgeSource.Open(Repository.PathOf("fhir-profiles")));

    private static readonly KnowledgeSource MadeUp = KnowledgeSource.Open(Repository.PathOf("tests", "second-procedure", "fhir-profiles"));

    [Fact]
    public void The_shipped_rules_are_changed_in_every_way()
    {
        var kinds = Shipped.Select(mutation => mutation.Kind).ToHashSet();

        Assert.Empty(Enum.GetValues<MutationKind>().Except(kinds));
    }

    [Theory]
    [InlineData(".contained[parameters].parameter[pt.minWeeks].extension[default]: 6 -> 7")]
    [InlineData(".contained[parameters].parameter[pt.minWeeks].extension[default]: 6 -> 5")]
    [InlineData(".contained[parameters].parameter[pt.minWeeks].extension[minimum]: 4 -> 5")]
    [InlineData(".contained[parameters].parameter[pt.minWeeks].extension[maximum]: 12 -> 11")]
    [InlineData(".contained[parameters].parameter[instability.translation.metAboveMm].extension[default]: 4.0 -> 4.1")]
    [InlineData(".contained[parameters].parameter[riskFactors.show].extension[default]: true -> false")]
    [InlineData(".contained[parameters].parameter[sharedDecision.indicator].extension[default]: info -> warning")]
    [InlineData(".extension[plan-limit conservative.minDays]: removed")]
    [InlineData(".extension[plan-body-sites].extension[nearby]: removed")]
    [InlineData(".action[physical-therapy].extension[lookback]: removed")]
    [InlineData(".action[physical-therapy].extension[nearMissDays]: 7 -> 8")]
    [InlineData(".action[physical-therapy].extension[inputs #physical-therapy-visits].extension[enabledWhen pt.telehealthCounts]: removed")]
    [InlineData(".contained[physical-therapy-visits].dataRequirement[0]: counts -> doubts")]
    [InlineData(".contained[physical-therapy-visits].dataRequirement[0].codeFilter[type]: removed")]
    [InlineData(".action[conservative-care].code[0].coding[all]: all -> any")]
    [InlineData(".action[D8]: exchanged with D9")]
    [InlineData(".action[D8].extension[card]: no card")]
    [InlineData(".action[D8].extension[indicator]: warning -> info")]
    [InlineData(".action[D8].extension[lowered].extension[when conservative-care-beside-cbt].extension[result met]: removed")]
    [InlineData(".action[checkIncomplete].extension[summary #2]: removed")]
    [InlineData(".action[checkIncomplete].extension[summary #2]: exchanged with the next")]
    [InlineData(".action[checkIncomplete].extension[summary #2].extension[when red-flag].extension[result]: unknown -> met")]
    [InlineData(".action[checkIncomplete].extension[summary #2].extension[when red-flag].extension[reason]: removed")]
    [InlineData(".action[cards].extension[phrase physical-therapy]: removed")]
    [InlineData(".action[cards].extension[phrase physical-therapy]: exchanged with the next")]
    public void A_change_says_where_and_what(string change) =>
        Assert.Contains(Plan + change, Shipped.Select(mutation => mutation.ToString()), StringComparer.Ordinal);

    [Theory]
    [InlineData("ValueSet/meyerding-grades: emptied")]
    [InlineData("ValueSet/other-clinical-drugs: emptied")]
    [InlineData("ValueSet/spondylolisthesis.compose.include[0].valueSet[spondylolisthesis-region-stated]: removed")]
    [InlineData("Parameters/payer-strict.parameter[spondy.minGrade]: 2 -> 1")]
    [InlineData("Parameters/nice.parameter[sharedDecision.indicator]: warning -> info")]
    public void Codes_and_site_parameters_are_changed_too(string change) =>
        Assert.Contains(change, Shipped.Select(mutation => mutation.ToString()), StringComparer.Ordinal);

    [Fact]
    public void The_codes_of_a_table_of_drugs_are_not_tried_one_by_one() =>
        Assert.DoesNotContain(Shipped, mutation => mutation.Place.StartsWith("ValueSet/other-clinical-drugs.", StringComparison.Ordinal));

    [Fact]
    public void A_wider_range_is_not_tried_since_no_case_can_show_a_rejection() =>
        Assert.DoesNotContain(Shipped, mutation => mutation.ToString() is Plan + ".contained[parameters].parameter[pt.minWeeks].extension[minimum]: 4 -> 3");

    [Fact]
    public void No_two_changes_have_the_same_name() =>
        Assert.Equal(Shipped.Count, Shipped.Select(mutation => mutation.ToString()).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Places_stay_the_same_when_something_is_put_before_them()
    {
        using var copy = new KnowledgeCopy().With(KnowledgeCopy.Plan, plan =>
        {
            plan["extension"]!.AsArray().Insert(0, JsonNode.Parse("""{"url":"https://example.org/other","valueString":"x"}"""));
            var criterion = KnowledgeCopy.Find(plan, "physical-therapy");
            criterion["extension"]!.AsArray().Insert(0, JsonNode.Parse("""{"url":"https://example.org/other","valueString":"x"}"""));
        });

        var names = MutationList.Of(KnowledgeSource.Open(copy.Folder)).Select(mutation => mutation.ToString());

        Assert.Equal(Shipped.Select(mutation => mutation.ToString()), names, StringComparer.Ordinal);
    }

    [Fact]
    public void A_place_can_be_chosen_by_a_part_of_its_name()
    {
        var chosen = MutationList.Of(MadeUp, "ACTION[exercise]");

        Assert.NotEmpty(chosen);
        Assert.All(chosen, mutation => Assert.StartsWith("PlanDefinition/made-up-knee.action[exercise]", mutation.Place, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_change_changes_something_and_leaves_the_original_alone()
    {
        var before = MadeUp.Knowledge.Resources.Select(resource => resource.Resource.ToJson()).ToList();

        Assert.All(MutationList.Of(MadeUp), mutation =>
        {
            var changed = mutation.Apply();
            Assert.Equal(mutation.Original.File, changed.File);
            Assert.NotEqual(mutation.Original.Resource.ToJson(), changed.Resource.ToJson(), StringComparer.Ordinal);
        });
        Assert.Equal(before, MadeUp.Knowledge.Resources.Select(resource => resource.Resource.ToJson()), StringComparer.Ordinal);
    }

    [Fact]
    public void With_a_rows_card_goes_its_indicator()
    {
        var dropped = MutationList.Of(MadeUp, "action[T3]").Single(mutation => mutation.Kind is MutationKind.RowCardDropped).Apply();

        var row = KnowledgeCopy.Find(JsonNode.Parse(dropped.Resource.ToJson())!, "T3");
        Assert.Equal(["when"], row["extension"]![0]!["extension"]!.AsArray().Select(extension => ((string)extension!["url"]!).Split('/')[^1]), StringComparer.Ordinal);
    }

    [Fact]
    public void With_the_last_code_of_a_system_goes_the_include()
    {
        using var copy = new KnowledgeCopy();
        copy.With("valuesets/ValueSet-manual-labor-heavy.json", valueSet => valueSet["compose"] = JsonNode.Parse("""
            {"include":[{"system":"http://example.org/a","concept":[{"code":"1"}]},{"system":"http://example.org/b","concept":[{"code":"2"}]}]}
            """));

        var changed = MutationList.Of(KnowledgeSource.Open(copy.Folder), "manual-labor-heavy.compose.include[a].concept[1]").Single().Apply();

        Assert.Equal("http://example.org/b", Assert.Single(((ValueSet)changed.Resource).Compose!.Include).System);
    }
}
