using System.Text.Json.Nodes;
using Xunit;
using static CdsHooks.Tests.Cards.ToyJson;

namespace CdsHooks.Tests.Cards;

public sealed class CardIssueTests
{
    private static readonly JsonObject Last = Row("last", Shows("toyCard"), Fixed("info"));

    [Theory]
    [MemberData(nameof(RowIssues))]
    public void A_faulty_row_is_rejected_at_its_location(string place, string message, JsonObject[] rows) =>
        AssertRejected(new ToyPlan { Rows = rows }, "PlanDefinition.action[2]" + place, message);

    [Theory]
    [MemberData(nameof(CardIssues))]
    public void A_faulty_card_is_rejected_at_its_location(string place, string message, JsonObject card) =>
        AssertRejected(new ToyPlan { Cards = [card] }, "PlanDefinition.action[3].action[0]" + place, message);

    [Theory]
    [MemberData(nameof(TextIssues))]
    public void A_faulty_text_is_rejected_wherever_it_is(string text, string message)
    {
        AssertRejected(
            new ToyPlan { Cards = [Card("toyCard", "A toy card.", Line(text))] },
            "PlanDefinition.action[3].action[0].extension[0].extension[0].extension[0].value",
            message);
        AssertRejected(new ToyPlan { Cards = [Card("toyCard", text)] }, "PlanDefinition.action[3].action[0].title", message);
        AssertRejected(new ToyPlan { WalkShortForm = text }, "PlanDefinition.action[1].action[0].action[0].textEquivalent", message);
        AssertRejected(
            new ToyPlan { Cards = [Card("toyCard", "A toy card.").WithSuggestions(Suggestion("Walk", text, ToyPlan.WalkOrder))] },
            "PlanDefinition.action[3].action[0].action[0].description",
            message);
    }

    public static TheoryData<string, string, JsonObject[]> RowIssues => new()
    {
        { ".action[0].extension[0].extension[0]", "the id of a criterion", [Row("x", When("nothing", "met")), Last] },
        { ".action[0].extension[0].extension[0].extension[1]", "met, not-met or unknown", [Row("x", When("care", "perhaps")), Last] },
        { ".action[0].extension[0].extension[0]", "at least one result", [Row("x", When("care")), Last] },
        { ".action[0].extension[0].extension[0].extension[2]", "CodeSystem criterion-reason", [Row("x", WhenReason("care", "met", "whim")), Last] },
        { ".action[0].extension[0].extension[0].extension[2]", "true or false", [Row("x", WhenFull("care", "yes")), Last] },
        { ".action[0].extension[0].extension[0]", "no valid card", [Row("x", Shows("nothing"), Fixed("info"))] },
        { ".action[0]", "needs an indicator", [Row("x", Shows("toyCard"))] },
        { ".action[0].extension[0].extension[1]", "info, warning or a parameter", [Row("x", Shows("toyCard"), Fixed("critical"))] },
        { ".action[0].extension[0].extension[1]", "name of a parameter", [Row("x", Shows("toyCard"), ByParameter("toy.nothing"))] },
        { ".action[0].extension[0].extension[1]", "a parameter of type code", [Row("x", Shows("toyCard"), ByParameter("toy.minWeeks"))] },
        { ".action[0].extension[0].extension[1]", "only none, info and warning", [Row("x", Shows("toyCard"), ByParameter("toy.word"))] },
        { ".action[0]", "needs a card", [Row("x", When("care", "met"), Fixed("info")), Last] },
        { ".action[0].extension[0].extension[3]", "info or warning", [Row("x", When("care", "met"), Shows("toyCard"), Fixed("info"), Lowered("critical", When("walk", "met"))), Last] },
        { ".action[0].extension[0].extension[2]", "at least one when", [Row("x", Shows("toyCard"), Fixed("info"), Lowered("info"))] },
        { ".action[0].extension[0].extension[0]", "name of a parameter", [Row("x", IfParameter("toy.nothing")), Last] },
        { ".action[1]", "a unique id", [Row("x", When("care", "met")), Row("x", When("care", "not-met")), Last] },
        { ".action[1]", "an earlier one has no conditions", [Row("x"), Last] },
        { ".action[1]", "matches whenever this one does", [Row("x", When("care", "met")), Row("y", When("care", "met")), Last] },
        { ".action[1]", "matches whenever this one does", [Row("x", When("care", "met", "unknown")), Row("y", When("care", "met"), When("walk", "met")), Last] },
        { ".action[1]", "matches whenever this one does", [Row("x", When("care", "met")), Row("y", WhenReason("care", "met", "documented")), Last] },
        { ".action[1]", "matches whenever this one does", [Row("x", When("care", "met")), Row("y", WhenFull("care", true)), Last] },
        { string.Empty, "must always match", [Row("x", When("care", "met"))] },
        { string.Empty, "must always match", [Row("x", IfParameter("toy.on"))] },
        { string.Empty, "must always match", [] },
    };

