using CdsHooks.Tests.Criteria;
using Xunit;

namespace CdsHooks.Tests.Plan;

/// <summary>Settings that any input may carry and that no other table covers.</summary>
public sealed class InputSettingTests
{
    [Theory]
    [InlineData("bodySite=any", "site:neck", "met documented", "the region does not matter")]
    [InlineData("bodySite=neutral;siteIn=vs:spine", "site:spine", "met documented", "a site of the wider set")]
    [InlineData("bodySite=neutral;siteIn=vs:spine", "site:lumbar", "met documented", "a site of the region")]
    [InlineData("bodySite=neutral;siteIn=vs:spine", "site:neck", "not-met other-region", "neither")]
    [InlineData("exclude=vs:group", "| 'category':@group", "not-met not-documented", "its category is excluded")]
    [InlineData("exclude=vs:group", "| 'category':@other", "met documented", "its category is not")]
    [InlineData("exclude=vs:group", "status:unknown | 'category':@group", "not-met not-documented", "what is excluded raises no doubt")]
    [InlineData("performers=vs:therapist;needsPerformer=true", "", "not-met not-documented", "nobody is named")]
    [InlineData("performers=vs:therapist;needsPerformer=true", "| 'performer':[{'function':@therapist,'actor':{'display':'A'}}]", "met documented", "the right performer")]
    [InlineData("needsPerformer=true", "| 'performer':[{'function':@surgeon,'actor':{'display':'A'}}]", "met documented", "any performer")]
    [InlineData("needsPerformer=true", "| 'performer':[{'actor':{'display':'A'}}]", "not-met not-documented", "a performer without a role")]
    [InlineData("beforeEvaluation=true", "", "met documented", "before the evaluation date")]
    [InlineData("reason=too-few", "status:unknown", "unknown unconfirmed", "a given reason is for doubts and explanations")]
    public void Of_a_procedure(string setting, string procedure, string expected, string why)
    {
        var plan = new TinyPlan(Node.Leaf("it", "condition", "", Node.Input("counts", "Procedure", "code:visit", setting)));

        Say.That(plan, "Procedure visit on:2026-03-02 " + procedure, expected, why);
    }

    [Theory]
    [InlineData("", "{'text':'L4-L5'}", "met documented", "inside")]
    [InlineData("", "{'text':'C5-C6'}", "not-met other-region", "outside")]
    [InlineData("", "{'text':'T12-L1'}", "unknown not-coded", "across the border")]
    [InlineData("", "{'text':'C5-C6'},{'text':'L4-L5'}", "met documented", "inside and outside")]
    [InlineData("", "{'text':'C5-C6'},{'text':'T12-L1'}", "unknown not-coded", "outside and across the border")]
    [InlineData("", "{'text':'C5-C6'},{'text':'lower back'}", "unknown not-coded", "outside and who knows where")]
    [InlineData("", "{'coding':[{'system':'https://codes.example/made-up','code':'lumbar'}],'text':'C5-C6'}", "unknown not-coded", "a code that says inside, and words that say outside")]
    [InlineData("", "{'coding':[{'system':'https://codes.example/made-up','code':'neck'}],'text':'L4-L5'}", "unknown not-coded", "a code that says outside, and words that say inside")]
    [InlineData("", "{'coding':[{'system':'https://codes.example/made-up','code':'back-reason'}],'text':'C5-C6'}", "not-met other-region", "a code that does not say where")]
    [InlineData("bodySite=neutral", "{'text':'L4-L5'}", "met documented", "inside, where the code does not say it")]
    [InlineData("bodySite=neutral", "{'text':'T12-L1'}", "unknown not-stated", "across the border, where the code does not say it")]
    [InlineData("bodySite=neutral;unstatedCounts=true", "{'text':'T12-L1'}", "unknown not-coded", "across the border, where what is unsaid counts")]
    [InlineData("bodySite=neutral;unstatedCounts=true", "{'text':'C5-C6'}", "not-met other-region", "outside, where what is unsaid counts")]
    [InlineData("bodySite=neutral;siteIn=vs:spine", "{'text':'C5-C6'}", "unknown not-stated", "whether the wider sites hold it, nothing says")]
    [InlineData("bodySite=neutral;siteIn=vs:spine", "{'text':'L4-L5'}", "met documented", "inside in any case")]
    [InlineData("bodySite=neutral;siteIn=vs:spine;siteLevels=C,T,L,S", "{'text':'C5-C6'}", "met documented", "among the wider sites")]
    [InlineData("bodySite=neutral;siteIn=vs:spine;siteLevels=C,T,L,S", "{'text':'C7-T1'}", "met documented", "a border that does not matter to them")]
    [InlineData("bodySite=neutral;siteIn=vs:spine;siteLevels=T", "{'text':'C7-T1'}", "unknown not-stated", "half of it is among the wider sites, and none inside")]
    [InlineData("bodySite=any;sameBodySite=true", "{'text':'L4-L5'}", "met documented", "a visit for this part of the body")]
    [InlineData("bodySite=any;sameBodySite=true", "{'text':'T12-L1'}", "met documented", "a visit for this part of the body and the next")]
    [InlineData("bodySite=any;sameBodySite=true", "{'text':'C5-C6'}", "not-met other-region", "a visit for another")]
    public void At_a_level_of_the_spine(string setting, string sites, string expected, string why)
    {
        var plan = new TinyPlan(Node.Leaf("it", "condition", "", Node.Input("counts", "Procedure", "code:visit", setting))) { Levels = "LS" };

        Say.That(plan, $"Procedure visit on:2026-03-02 | 'bodySite':[{sites}]", expected, why);
    }

