using System.Text;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Architecture;
using Hl7.Fhir.Model;
using Xunit;

namespace CdsHooks.Tests.Plan;

/// <summary>Site parameters put texts of their own in the place of the plan's, which are checked as the plan's are.</summary>
public sealed class SiteTextTests
{
    private const string Url = "https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion";
    private const string CardId = "indicationMissing";

    private static readonly KnowledgeFiles Rules = KnowledgeFiles.ReadDirectory(Repository.PathOf("fhir-profiles"), new IssueList());
    private static readonly PlanLoader Loader = new(Rules);
    private static readonly IReadOnlyList<PlanText> Texts = PlanText.Of((PlanDefinition)Rules.Find(Url)!.Resource);
    private static readonly string Summary = Texts.First(text => text is { ActionId: CardId, Use: PlanTextUse.Summary }).Text;

    [Fact]
    public void A_text_takes_the_place_of_the_plans_and_nothing_else_changes()
    {
        var loaded = Load(Entry(CardId, Summary, "Fusion: see what {gaps:conservative-care} is about."));

        Assert.DoesNotContain(loaded.Issues, issue => issue.IsError);
        var card = loaded.Plan!.Cards.Cards.Single(card => card.Id is CardId);
        Assert.Equal("Fusion: see what {gaps:conservative-care} is about.", card.Summary.Source);
        Assert.Equal(card.Lines.Select(line => line.Text.Source), Loader.Load(Url).Plan!.Cards.Cards.Single(other => other.Id is CardId).Lines.Select(line => line.Text.Source), StringComparer.Ordinal);
        Assert.Equal(Summary, Texts.First(text => text is { ActionId: CardId, Use: PlanTextUse.Summary }).Text);
    }

    [Fact]
    public void Every_text_that_a_site_can_replace_may_be_replaced_by_itself()
    {
        var loaded = Load([.. Texts.DistinctBy(text => (text.ActionId, text.Text)).Select(text => Entry(text.ActionId, text.Text, text.Text))]);

        Assert.DoesNotContain(loaded.Issues, issue => issue.IsError);
        Assert.True(Texts.Select(text => text.Use).Distinct().Count() == Enum.GetValues<PlanTextUse>().Length);
    }

    [Theory]
    [InlineData("A {nonsense}.", "Insert 1 of this text is neither a parameter nor a known insert.")]
    [InlineData("A {not-met:nobody}.", "Insert 1 of this text names a criterion that the plan does not declare.")]
    [InlineData("Half a brace {.", "The braces of this text are not balanced.")]
    [InlineData("<b>Bold</b>", "A text must not contain HTML: some clients would execute it, others would display it unchanged.")]
    [InlineData("Two\\nlines", "This text must be on one line.")]
    [InlineData("x xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx", "With its longest inserts, this summary has 141 characters; at most 139 are allowed.")]
    public void A_text_is_checked_as_the_plans_are_and_named_where_the_site_wrote_it(string text, string message)
    {
        var loaded = Load(Entry(CardId, Summary, text));

        Assert.Null(loaded.Plan);
        Assert.Contains(new KnowledgeIssue("site.json", "Parameters.parameter[0].part[2].value", message), loaded.Issues);
    }

    [Fact]
    public void A_faulty_phrase_is_named_where_the_site_wrote_it()
    {
        var phrase = Texts.First(text => text.Use is PlanTextUse.Phrase);

        var loaded = Load(Entry(phrase.ActionId, phrase.Text, "{nonsense}"));

        Assert.Contains(loaded.Issues, issue => issue is { File: "site.json", Location: "Parameters.parameter[0].part[2].value" });
    }

    [Fact]
    public void A_text_of_an_earlier_plan_is_an_issue_and_so_are_two_for_one()
    {
        var loaded = Load(Entry(CardId, "A text of long ago.", "Another."), Entry("nobody", Summary, "Another."), Entry(CardId, Summary, "One."), Entry(CardId, Summary, "Two."));

        Assert.Equal(
            ["Parameters.parameter[0]", "Parameters.parameter[1]", "Parameters.parameter[3]"],
            loaded.Issues.Where(issue => issue.IsError).Select(issue => issue.Location),
            StringComparer.Ordinal);
        Assert.Contains(loaded.Issues, issue => issue.Message.StartsWith("The plan has no such text in this action", StringComparison.Ordinal));
        Assert.Contains(loaded.Issues, issue => issue.Message is "This text is replaced twice.");
    }

    [Theory]
    [InlineData("""{"name":"text","valueString":"A text."}""")]
    [InlineData("""{"name":"text","part":[{"name":"action","valueId":"indicationMissing"},{"name":"plan","valueString":"A"}]}""")]
    [InlineData("""{"name":"text","part":[{"name":"action","valueId":"indicationMissing"},{"name":"plan","valueString":"A"},{"name":"site","valueBoolean":true}]}""")]
    [InlineData("""{"name":"text","part":[{"name":"action","valueId":"indicationMissing"},{"name":"plan","valueString":"A"},{"name":"other","valueString":"B"}]}""")]
    public void An_entry_without_its_three_parts_is_an_issue(string entry) =>
        Assert.Contains(Load(entry).Issues, issue => issue is { File: "site.json", Location: "Parameters.parameter[0]" } && issue.Message.StartsWith("A text needs the parts", StringComparison.Ordinal));

    private static string Entry(string action, string plan, string site) =>
        $$"""{"name":"text","part":[{"name":"action","valueId":"{{action}}"},{"name":"plan","valueString":{{Json(plan)}}},{"name":"site","valueString":{{(site.Contains('\\', StringComparison.Ordinal) ? $"\"{site}\"" : Json(site))}}}]}""";

    private static string Json(string text) => System.Text.Json.Nodes.JsonValue.Create(text).ToJsonString();

    private static PlanLoadResult Load(params string[] entries)
    {
        IssueList issues = new();
        var site = KnowledgeFiles.ReadOne("site.json", Encoding.UTF8.GetBytes($$"""{"resourceType":"Parameters","id":"site","parameter":[{{string.Join(',', entries)}}]}"""), issues);
        Assert.Empty(issues.Issues);
        return Loader.Load(Url, site!);
    }
}
