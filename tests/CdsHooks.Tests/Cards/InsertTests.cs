using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Rules;
using Xunit;
using static CdsHooks.Tests.Cards.ToyJson;
using static CdsHooks.Tests.Cards.ToyRules;

namespace CdsHooks.Tests.Cards;

public sealed class InsertTests
{
    private static readonly Finding[] Mixed =
    [
        Met("brace-order", new EvidenceItem("ServiceRequest/1", "2026-06-01", "Ankle brace"), new EvidenceItem("ServiceRequest/2", Date: null, "Ankle brace"), new EvidenceItem("ServiceRequest/3", Date: null, "Second brace")),
        NotMet("care", Reason.TooShort),
        NotMet("walk", Reason.TooShort) with
        {
            Evidence = [new EvidenceItem("Procedure/1", "2026-04-06", "Walking in a group"), new EvidenceItem("Procedure/2", "2026-03", Text: null)],
            Facts = new FindingFacts(Days: 35, Events: 6, Weeks: 5, First: new DateOnly(2026, 3, 2), Last: new DateOnly(2026, 4, 6), Measured: "35 d"),
        },
        Met("talk", new EvidenceItem("Procedure/3", "2026", "Talking")),
        Unknown("pills"),
        Met("red-pill", new EvidenceItem("MedicationRequest/1", "2025-10-15", "Red 5 mg")),
        Unknown("blue-pill"),
        Met("injury"),
        NotMet("sprain"),
        Met("tear"),
    ];

    [Theory]
    [InlineData("Wanted: {toy.minWeeks} weeks over {toy.limit} mm", "Wanted: 6 weeks over 4.5 mm")]
    [InlineData("{orders} checked", "Ankle brace; Second brace checked")]
    [InlineData("As of {asOf}", "As of 2026-06-01")]
    [InlineData("On {today}", "On 2026-06-01")]
    [InlineData("Missing: {not-met:care}.", "Missing: walking 6 wk.")]
    [InlineData("{met+:care} found", "talking found")]
    [InlineData("{met:care}; {unknown:care}", "talking; two kinds of pills")]
    [InlineData("{unknown+:pills} / {met+:pills}", "Blue pill / red pill")]
    [InlineData("{first-met:injury}", "tear over 4.5 mm")]
    [InlineData("{not-met:walk}", "walking 6 wk")]
    [InlineData("{days:walk} days, {events:walk} visits, {weeks:walk} weeks", "35 days, 6 visits, 5 weeks")]
    [InlineData("{first:walk} to {last:walk}", "2026-03-02 to 2026-04-06")]
    [InlineData("{measured:walk}", "35 d")]
    [InlineData("{measured:tear}", "no value")]
    [InlineData("{last:tear}", "date unknown")]
    [InlineData("{days:sprain} days", "0 days")]
    [InlineData("{days:blue-pill} days", "an unknown number of days")]
    [InlineData("{evidence:walk}", "Walking in a group, 2026-04-06; Procedure, 2026-03")]
    [InlineData("{met:care} and {met:sprain}", "talking and none")]
    [InlineData("{citations}", "[A study \\[1\\], doi 10.1/x](https://study.example); [Another](https://other.example)")]
    [InlineData("{measured:sprained-before}", "no value")]
    public void An_insert_is_written_as_it_stands_in_the_readme(string text, string expected) =>
        Assert.Equal(expected, DetailOf([Line(text)], Mixed));

    [Theory]
    [InlineData("Found: {met:sprain}.")]
    [InlineData("{criteria:sprained-before}")]
    [InlineData("{evidence:sprain}{unknown:injury}")]
    [InlineData("Could not be read: {unread}.")]
    [InlineData("Left out: {leftOut}.")]
    [InlineData("To consider: {suggestions}.")]
    public void A_line_whose_lists_all_come_out_empty_is_left_out(string text) =>
        Assert.Equal("Before\n\nAfter", DetailOf([Line("Before"), Line(text), Line("After")], Mixed));

    [Fact]
    public void A_summary_says_none_where_a_list_is_empty()
    {
        var toy = ToyPlan.Loaded(plan => plan with { Cards = [Card("toyCard", "Found: {met:injury}.")] });

        Assert.Equal("Found: none.", toy.Compose(toy.Assess())!.Summary);
    }

