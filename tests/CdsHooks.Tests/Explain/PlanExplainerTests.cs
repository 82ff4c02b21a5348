using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests.Explain;

/// <summary>The model behind <c>cdshooks explain</c> and the pages; its words are held by <see cref="Cli.ExplainCommandTests"/>.</summary>
public sealed class PlanExplainerTests
{
    private static readonly PlainPlan Plan = Explain(Repository.PathOf("fhir-profiles"));

    private static readonly PlainPlan Second = Explain(Repository.PathOf("tests", "second-procedure", "fhir-profiles"));

    [Fact]
    public void Every_parameter_is_used_by_a_part_of_the_plan() =>
        Assert.All(Plan.Parameters, parameter => Assert.True(parameter.UsedBy.Count > 0, parameter.Name));

    [Fact]
    public void A_parameter_knows_the_criteria_that_depend_on_it()
    {
        var weeks = Plan.Parameters.First(parameter => parameter.Name is "pt.minWeeks");

        Assert.Equal(("6 weeks", "6 weeks", "may be 4 to 12 weeks"), (weeks.Value, weeks.Default, weeks.Range));
        Assert.Contains(weeks.UsedBy, use => use is { Part: PlanPart.Criterion, Id: "physical-therapy" });
    }

    [Fact]
    public void Every_text_of_a_card_has_a_place_of_its_own_unless_it_is_shared()
    {
        foreach (var texts in new[] { Plan, Second }.Select(Texts))
        {
            Assert.All(texts.GroupBy(text => text.Slot, StringComparer.Ordinal), same => Assert.Single(same.Select(text => text.Source).Distinct(StringComparer.Ordinal)));
        }
    }

    [Fact]
    public void A_text_names_its_inserts() =>
        Assert.Equal(["gaps:conservative-care"], Texts(Plan).First(text => text.Source.Contains("Not met: {gaps:", StringComparison.Ordinal)).Inserts);

    [Fact]
    public void A_setting_that_a_site_may_set_names_its_parameter_and_one_that_is_fixed_does_not()
    {
        var settings = Plan.FindCriterion("physical-therapy")!.Settings;

        Assert.Contains(settings, setting => setting is { Parameter: "pt.minWeeks", Value: "6 weeks", Short: "from the first day to the last at least: 6 weeks" });
        Assert.Contains(settings, setting => setting.Parameter is null && string.Equals(setting.Text, setting.Short, StringComparison.Ordinal));
    }

    [Fact]
    public void A_filter_names_a_value_set_that_exists() =>
        Assert.All(
            Plan.Definitions().SelectMany(criterion => criterion.Inputs).SelectMany(input => input.Filters),
            filter => Assert.True(filter.ValueSet is { Id: not null, Codes: >= 0, Title.Length: > 0 }, filter.Text));

    [Fact]
    public void Conditions_of_rows_name_criteria_of_the_plan() =>
        Assert.All(Plan.Rows.SelectMany(row => row.When), condition => Assert.NotNull(Plan.FindCriterion(condition.Criterion)));

    private static List<PlainText> Texts(PlainPlan plan) =>
    [
        .. plan.Definitions().SelectMany(criterion => new[] { criterion.Question, criterion.ShortForm }).OfType<PlainText>(),
        .. plan.Cards.SelectMany(card => card.Summaries.Concat(card.Lines).Select(line => line.Text).Prepend(card.Summary)
            .Concat(card.Suggestions.SelectMany(suggestion => new[] { suggestion.Label, suggestion.Description }))),
    ];

    private static PlainPlan Explain(string folder)
    {
        var source = KnowledgeSource.Open(folder);
        var plan = source.OnlyPlan();
        return PlanExplainer.Explain(source.Knowledge, plan, source.Load(plan, siteParametersId: null));
    }
}