    public static TheoryData<string, string, JsonObject> CardIssues => new()
    {
        { string.Empty, "letters and digits", Card("toy-card", "A toy card.") },
        { string.Empty, "letters and digits", Card(new string('a', 101), "A toy card.") },
        { string.Empty, "CodeSystem card-kind", Card("strangeCard", "A toy card.") },
        { string.Empty, "needs a title", new JsonObject { ["id"] = "toyCard" } },
        { ".title", "A text is expected", Card("toyCard", " ") },
        { ".title", "one line", Card("toyCard", "A toy\ncard.") },
        { ".title", "is a list and can be used only", Card("toyCard", "A toy card: {criteria:care}.") },
        { ".title", "is a list and can be used only", Card("toyCard", "A toy card: {suggestions}.") },
        { ".title", "this summary has 140 characters; at most 139", Card("toyCard", new string('a', 140)) },
        { ".title", "is a list and can be used only", Card("toyCard", "A toy card: {records:care}.") },
        { ".extension[0].extension[0]", "needs a text", Card("toyCard", "A toy card.", Of("summary", When("care", "met"))) },
        { ".extension[0].extension[0]", "at least one when", Card("toyCard", "A toy card.", Summary("Another.")) },
        { ".extension[0].extension[0].extension[0].value", "this summary has 140 characters; at most 139", Card("toyCard", "A toy card.", Summary(new string('a', 140), When("care", "met"))) },
        { ".extension[0].extension[0].extension[1]", "the id of a criterion", Card("toyCard", "A toy card.", Summary("Another.", When("nothing", "met"))) },
        { ".extension[0].extension[1]", "never shown", Card("toyCard", "A toy card.", Summary("One.", When("care", "met")), Summary("Two.", When("care", "met"), When("walk", "met"))) },
        { ".extension[0].extension[0].extension[1]", "true or false", Card("toyCard", "A toy card.", Of("line", Extension("text", "valueString", "Hello."), Extension("continues", "valueString", "yes"))) },
        { ".extension[0].extension[0].extension[1]", "a whole number from 1 to 9", Card("toyCard", "A toy card.", Of("line", Extension("text", "valueString", "Hello."), Extension("givesWay", "valueString", "yes"))) },
        { ".extension[0].extension[0].extension[0].value", "names a source that is not in the card's documentation", Card("toyCard", "A toy card.", Line("See {cite:Nothing}.")) },
        { ".extension[0].extension[0]", "needs a text", Card("toyCard", "A toy card.", Of("line", When("care", "met"))) },
        { ".extension[0].extension[0].extension[1]", "the id of a criterion", Card("toyCard", "A toy card.", Line("Hello.", When("nothing", "met"))) },
        { ".extension[0].extension[0]", "no CodeSystem with this URL", Card("toyCard", "A toy card.", Extension("overrideReasons", "valueCanonical", ToyPlan.Base + "CodeSystem/nothing")) },
        { ".documentation[0]", "the label of a relatedArtifact", new JsonObject { ["id"] = "toyCard", ["title"] = "A toy card.", ["documentation"] = new JsonArray(new JsonObject { ["type"] = "citation" }) } },
        { ".documentation[0]", "must not contain HTML", Card("toyCard", "A toy card.").Citing(("<b>A study</b>", "https://study.example")) },
        { ".documentation[0].url", "absolute http or https", Card("toyCard", "A toy card.").Citing(("A study", "javascript:alert(1)")) },
        { ".documentation[0].url", "without spaces and parentheses", Card("toyCard", "A toy card.").Citing(("A study", "https://study.example/a)b")) },
        { ".action[0]", "needs a title", Card("toyCard", "A toy card.").WithSuggestions(new JsonObject { ["description"] = "Walk", ["definitionCanonical"] = ToyPlan.WalkOrder }) },
        { ".action[0]", "needs a description", Card("toyCard", "A toy card.").WithSuggestions(new JsonObject { ["title"] = "Walk", ["definitionCanonical"] = ToyPlan.WalkOrder }) },
        { ".action[0]", "an ActivityDefinition", Card("toyCard", "A toy card.").WithSuggestions(new JsonObject { ["title"] = "Walk", ["description"] = "Walk" }) },
        { ".action[0]", "an ActivityDefinition", Card("toyCard", "A toy card.").WithSuggestions(Suggestion("Walk", "Walk", ToyPlan.Overrides)) },
        { ".action[0].extension[0].extension[0]", "no ValueSet with this URL", Card("toyCard", "A toy card.").WithSuggestions(Suggestion("Walk", "Walk", ToyPlan.WalkOrder, Extension("unlessOrdered", "valueCanonical", ToyPlan.Base + "ValueSet/nothing"))) },
        { ".action[0].extension[0].extension[0]", "the id of a criterion", Card("toyCard", "A toy card.").WithSuggestions(Suggestion("Walk", "Walk", ToyPlan.WalkOrder, Extension("reasonFrom", "valueCode", "nothing"))) },
    };