    [Fact]
    public void A_level_says_nothing_where_the_plan_does_not_say_which_are_inside() =>
        Say.That(
            new TinyPlan(Node.Leaf("it", "condition", "", Node.Input("counts", "Procedure", "code:visit"))),
            "Procedure visit on:2026-03-02 | 'bodySite':[{'text':'L4-L5'}]",
            "unknown not-coded",
            "no letters of vertebrae");

    [Theory]
    [InlineData("on:2026-05-31", "met documented", "the day before the evaluation date")]
    [InlineData("on:2026-06-01", "not-met not-documented", "the evaluation date itself")]
    [InlineData("on:2026-06", "not-met not-documented", "this month begins with the evaluation date")]
    [InlineData("on:2026", "unknown unusable", "before or after")]
    [InlineData("", "met documented", "undated")]
    public void Before_the_evaluation_date_leaves_out_what_is_of_today(string date, string expected, string why)
    {
        var plan = new TinyPlan(Node.Leaf("it", "condition", "", Node.Input("counts", "Procedure", "code:visit", "beforeEvaluation=true")));

        Say.That(plan, "Procedure visit " + date, expected, why);
    }

    [Theory]
    [InlineData("lookback=2026 a")]
    [InlineData("lookback=24312 mo")]
    public void A_look_back_may_be_longer_than_the_calendar(string lookback)
    {
        var plan = new TinyPlan(Node.Leaf("it", "condition", "", Node.Input("counts", "Procedure", "code:visit", lookback)));

        Say.That(plan, "Procedure visit on:1990-01-01", "met documented", "all there is");
    }

    [Theory]
    [InlineData("Encounter visit on:2026-03-02 | 'class':{'system':'https://codes.example/made-up','code':'clinic'}", "met documented", "the class asked for")]
    [InlineData("Encounter visit on:2026-03-02 | 'class':{'system':'https://codes.example/made-up','code':'ward'}", "not-met not-documented", "another class")]
    [InlineData("Encounter on:2026-03-02 | 'serviceType':@visit,'class':{'system':'https://codes.example/made-up','code':'clinic'}", "met documented", "the service type stands in for the type")]
    [InlineData("Encounter other on:2026-03-02 | 'class':{'system':'https://codes.example/made-up','code':'clinic'}", "not-met not-documented", "both filters must hold")]
    public void Several_filters_must_all_hold(string chart, string expected, string why)
    {
        var plan = new TinyPlan(Node.Leaf("it", "condition", "", Node.Input("counts", "Encounter", "type:visit class:clinic")));

        Say.That(plan, chart, expected, why);
    }

    [Theory]
    [InlineData("Observation film on:2026-03-02 q:3mm", "met documented", "a length")]
    [InlineData("Observation film on:2026-03-02 q:1cm", "met documented", "another length")]
    [InlineData("Observation film on:2026-03-02 q:3", "not-met not-documented", "no unit: no film")]
    [InlineData("Observation film on:2026-03-02 q:3deg", "not-met not-documented", "an angle: no film")]
    [InlineData("Observation film on:2026-03-02", "not-met not-documented", "no value: no film")]
    [InlineData("Observation film on:2026-03-02 is:false", "not-met not-documented", "an observation that says no is no event")]
    public void An_observation_may_need_a_unit_to_be_an_event(string chart, string expected, string why)
    {
        var plan = new TinyPlan(Node.Leaf("it", "events", "minEvents=1", Node.Input("counts", "Observation", "code:film", "unit=mm")));

        Say.That(plan, chart, expected, why);
    }

    [Theory]
    [InlineData("Procedure visit on:2026-03-02 | 'category':@talk", "met documented", "it counts by its category")]
    [InlineData("Procedure visit on:2026-03-02", "unknown not-coded", "its code says too little")]
    [InlineData("Procedure visit on:2026-03-02 | 'category':@talk\nProcedure visit on:2026-03-03", "met documented", "one counts")]
    [InlineData("Observation failed is:false", "not-met not-documented", "a statement that says no doubts nothing")]
    [InlineData("Observation failed is:true", "unknown unconfirmed", "a statement that says yes does")]
    public void A_record_that_counts_raises_no_doubt(string chart, string expected, string why)
    {
        var plan = new TinyPlan(Node.Leaf(
            "it",
            "events",
            "minEvents=1",
            Node.Input("counts", "Procedure", "code:visit category:talk"),
            Node.Input("doubts", "Procedure", "code:visit", "reason=not-coded"),
            Node.Input("doubts", "Observation", "code:failed", "reason=unconfirmed")));

        Say.That(plan, chart, expected, why);
    }

    [Fact]
    public void A_single_visit_is_too_few_where_more_are_required()
    {
        var plan = new TinyPlan(Node.Leaf(
            "it",
            "events",
            "minEvents=2",
            Node.Input("counts", "Procedure", "code:visit category:talk"),
            Node.Input("doubts", "Procedure", "code:visit", "reason=not-coded")));

        Say.That(plan, "Procedure visit on:2026-03-02 | 'category':@talk", "not-met too-few", "the one that counts raises no doubt");
        Say.That(plan, "Procedure visit on:2026-03-02 | 'category':@talk\nProcedure visit on:2026-03-03", "unknown not-coded", "the other one does");
    }
}