    [Fact]
    public void Lines_stand_when_their_conditions_hold_and_items_of_a_list_stand_together()
    {
        var detail = DetailOf(
            [Line("Lead"), Line("- one"), Line("- two", When("talk", "met")), Line("- three", When("talk", "not-met")), Line("- four", IfParameter("toy.on")), Line("End", When("sprained-before", "met", "not-met", "unknown"))],
            Mixed);

        Assert.Equal("Lead\n\n- one\n- two", detail);
    }

    [Fact]
    public void What_could_not_be_read_is_named_with_its_outcome()
    {
        var toy = ToyPlan.Loaded(plan => plan with { Cards = [Card("toyCard", "A toy card.", Line("Not read: {unread}."))] });
        var assessment = toy.Assess() with
        {
            Retrieval =
            [
                Set("conditions", RetrievalOutcome.Empty), Set("observations", RetrievalOutcome.Prefetched), Set("procedures", RetrievalOutcome.TimedOut),
                Set("encounters", RetrievalOutcome.NotRequested), Set("medicationRequests", RetrievalOutcome.Truncated), Set("allergies", RetrievalOutcome.Forbidden),
                Set("diagnosticReports", RetrievalOutcome.Failed), Set("questionnaireResponses", RetrievalOutcome.Unparseable), Set("serviceRequests", RetrievalOutcome.Fetched),
            ],
        };

        Assert.Equal(
            "Not read: procedures (timed out), encounters (not requested), medication requests (only in part), allergies (not permitted), "
            + "diagnostic reports (failed), questionnaire responses (not readable).",
            toy.Detail(assessment));
    }

    [Theory]
    [InlineData(0, 1, "Left out: 1 record dated after today.")]
    [InlineData(2, 0, "Left out: 2 records about another patient.")]
    [InlineData(1, 12, "Left out: 12 records dated after today, 1 record about another patient.")]
    public void What_plays_no_part_is_counted(int otherPatient, int future, string expected)
    {
        var toy = ToyPlan.Loaded(plan => plan with { Cards = [Card("toyCard", "A toy card.", Line("Left out: {leftOut}."))] });

        Assert.Equal(expected, toy.Detail(toy.Assess() with { LeftOut = new LeftOut(otherPatient, future) }));
    }

    [Fact]
    public void An_order_of_another_day_names_both_days()
    {
        var toy = ToyPlan.Loaded(plan => plan with { Cards = [Card("toyCard", "A toy card.", Line("As of {asOf}."))] });
        var assessment = toy.Assess() with { Clock = new AssessmentClock(new DateOnly(2026, 5, 20), Today) };

        Assert.Equal("As of 2026-05-20 (today 2026-06-01).", toy.Detail(assessment));
    }

    [Fact]
    public void Criteria_are_a_list_with_their_reasons_and_records()
    {
        Assert.Equal(
            """
            Looked for:

            - **Walking exercises**: on file, but too short (35 days, 6 visits) (Walking in a group, 2026-04-06; Procedure, 2026-03)
            - **Talking**: on file (Talking, 2026)
            - **Pills**: not retrieved
              - Red pill: on file (Red 5 mg, 2025-10-15)
              - Blue pill: not retrieved

            That is all.
            """,
            DetailOf([Line("Looked for:\n\n{criteria:care} That is all.")], Mixed));
    }

    [Fact]
    public void Criteria_are_a_table_where_the_client_shows_tables()
    {
        Assert.Equal(
            """
            | Criterion | Finding | Records |
            | --- | --- | --- |
            | **Walking exercises** | on file, but too short (35 days, 6 visits) | Walking in a group, 2026-04-06; Procedure, 2026-03 |
            | **Talking** | on file | Talking, 2026 |
            | **Pills** | not retrieved |  |
            | – Red pill | on file | Red 5 mg, 2025-10-15 |
            | – Blue pill | not retrieved |  |
            """,
            DetailOf([Line("{criteria:care}")], Mixed, new CardOptions { DetailStyle = DetailStyle.Table }));
    }