    public static TheoryData<string, string> TextIssues => new()
    {
        { "An {orders", "are not balanced" },
        { "An orders}", "are not balanced" },
        { "An {{orders}}", "are not balanced" },
        { "An {order}", "neither a parameter nor a known insert" },
        { "An {}", "neither a parameter nor a known insert" },
        { "An {walked:care}", "neither a parameter nor a known insert" },
        { "An {first-not-met:care}", "neither a parameter nor a known insert" },
        { "{orders} and {met:nothing}", "Insert 2 of this text names a criterion" },
        { "{days:}", "names a criterion" },
        { "A <b>bold</b> card", "must not contain HTML" },
        { "A card <!-- quietly -->", "must not contain HTML" },
        { "See <https://toy.example>", "must not contain HTML" },
    };

    [Fact]
    public void Two_cards_must_not_share_an_id() => AssertRejected(
        new ToyPlan { Cards = [Card("toyCard", "A toy card."), Card("toyCard", "Again.")] }, "PlanDefinition.action[3].action[1]", "has this id");

    [Fact]
    public void A_card_that_no_row_shows_is_pointed_out()
    {
        var issues = new ToyPlan { Cards = [Card("toyCard", "A toy card."), Card("otherCard", "Idle.")] }.Load().Issues;

        var issue = Assert.Single(issues, issue => issue.Message.Contains("No row", StringComparison.Ordinal));
        Assert.False(issue.IsError);
        Assert.Equal("PlanDefinition.action[3].action[1]", issue.Location);
    }

    [Fact]
    public void An_override_reason_needs_a_display() => AssertRejected(
        new ToyPlan
        {
            Cards = [Card("toyCard", "A toy card.", Extension("overrideReasons", "valueCanonical", ToyPlan.Overrides))],
            OverrideReasons = [("elsewhere", "Care given elsewhere"), ("other", null)],
        },
        "CodeSystem.concept[1]",
        "a code and a display");

    [Fact]
    public void An_activity_must_be_an_order_with_a_code()
    {
        JsonObject activity = new() { ["resourceType"] = "ActivityDefinition", ["url"] = ToyPlan.WalkOrder, ["status"] = "active", ["kind"] = "Task" };
        ToyPlan plan = new() { Activity = activity, Cards = [Card("toyCard", "A toy card.").WithSuggestions(Suggestion("Walk", "Walk", ToyPlan.WalkOrder))] };

        AssertRejected(plan, "ActivityDefinition", "kind ServiceRequest");
        AssertRejected(plan, "ActivityDefinition", "needs a code");
    }

    [Fact]
    public void An_activity_without_a_kind_must_say_that_it_is_an_observation()
    {
        JsonObject activity = new() { ["resourceType"] = "ActivityDefinition", ["url"] = ToyPlan.WalkOrder, ["status"] = "active", ["profile"] = "http://hl7.org/fhir/StructureDefinition/Condition" };
        ToyPlan plan = new() { Activity = activity, Cards = [Card("toyCard", "A toy card.").WithSuggestions(Suggestion("Walk", "Walk", ToyPlan.WalkOrder))] };

        AssertRejected(plan, "ActivityDefinition", "without a kind and with the profile of Observation");
    }

