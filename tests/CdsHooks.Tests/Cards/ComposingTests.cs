using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Xunit;
using static CdsHooks.Tests.Cards.ToyJson;
using static CdsHooks.Tests.Cards.ToyRules;

namespace CdsHooks.Tests.Cards;

public sealed class ComposingTests
{
    private static readonly ToyRules Toy = ToyPlan.Loaded(plan => plan with
    {
        Cards =
        [
            Card("toyCard", "Brace ordered, not documented: {not-met:care}.", Line("Care given elsewhere may not be visible here."), Extension("overrideReasons", "valueCanonical", ToyPlan.Overrides))
                .WithSuggestions(
                    Suggestion("Refer for walking", "Walking, at least {toy.minWeeks} weeks", ToyPlan.WalkOrder, When("walk", "not-met"), Extension("unlessOrdered", "valueCanonical", ToyPlan.Things), Extension("reasonFrom", "valueCode", "injury")),
                    Suggestion("Refer for talking", "Talking", ToyPlan.WalkOrder, When("talk", "not-met")),
                    Suggestion("Never", "Never", ToyPlan.WalkOrder, IfParameter("toy.on"))),
        ],
    });

    [Fact]
    public void A_card_is_complete_in_itself()
    {
        var card = Toy.Compose(Toy.Assess())!;

        Assert.Equal("Brace ordered, not documented: walking 6 wk, talking, two kinds of pills.", card.Summary);
        Assert.Equal("Care given elsewhere may not be visible here.", card.Detail);
        Assert.Equal(CardIndicator.Warning, card.Indicator);
        Assert.Equal("Ankle brace rule v2", card.Source.Label);
        Assert.Null(card.Source.Url);
        Assert.Equal(new CardTopic { System = "https://cdshooks.example.org/fhir/CodeSystem/card-kind", Code = "toyCard", Display = "Toy card" }, card.Source.Topic);
        Assert.Equal(["elsewhere", "other"], card.OverrideReasons!.Select(reason => reason.Code), StringComparer.Ordinal);
        Assert.All(card.OverrideReasons!, reason => Assert.Equal(ToyPlan.Overrides, reason.System));
        Assert.Equal(SelectionBehavior.Any, card.SelectionBehavior);
        Assert.Null(card.Links);
        Assert.Equal(3, card.Suggestions!.Select(suggestion => suggestion.Uuid).Append(card.Uuid).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_card_without_detail_leaves_it_out()
    {
        var toy = ToyPlan.Loaded(plan => plan);

        var wire = Wire(toy.Compose(toy.Assess())!);

        Assert.Equal(
            """{"uuid":"abcdef01-0002-0003-0405-060708090a01","summary":"A toy card.","indicator":"warning","source":{"label":"Ankle brace rule v2","topic":{"system":"https://cdshooks.example.org/fhir/CodeSystem/card-kind","code":"toyCard","display":"Toy card"}}}""",
            wire);
    }

    [Fact]
    public void A_suggestion_creates_one_draft_order()
    {
        var assessment = Toy.Assess(Met("injury", new EvidenceItem("Observation/9", "2026-05-02", "Ankle"), new EvidenceItem("Condition/7", "2026-05-01", "Sprain")));

        var suggestion = Toy.Compose(assessment, subject: new CardSubject("pat-1", "enc-1", _ => false))!.Suggestions![0];

        Assert.Equal("Refer for walking", suggestion.Label);
        var action = Assert.Single(suggestion.Actions!);
        Assert.Equal(CardActionType.Create, action.Type);
        Assert.Equal("Walking, at least 6 weeks", action.Description);
        Assert.Equal(
            """{"resourceType":"ServiceRequest","status":"draft","intent":"order","code":{"coding":[{"system":"https://toy.example","code":"walk","display":"Walking"}]},"subject":{"reference":"Patient/pat-1"},"encounter":{"reference":"Encounter/enc-1"},"reasonReference":[{"reference":"Condition/7"}],"note":[{"text":"Walking, at least 6 weeks"}]}""",
            action.Resource!.ToJson());
    }

    [Fact]
    public void Without_encounter_and_reason_the_order_carries_neither()
    {
        var order = Assert.IsType<ServiceRequest>(Toy.Compose(Toy.Assess())!.Suggestions![0].Actions![0].Resource);

        Assert.Null(order.Encounter);
        Assert.Empty(order.ReasonReference);
        Assert.Null(order.AuthoredOn);
    }

    [Fact]
    public void An_activity_that_is_an_observation_creates_a_preliminary_record_of_today()
    {
        var toy = ToyPlan.Loaded(plan => plan with
        {
            Activity = new JsonObject
            {
                ["resourceType"] = "ActivityDefinition",
                ["url"] = ToyPlan.WalkOrder,
                ["status"] = "active",
                ["profile"] = "http://hl7.org/fhir/StructureDefinition/Observation",
                ["code"] = new JsonObject { ["text"] = "Decided together" },
            },
            Cards = [Card("toyCard", "A toy card.").WithSuggestions(Suggestion("Record it", "Discussed", ToyPlan.WalkOrder))],
        });

        var action = Assert.Single(toy.Compose(toy.Assess(), subject: new CardSubject("pat-1", "enc-1", _ => false))!.Suggestions![0].Actions!);

        Assert.Equal(CardActionType.Create, action.Type);
        Assert.Equal(
            """{"resourceType":"Observation","status":"preliminary","code":{"text":"Decided together"},"subject":{"reference":"Patient/pat-1"},"encounter":{"reference":"Encounter/enc-1"},"effectiveDateTime":"2026-06-01","valueBoolean":true,"note":[{"text":"Discussed"}]}""",
            action.Resource!.ToJson());
    }

    [Theory]
    [InlineData("ServiceRequest/order-1", true)]
    [InlineData("ServiceRequest/order 1", false)]
    [InlineData("ServiceRequest/", false)]
    [InlineData("", false)]
    public void An_order_is_named_to_the_client_only_by_an_id_that_FHIR_allows(string reference, bool isNamed)
    {
        var assessment = Toy.Assess(Met("brace-order", new EvidenceItem(reference, "2026-06-01", "Ankle brace")));

        var card = Toy.Compose(assessment, new CardOptions { NamesOrders = true })!;

        Assert.Equal(isNamed, card.Extension is not null);
    }

    [Fact]
    public void What_is_ordered_already_is_not_suggested()
    {
        var things = Toy.Rules.Terminology.IndexOf(ToyPlan.Things);

        var card = Toy.Compose(Toy.Assess(), subject: new CardSubject("pat-1", EncounterId: null, valueSet => valueSet == things))!;

        Assert.Equal(["Refer for talking"], card.Suggestions!.Select(suggestion => suggestion.Label), StringComparer.Ordinal);
    }

    [Fact]
    public void What_does_not_apply_is_not_suggested_and_no_suggestion_means_no_selection_behaviour()
    {
        var card = Toy.Compose(Toy.Assess(Met("walk"), Met("talk")))!;

        Assert.Null(card.Suggestions);
        Assert.Null(card.SelectionBehavior);
    }

    [Fact]
    public void A_client_decides_about_suggestions_and_links()
    {
        var plain = Toy.Compose(Toy.Assess(), new CardOptions { SuggestionsAllowed = false })!;
        var rich = Toy.Compose(Toy.Assess(), new CardOptions
        {
            SelectionBehavior = SelectionBehavior.AtMostOne,
            SourceUrl = new Uri("https://site.example/evidence"),
            DocumentationUrl = new Uri("https://docs.example/cards/?x=1"),
        })!;

        Assert.Null(plain.Suggestions);
        Assert.Null(plain.SelectionBehavior);
        Assert.Equal(SelectionBehavior.AtMostOne, rich.SelectionBehavior);
        Assert.Equal(new Uri("https://site.example/evidence"), rich.Source.Url);
        Assert.Equal([new CardLink { Label = "About this card", Url = new Uri("https://docs.example/cards/?x=1#toyCard"), Type = CardLinkType.Absolute }], rich.Links!);
    }

    [Fact]
    public void The_wire_types_leave_out_what_is_empty_and_keep_an_empty_list_of_cards()
    {
        var card = Toy.Compose(Toy.Assess())! with { Suggestions = [], OverrideReasons = [], Links = [], Detail = string.Empty, SelectionBehavior = null };

        Assert.DoesNotContain("[]", Wire(card), StringComparison.Ordinal);
        Assert.DoesNotContain("null", Wire(card), StringComparison.Ordinal);
        Assert.Equal("""{"cards":[]}"""u8, ProtocolJson.Write(new CdsResponse { Cards = [] }));
        Assert.True(ProtocolJson.Options.IsReadOnly);
    }

    [Fact]
    public void Letters_of_every_script_go_out_as_they_are_and_markup_does_not()
    {
        var card = Toy.Compose(Toy.Assess())! with { Summary = "größer 骨 </script>" };

        Assert.Contains("größer 骨 \\u003C/script\\u003E", Wire(card), StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_reads_back_as_it_was_written()
    {
        var card = Toy.Compose(Toy.Assess())!;

        var read = JsonSerializer.Deserialize(Wire(card), ProtocolJson.Card)!;

        Assert.Equal(Wire(card), Wire(read));
    }

    private static string Wire(Card card) => JsonSerializer.Serialize(card, ProtocolJson.Card);
}