    [Fact]
    public void A_group_whose_members_only_repeat_it_is_one_item() =>
        Assert.Equal("- **Walking exercises**: no record found in this chart\n- **Talking**: no record found in this chart\n- **Pills**: no record found in this chart", DetailOf([Line("{criteria:care}")], []));

    [Fact]
    public void A_leaf_is_its_own_list() =>
        Assert.Equal("- **Talking**: on file (Talking, 2026)", DetailOf([Line("{criteria:talk}")], Mixed));

    [Fact]
    public void A_phrase_drops_the_parenthesis_whose_figures_are_missing() =>
        Assert.Equal("- **Talking**: on file, but too short", DetailOf([Line("{criteria:talk}")], [NotMet("talk", Reason.TooShort)]));

    [Fact]
    public void A_phrase_says_so_when_its_value_is_missing() =>
        Assert.Equal("- **Tear**: measured: no value", DetailOf([Line("{criteria:tear}")], [NotMet("tear", Reason.MeasuredNegative)]));

    [Fact]
    public void Records_that_read_alike_are_told_once()
    {
        var many = Enumerable.Range(1, 9).Select(day => new EvidenceItem("Procedure/" + day, $"2026-05-0{day}", "Walk")).Reverse().ToArray();

        Assert.Equal("Walk, 9 days from 2026-05-01 to 2026-05-09", DetailOf([Line("{evidence:walk}")], [Met("walk", many)]));
    }

    [Theory]
    [InlineData("study.example", "{citations}", "[A study \\[1\\], doi 10.1/x](https://study.example); Another")]
    [InlineData("STUDY.example", "{citations}", "[A study \\[1\\], doi 10.1/x](https://study.example); Another")]
    [InlineData("example", "{citations}", "[A study \\[1\\], doi 10.1/x](https://study.example); [Another](https://other.example)")]
    [InlineData("dy.example", "{citations}", "A study \\[1\\], doi 10.1/x; Another")]
    [InlineData("study.example", "See https://other.example/x?y=1.", "See `https://other.example/x?y=1`.")]
    [InlineData("study.example", "See https://study.example.", "See https://study.example.")]
    public void Of_a_link_that_the_client_does_not_allow_the_words_stay(string host, string text, string expected) =>
        Assert.Equal(expected, DetailOf([Line(text)], Mixed, new CardOptions { LinkHosts = [host] }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_suggested_is_named_whether_or_not_it_is_sent(bool areSent)
    {
        var toy = ToyPlan.Loaded(plan => plan with
        {
            Cards =
            [
                Card("toyCard", "A toy card.", Line("To consider: {suggestions}.")).WithSuggestions(
                    Suggestion("Refer for walking", "Walking, at least {toy.minWeeks} weeks.", ToyPlan.WalkOrder, When("walk", "not-met")),
                    Suggestion("Film", "MRI *first*", ToyPlan.WalkOrder),
                    Suggestion("Never", "Never", ToyPlan.WalkOrder, When("walk", "met"))),
            ],
        });

        var detail = toy.Detail(toy.Assess(), new CardOptions { SuggestionsAllowed = areSent });

        Assert.Equal("To consider: Refer for walking (walking, at least 6 weeks); Film (MRI *first*).", detail);
    }

    [Fact]
    public void Of_many_records_the_newest_few_are_named()
    {
        var many = Enumerable.Range(1, 9).Select(day => new EvidenceItem("Procedure/" + day, $"2026-05-0{day}", "Walk " + day)).Reverse().ToArray();

        Assert.Equal("Walk 9, 2026-05-09; Walk 8, 2026-05-08; Walk 7, 2026-05-07 and 6 more", DetailOf([Line("{evidence:walk}")], [Met("walk", many)]));
    }

    private static string DetailOf(System.Text.Json.Nodes.JsonObject[] lines, Finding[] findings, CardOptions? options = null)
    {
        var toy = ToyPlan.Loaded(plan => plan with
        {
            Cards = [Card("toyCard", "A toy card.", lines).Citing(("A study [1], doi 10.1/x", "https://study.example"), ("Another", "https://other.example"))],
        });
        return toy.Detail(toy.Assess(findings), options);
    }
}