    [Theory]
    [InlineData("too short ({days days)")]
    [InlineData("too short ({pt.minWeeks} weeks)")]
    [InlineData("too <i>short</i>")]
    public void A_phrase_of_a_reason_is_checked_too(string phrase)
    {
        var issues = new ToyPlan { TooShort = phrase }.Load().Issues;

        Assert.Contains(issues, issue => issue.IsError && issue.File is "reasons.json" && issue.Location.EndsWith(".display", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(PhraseIssues))]
    public void A_faulty_phrase_is_rejected_at_its_location(string place, string message, JsonObject phrase) =>
        AssertRejected(new ToyPlan { Phrases = [phrase] }, "PlanDefinition.action[3].extension[0].extension[0]" + place, message);

    public static TheoryData<string, string, JsonObject> PhraseIssues => new()
    {
        { string.Empty, "the id of a criterion", Phrase("nothing", "too-short", "short") },
        { ".extension[1]", "CodeSystem criterion-reason", Phrase("walk", "whim", "short") },
        { string.Empty, "at least one reason", Of("phrase", Extension("criterion", "valueCode", "walk"), Extension("text", "valueString", "short")) },
        { string.Empty, "needs a text", Of("phrase", Extension("criterion", "valueCode", "walk"), Extension("reason", "valueCode", "too-short")) },
        { ".extension[2]", "can contain only parameters", Phrase("walk", "too-short", "{orders}") },
        { ".extension[2]", "are not balanced", Phrase("walk", "too-short", "{days") },
        { ".extension[2]", "one line without HTML", Phrase("walk", "too-short", "<b>short</b>") },
    };

    [Theory]
    [InlineData("{orders}", "can contain only parameters")]
    [InlineData("{days", "are not balanced")]
    public void A_brief_phrase_of_a_reason_is_checked_too(string brief, string message) =>
        AssertRejected(new ToyPlan { Briefs = [("documented", brief)] }, "CodeSystem.concept[0].property[0]", message);

    [Theory]
    [InlineData("care", "{first-met:walk}")]
    [InlineData("care", "walks as part of {met:care}")]
    [InlineData("{met:care}", "{unknown:care}")]
    public void A_short_form_must_not_take_in_itself(string care, string walk) => AssertRejected(
        new ToyPlan { CareShortForm = care, WalkShortForm = walk }, "PlanDefinition.action[1].action[0].action[0].textEquivalent", "contains itself");

    [Theory]
    [InlineData("{met:care}", "walking 12 wk, talking, two kinds of pills")]
    [InlineData("{not-met+:care}", "walking 12 wk + talking + two kinds of pills")]
    [InlineData("{first-met:care}", "two kinds of pills")]
    [InlineData("{unknown:injury}", "sprain, tear over 4.5 mm")]
    [InlineData("{toy.minWeeks}", "12")]
    [InlineData("{toy.limit}", "4.5")]
    [InlineData("{toy.word}", "a-much-longer-word")]
    [InlineData("{toy.on}", "false")]
    [InlineData("{asOf}", "2026-05-20 (today 2026-06-01)")]
    [InlineData("{today}", "2026-06-01")]
    [InlineData("{last:walk}", "date unknown")]
    [InlineData("{events:walk}", "an unknown number of")]
    [InlineData("{gaps:care}", "two kinds of pills and 2 more")]
    [InlineData("{open:walk}", "walking 12 wk")]
    [InlineData("{date:walk}", "date unknown")]
    [InlineData("{why:walk}", "not settled")]
    [InlineData("{wording:walk}", "a wording from a chart of 40 characters!")]
    public void A_summary_is_measured_with_its_longest_inserts(string insert, string longest)
    {
        ArgumentNullException.ThrowIfNull(longest);
        var room = new string('a', 139 - longest.Length);

        Assert.DoesNotContain(Issues(room + insert), issue => issue.Message.Contains("this summary has", StringComparison.Ordinal));
        Assert.Contains(Issues(room + "a" + insert), issue => issue.Message.Contains("this summary has 140 characters", StringComparison.Ordinal));

        static IReadOnlyList<CdsHooks.Decision.Plan.KnowledgeIssue> Issues(string summary) =>
            new ToyPlan { Cards = [Card("toyCard", summary)] }.Load().Issues;
    }

    [Theory]
    [InlineData("{unread}")]
    [InlineData("{orders} {evidence:walk}")]
    public void A_summary_with_an_insert_of_any_length_is_rejected(string summary) => AssertRejected(
        new ToyPlan { Cards = [Card("toyCard", summary)] }, "PlanDefinition.action[3].action[0].title", "this summary has");

    private static void AssertRejected(ToyPlan plan, string location, string message)
    {
        var issues = plan.Load().Issues;

        Assert.Contains(issues, issue => issue.IsError
            && string.Equals(issue.Location, location, StringComparison.Ordinal)
            && issue.Message.Contains(message, StringComparison.Ordinal));
    }
}
