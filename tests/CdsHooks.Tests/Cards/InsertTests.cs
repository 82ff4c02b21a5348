using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
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
            Facts = new FindingFacts(Days: 35, Events: 6, Weeks: 5, First: new DateOnly(2026, 3, 2), Last: new DateOnly(2026, 4, 6), Measured: "35 d", Value: "35"),
        },
        Met("talk", new EvidenceItem("Procedure/3", "2026", "Talking")),
        Unknown("pills"),
        Met("red-pill", new EvidenceItem("MedicationRequest/1", "2025-10-15", "Red 5 mg")),
        Unknown("blue-pill"),
        Met("injury"),
        NotMet("sprain"),
        Met("tear"),
    ];

    private static readonly string[] Leaves = ["walk", "talk", "red-pill", "blue-pill"];

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
    [InlineData("{deciding:care}; {deciding+:pills}", "walking 6 wk; Blue pill")]
    [InlineData("{gaps:care}", "walking 6 wk (35 days)")]
    [InlineData("{open:care}", "two kinds of pills (not read)")]
    [InlineData("{open:pills} and {gaps:injury}", "Blue pill (not read) and sprain")]
    [InlineData("{why:walk}; {why:sprain}", "35 days; not settled")]
    [InlineData("{wording:walk} on {date:walk}", "Walking in a group on 2026-04-06")]
    [InlineData("{wording:injury} on {date:injury}", "a record on date unknown")]
    [InlineData("As of {asOf}, {cite:Another}", "As of 2026-06-01, [Another](https://other.example)")]
    [InlineData("{cite:10.1/x}: {citations}", "[10.1/x](https://study.example): [Another](https://other.example)")]
    [InlineData("{value:walk}, {value:talk}", "35, no value")]
    [InlineData("{records:care}", "- **Walking exercises** (too short): Walking in a group, 2026-04-06; Procedure, 2026-03")]
    public void An_insert_is_written_as_in_the_readme(string text, string expected) =>
        Assert.Equal(expected, DetailOf([Line(text)], Mixed));

    [Theory]
    [InlineData("Found: {met:sprain}.")]
    [InlineData("{criteria:sprained-before}")]
    [InlineData("{evidence:sprain}{unknown:injury}")]
    [InlineData("Could not be read: {unread}.")]
    [InlineData("Left out: {leftOut}.")]
    [InlineData("To consider: {suggestions}.")]
    [InlineData("Not met: {gaps:pills}.")]
    [InlineData("Not settled: {open:walk}.")]
    [InlineData("{records:sprain}")]
    [InlineData("As of {otherDay}.")]
    [InlineData("Not read: {first-unread}.")]
    public void A_line_whose_lists_all_come_out_empty_is_left_out(string text) =>
        Assert.Equal("Before\n\nAfter", DetailOf([Line("Before"), Line(text), Line("After")], Mixed));

    [Fact]
    public void A_summary_says_none_where_a_list_is_empty()
    {
        var toy = ToyPlan.Loaded(plan => plan with { Cards = [Card("toyCard", "Found: {met:injury}.")] });

        Assert.Equal("Found: none.", toy.Compose(toy.Assess())!.Summary);
    }

    [Fact]
    public void Lines_are_shown_when_their_conditions_hold_and_items_of_a_list_are_grouped()
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
                Set("diagnosticReports", RetrievalOutcome.Failed), Set("questionnaireResponses", RetrievalOutcome.Unparseable), Set("serviceRequests", RetrievalOutcome.Truncated),
            ],
        };

        Assert.Equal(
            "Not read: procedures (timed out); visits (not requested); prescriptions, orders (only in part); allergies (not permitted); "
            + "reports (request failed); questionnaires (not readable).",
            toy.Detail(assessment));
    }

    [Theory]
    [InlineData(0, 1, "Left out: 1 record dated after today.")]
    [InlineData(2, 0, "Left out: 2 records about another patient.")]
    [InlineData(1, 12, "Left out: 12 records dated after today; 1 record about another patient.")]
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
    public void One_visit_on_one_day_is_written_in_the_singular()
    {
        Finding[] short1 = [new("walk", CriterionResult.NotMet, Reason.TooShort, [], new FindingFacts(Days: 1, Events: 1))];

        Assert.Contains("too short (1 day, 1 visit)", DetailOf([Line("{criteria:care}")], short1), StringComparison.Ordinal);
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
    public void Records_with_the_same_words_are_listed_once()
    {
        var many = Enumerable.Range(1, 9).Select(day => new EvidenceItem("Procedure/" + day, $"2026-05-0{day}", "Walk")).Reverse().ToArray();

        Assert.Equal("Walk, 9 visits, 2026-05-01 to 2026-05-09", DetailOf([Line("{evidence:walk}")], [Met("walk", many)]));
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

    [Fact]
    public void A_line_may_go_on_with_the_paragraph_before_it() =>
        Assert.Equal(
            "One. Three.\n\nFour.",
            DetailOf([Line("One."), Next("Two.", When("talk", "not-met")), Next("Three."), Line("Four.")], Mixed));

    [Fact]
    public void Each_record_is_named_once_and_only_those_that_decided()
    {
        EvidenceItem walk = new("Procedure/1", "2026-04-06", "Walking in a group");
        Finding[] findings = [NotMet("care"), NotMet("walk", Reason.TooShort) with { Evidence = [walk] }, NotMet("talk", Reason.TooOld) with { Evidence = [walk] }, Met("red-pill", new EvidenceItem("MedicationRequest/1", "2026-01-02", "Red"))];

        Assert.Equal("Lead\n\n- **Walking exercises** (too short): Walking in a group, 2026-04-06", DetailOf([Line("Lead"), Line("{records:care}"), Line("{records:walk}")], findings));
    }

    [Fact]
    public void The_plans_own_phrase_comes_before_that_of_the_reason_if_its_figures_are_known()
    {
        var toy = ToyPlan.Loaded(plan => plan with
        {
            Phrases = [Phrase("walk", "too-short", "{events} visits over {days} days, asks {toy.minWeeks} weeks")],
            Cards = [Card("toyCard", "Not met: {gaps:care}.")],
        });

        Assert.Equal("Not met: walking 6 wk (1 visit over 35 days, asks 6 weeks), talking and 1 more.", Summary(new FindingFacts(Days: 35, Events: 1)));
        Assert.Equal("Not met: walking 6 wk (35 days), talking and 1 more.", Summary(new FindingFacts(Days: 35)));
        Assert.Equal("Not met: walking 6 wk (too short), talking and 1 more.", Summary(facts: null));

        string Summary(FindingFacts? facts) => toy.Compose(toy.Assess(NotMet("walk", Reason.TooShort) with { Facts = facts }))!.Summary;
    }

    [Theory]
    [InlineData(60, "walking 6 wk (35 days), talking (too old) and 1 more")]
    [InlineData(88, "walking 6 wk (35 days), talking and 1 more")]
    [InlineData(100, "walking 6 wk, talking and 1 more")]
    [InlineData(109, "walking 6 wk and 2 more")]
    public void Where_a_summary_would_grow_too_long_gaps_are_named_more_briefly(int length, string expected)
    {
        var words = new string('a', length) + " ";
        var toy = ToyPlan.Loaded(plan => plan with
        {
            Briefs = [("too-short", "{days} days"), ("too-old", "too old")],
            Cards = [Card("toyCard", words + "{gaps:care}")],
        });
        var assessment = toy.Assess(NotMet("walk", Reason.TooShort) with { Facts = new FindingFacts(Days: 35) }, NotMet("talk", Reason.TooOld));

        Assert.Equal(words + expected, toy.Compose(assessment)!.Summary);
    }

    [Fact]
    public void The_first_summary_whose_conditions_hold_is_shown()
    {
        var toy = ToyPlan.Loaded(plan => plan with
        {
            Cards = [Card("toyCard", "Neither.", Summary("Switched off.", When("talk", "met"), IfParameter("toy.on")), Summary("Talked.", When("talk", "met")), Summary("Walked.", When("walk", "met")))],
        });

        Assert.Equal("Talked.", toy.Compose(toy.Assess(Met("talk"), Met("walk")))!.Summary);
        Assert.Equal("Walked.", toy.Compose(toy.Assess(Met("walk")))!.Summary);
        Assert.Equal("Neither.", toy.Compose(toy.Assess())!.Summary);
    }

    [Fact]
    public void Where_every_set_was_read_it_was_the_order_that_points_elsewhere()
    {
        var toy = ToyPlan.Loaded(plan => plan with { Cards = [Card("toyCard", "Not read: {first-unread}.")] });

        Assert.Equal("Not read: a record that the order points to.", toy.Compose(toy.Assess())!.Summary);
        Assert.Equal(
            "Not read: procedures (timed out) and 1 more.",
            toy.Compose(toy.Assess() with { Retrieval = [Set("conditions", RetrievalOutcome.Empty), Set("procedures", RetrievalOutcome.TimedOut), Set("encounters", RetrievalOutcome.Failed)] })!.Summary);
    }

    [Fact]
    public void A_long_chart_makes_no_long_card()
    {
        var many = Enumerable.Range(1, 30).Select(day => new EvidenceItem($"Condition/{day}", $"2026-05-{day:00}", "one two three four five six seven eight nine ten " + day)).ToArray();
        var findings = Leaves.Select((id, index) => NotMet(id, Reason.TooOld) with { Evidence = many[(index * 5)..((index * 5) + 5)] }).ToArray();

        var detail = DetailOf([Line(string.Join(' ', Enumerable.Repeat("word", 60))), Line("{records:care}")], [NotMet("care"), NotMet("pills"), .. findings]);

        Assert.InRange(WordsTests.WordsOf(detail), 61, 130);
        Assert.Contains("- and ", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, "Always.\n\nKnown: walking 6 wk, talking, two kinds of pills.")]
    [InlineData(61, "Known: walking 6 wk, talking, two kinds of pills.")]
    [InlineData(65, "Known: walking 6 wk, talking.")]
    [InlineData(66, "Known: walking 6 wk.")]
    [InlineData(67, "")]
    public void Lines_that_give_way_go_first_those_without_a_list_then_members_from_the_last(int words, string expected)
    {
        Finding[] met = [Met("care"), Met("walk"), Met("talk"), Met("pills"), Met("red-pill"), Met("blue-pill")];
        var lead = string.Join(' ', Enumerable.Repeat("word", 60));
        var rest = string.Join(' ', Enumerable.Repeat("more", words - 1)) + " end";

        var detail = DetailOf([Line(lead), Line(rest), GivingWay("Always."), GivingWay("Known: {met:care}.")], met);

        Assert.Equal(expected, detail.Split(" end")[1].Trim());
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
