using System.Text.Json.Nodes;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Criteria;
using Xunit;

namespace CdsHooks.Tests.Plan;

/// <summary>What is wrong with a tree of criteria is said with its place, and all at once.</summary>
public sealed class LoaderIssueTests
{
    private const string It = "PlanDefinition.action[1].action[0]";

    private static readonly string Good = Input("counts");

    [Theory]
    [InlineData("lookback=12 mo;colour=red", It + ".extension[0].extension[1]", "There is no setting colour here.")]
    [InlineData("lookback=12", It + ".extension[0].extension[0]", "lookback must be a whole number of d, wk, mo or a.")]
    [InlineData("lookback=1.5 mo", It + ".extension[0].extension[0]", "lookback must be a whole number of d, wk, mo or a.")]
    [InlineData("lookback=12 min", It + ".extension[0].extension[0]", "lookback must be a whole number of d, wk, mo or a.")]
    [InlineData("lookback=$no.such", It + ".extension[0].extension[0]", "The plan declares no parameter with this name.")]
    [InlineData("lookback=$flag", It + ".extension[0].extension[0]", "lookback must be a whole number of d, wk, mo or a.")]
    [InlineData("minEvents=many", It + ".extension[0].extension[0]", "minEvents must be a number.")]
    [InlineData("minEvents=-1", It + ".extension[0].extension[0]", "minEvents must be a whole number, 0 or more.")]
    [InlineData("minEvents=1.5", It + ".extension[0].extension[0]", "minEvents must be a whole number, 0 or more.")]
    [InlineData("nearMiss=often", It + ".extension[0].extension[0]", "nearMiss must be a boolean.")]
    [InlineData("absent=maybe", It + ".extension[0].extension[0]", "absent must be one of not-met, unknown.")]
    [InlineData("absent=true", It + ".extension[0].extension[0]", "absent must be one or more codes.")]
    [InlineData("minSpan=vs:no-such-set", It + ".extension[0].extension[0]", "minSpan must be a whole number of d, wk, mo or a.")]
    [InlineData("minEvents=1;minEvents=2", It + ".extension[0].extension[1]", "The setting minEvents must have one value.")]
    [InlineData("minEvents=", It + ".extension[0].extension[0]", "minEvents must be a number.")]
    [InlineData("when=no.such", It + ".extension[0].extension[0]", "enabledWhen needs the name of a parameter that the plan declares.")]
    [InlineData("when=limit", It + ".extension[0].extension[0]", "This condition does not match the type of limit.")]
    [InlineData("when=flag equals 3", It + ".extension[0].extension[0]", "This condition does not match the type of flag.")]
    [InlineData("when=mode equals loud", It + ".extension[0].extension[0]", "This condition does not match the type of mode.")]
    [InlineData("when=list contains w", It + ".extension[0].extension[0]", "This condition does not match the type of list.")]
    [InlineData("when=mode above 1", It + ".extension[0].extension[0]", "This condition does not match the type of mode.")]
    public void A_wrong_setting_of_a_criterion_is_reported(string settings, string location, string message) =>
        MustBeRejected(Node.Leaf("it", "events", settings, Good), location, message);

    [Theory]
    [InlineData("events", "minEvents=1;tint=red", "There is no setting tint here.")]
    [InlineData("events", "bodySite=there", "bodySite must be one of stated, neutral, any.")]
    [InlineData("events", "bodySite=neutral;siteIn=vs:x;siteLevels=X", "siteLevels must be letters of vertebrae: C, T, L, S.")]
    [InlineData("events", "bodySite=neutral;siteLevels=C", "siteLevels has a meaning only together with siteIn.")]
    [InlineData("events", "from=attic", "from must be one of chart, draft-orders.")]
    [InlineData("events", "from=draft-orders", "Only ServiceRequest can be read from the draft orders.")]
    [InlineData("events", "undated=perhaps", "undated must be one of counts, doubts.")]
    [InlineData("events", "doubts=seldom", "doubts must be one of always, nothing-found, not-documented.")]
    [InlineData("events", "reason=whim", "The reason must be one of documented")]
    [InlineData("events", "status=", "status must be one or more codes.")]
    [InlineData("events", "statusReasonIn=false", "statusReasonIn must be a value set or true.")]
    [InlineData("events", "metAbove=3", "There is no setting metAbove here.")]
    [InlineData("events", "needsReason=vs:no-such-set", "There is no such value set in the knowledge folder.")]
    [InlineData("events", "performers=7", "performers must be the canonical of a value set.")]
    [InlineData("events", "afterDays=-3", "afterDays must be a whole number, 0 or more.")]
    [InlineData("events", "after=a,b", "after must be one code.")]
    [InlineData("measurement", "", "A measurement input must have exactly one of metAbove, metFrom, metTo, metBoolean, metAny, or metCodes and metValues.")]
    [InlineData("measurement", "metAbove=3;metFrom=3", "A measurement input must have exactly one of metAbove, metFrom, metTo, metBoolean, metAny, or metCodes and metValues.")]
    [InlineData("measurement", "metAbove=high", "metAbove must be a number.")]
    [InlineData("measurement", "metAbove=3;unit=millimetre", "unit must be a UCUM unit that values can be converted to")]
    [InlineData("measurement", "metBoolean=3", "metBoolean must be a boolean.")]
    [InlineData("measurement", "metFrom=3;indeterminateAbove=2", "indeterminateAbove has a meaning only together with metAbove.")]
    [InlineData("measurement", "metAbove=3;otherValues=vs:x", "otherValues has a meaning only together with metCodes or metValues.")]
    public void A_wrong_setting_of_an_input_is_reported(string kind, string settings, string message)
    {
        var issues = new TinyPlan(Node.Leaf("it", kind, "", Input("counts", settings))) { Parameters = Parameters }.Issues();

        Assert.Contains(issues, issue => issue.File is "plan.json" && issue.Location.StartsWith(It, StringComparison.Ordinal) && issue.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "lookback=12 mo", "The orders action must not filter by dates")]
    [InlineData("", "minAge=1 d", "The orders action must not filter by dates")]
    [InlineData("", "beforeEvaluation=true", "The orders action must not filter by dates")]
    [InlineData("", "after=it", "The orders action must not filter by dates")]
    [InlineData("absent=unknown", "", "The orders action must not be unknown where no order matches")]
    public void The_orders_of_a_plan_are_recognized_by_their_own_content(string settings, string input, string message)
    {
        var more = input.Length > 0 ? ";" + input : string.Empty;
        var plan = new TinyPlan(Node.Leaf("it", "events", "", Good))
        {
            Orders = Node.Leaf("the-order", "order", settings, Node.Input("counts", "ServiceRequest", "code:order", "from=draft-orders" + more)),
        };

        Assert.Contains(plan.Issues(), issue => issue.Location.StartsWith("PlanDefinition.action[0]", StringComparison.Ordinal) && issue.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("umpire", "Procedure", "code:x", "The role of an input must be one of counts, spans, doubts, explains, excepts, grades, states, urgent.")]
    [InlineData("counts", "Specimen", "code:x", "Rules cannot read this resource type.")]
    [InlineData("counts", "Patient", "code:x", "Rules cannot read this resource type.")]
    [InlineData("counts", "Procedure", "bodySite:x", "A filter on Procedure must have one of the paths code, category.")]
    [InlineData("counts", "Procedure", "code:", "A filter needs a valueSet, in the filter or where the list is used.")]
    [InlineData("counts", "Procedure", "code:no-such-set", "There is no such value set in the knowledge folder.")]
    [InlineData("counts", "Procedure", "", "An input needs a code filter, or words to search for.")]
    public void A_wrong_input_is_reported(string role, string type, string filter, string message)
    {
        var input = Node.Input(role, type, filter ?? string.Empty).Replace("ValueSet/\"", "\"", StringComparison.Ordinal).Replace("\"https://cdshooks.example.org/fhir/\"", "\"\"", StringComparison.Ordinal);

        MustBeRejected(Node.Leaf("it", "events", "", input), null, message);
    }

    [Theory]
    [InlineData("events", "grades", "The role grades has no meaning in a criterion of kind events.")]
    [InlineData("condition", "spans", "The role spans has no meaning in a criterion of kind condition.")]
    [InlineData("measurement", "excepts", "The role excepts has no meaning in a criterion of kind measurement.")]
    [InlineData("trajectory", "excepts", "The role excepts has no meaning in a criterion of kind trajectory.")]
    [InlineData("care-duration", "excepts", "The role excepts has no meaning in a criterion of kind care-duration.")]
    [InlineData("order", "counts", "Only ServiceRequest can be read from the draft orders.")]
    [InlineData("age", "counts", "A criterion of kind age has no inputs.")]
    [InlineData("medication-trial", "counts", "A criterion of kind medication-trial counts only drugs: MedicationRequest and MedicationStatement.")]
    public void A_role_without_meaning_is_reported(string kind, string role, string message)
    {
        var settings = kind switch
        {
            "age" => "minYears=18",
            "medication-trial" => "minTrial=1 d",
            "trajectory" => "window=1 d;minGrades=1;newOnset=1 d;severeTo=1",
            "care-duration" => "minDays=1 d;clusterGap=1 d",
            _ => string.Empty,
        };

        MustBeRejected(Node.Leaf("it", kind, settings, Input(role, "")), kind is "order" ? It + ".input[0]" : It, message);
    }

    [Theory]
    [InlineData("age", "minYears")]
    [InlineData("medication-trial", "minTrial")]
    [InlineData("trajectory", "window", "minGrades", "newOnset", "severeTo")]
    [InlineData("care-duration", "minDays", "clusterGap")]
    public void Missing_settings_are_named_all_at_once(string kind, params string[] names)
    {
        var issues = new TinyPlan(Node.Leaf("it", kind, "", [.. Enumerable.Repeat(kind is "medication-trial" ? Node.Input("counts", "MedicationRequest", "medication:x") : Good, kind is "age" ? 0 : 1)])).Issues();

        Assert.Equal(names.Select(name => $"The setting {name} is missing."), issues.Select(issue => issue.Message), StringComparer.Ordinal);
        Assert.All(issues, issue => Assert.Equal(It, issue.Location));
    }

    [Fact]
    public void A_wrong_kind_id_group_or_reference_is_reported()
    {
        MustBeRejected(Node.Leaf("it", "oracle", "", Good), It, "A criterion needs a code of the CodeSystem criterion-kind: one of order, condition, age, measurement, events, medication-trial, trajectory, care-duration, levels, all, any, none.");
        MustBeRejected(Node.Leaf("it", "events", ""), It, "A criterion of this kind needs inputs.");
        MustBeRejected(Node.Leaf("", "events", "", Good), It, "A criterion needs an id.");
        MustBeRejected(Node.Group("it", "all", ""), It, "A group needs members.");
        MustBeRejected(Node.Group("it", "all", "notMetReason=whim", Leaf("a")), It, "notMetReason must be one of ");
        MustBeRejected(Node.Group("it", "all", "lookback=1 d", Leaf("a")), It + ".extension[0].extension[0]", "There is no setting lookback here.");
        MustBeRejected(Node.Group("it", "events", "", Leaf("a")), It, "Only a group has members.");
        MustBeRejected(Node.Group("it", "all", "", Leaf("a"), Leaf("a")), It + ".action[1]", "The criterion a is defined twice.");
        MustBeRejected(Node.Group("it", "all", "", Node.Reference("b")), It + ".action[0]", "There is no criterion with this id.");
        MustBeRejected(Node.Leaf("it", "events", "", Input("counts", "after=b")), It, "The criterion it names a criterion that does not exist.");
        MustBeRejected(Leaf("it").Replace("The it", string.Empty, StringComparison.Ordinal), It, "A criterion needs a title and a description.");
    }

    [Fact]
    public void A_criterion_keeps_an_input_under_every_choice_of_parameters()
    {
        MustBeRejected(
            Node.Leaf("it", "events", "", Input("counts", "when=flag")), It, "With these parameters, the criterion it has no enabled input: it would never be met.");
        Assert.Empty(new TinyPlan(Node.Leaf("it", "events", "when=flag", Input("counts", "when=flag"))) { Parameters = Parameters }.Issues());
    }

    [Fact]
    public void No_criterion_may_depend_on_itself()
    {
        MustBeRejected(Node.Group("it", "all", "", Node.Reference("it"), Leaf("a")), It, "The criterion it depends on itself.");
        MustBeRejected(Node.Leaf("it", "events", "", Input("counts", "after=it")), It, "The criterion it depends on itself.");
        MustBeRejected(Node.Group("it", "all", "", Node.Leaf("a", "events", "", Input("counts", "after=it"))), It, "The criterion it depends on itself.");
    }

    [Fact]
    public void What_a_record_must_come_after_must_be_enabled()
    {
        var it = Node.Leaf("it", "events", "", Input("counts", "after=off"));

        MustBeRejected([it, Node.Leaf("off", "events", "when=flag", Good)], It, "The criterion it comes after off, which is not enabled.");
        MustBeRejected([it, Node.Group("off", "all", "", Node.Leaf("a", "events", "when=flag", Good))], It, "The criterion it comes after off, which is not enabled.");
    }

    [Fact]
    public void A_missing_part_of_a_plan_is_reported()
    {
        var plan = new TinyPlan(Leaf("it"));

        MustBeRejected(plan with { Edit = json => json["action"]!.AsArray().RemoveAt(0) }, "PlanDefinition", "A plan needs an action with the code orders of CodeSystem plan-part.");
        MustBeRejected(plan with { Edit = json => json["action"]!.AsArray().RemoveAt(1) }, "PlanDefinition", "A plan needs an action with the code criteria of CodeSystem plan-part.");
        MustBeRejected(plan with { Orders = Leaf("the-order") }, "PlanDefinition.action[0]", "The orders action must be a criterion of kind order.");
    }

    [Theory]
    [InlineData("ruled out", "PlanDefinition.extension[1].extension[0]", "A word of plan-denials must be a single word of letters.")]
    [InlineData("no,No", "PlanDefinition.extension[1].extension[1]", "This word occurs twice in plan-denials.")]
    public void A_wrong_word_that_denies_a_reason_is_reported(string words, string location, string message) =>
        MustBeRejected(new TinyPlan(Leaf("it")) { Denials = words.Split(',') }, location, message);

    [Fact]
    public void Words_of_a_reason_are_read_only_where_the_plan_says_what_denies_them()
    {
        var plan = new TinyPlan(Node.Leaf("it", "events", "", Input("counts", "status=stopped;statusReasonIn=vs:harm;statusReasonWords=true")));

        Assert.Empty(plan.Issues());
        MustBeRejected(plan with { Denials = null }, null, "statusReasonWords with a value set needs the plan's plan-denials");
        MustBeRejected(plan with { Denials = [] }, "PlanDefinition.extension[1]", "plan-denials needs at least one word.");
        MustBeRejected(
            plan with { Edit = json => json["extension"]!.AsArray().Add(json["extension"]![1]!.DeepClone()) }, "PlanDefinition.extension[2]", "A plan has only one plan-denials.");
    }

    [Fact]
    public void Every_issue_is_reported_in_one_go()
    {
        var plan = new TinyPlan(
            Node.Leaf("it", "oracle", "", Input("umpire", "")),
            Node.Group("group", "all", "", Node.Reference("nowhere")),
            Node.Leaf("it", "events", "shade=1", Input("counts", "tint=1")));

        var issues = plan.Issues();

        Assert.True(issues.Count >= 5, string.Join('\n', issues));
        Assert.All(issues, issue => Assert.True(issue is { IsError: true, File: "plan.json" } && issue.Location.StartsWith("PlanDefinition", StringComparison.Ordinal)));
    }

    private static JsonObject[] Parameters =>
    [
        TinyPlan.Flag("flag", value: false),
        TinyPlan.Number("limit", 2, 1, 3),
        TinyPlan.Code("mode", "soft", "soft", "hard"),
        TinyPlan.List("list", ["x"], "x", "y"),
    ];

    private static string Input(string role, string settings = "") => Node.Input(role, "Procedure", "code:x", settings);

    private static string Leaf(string id) => Node.Leaf(id, "events", "", Good);

    private static void MustBeRejected(string criterion, string? location, string message) => MustBeRejected([criterion], location, message);

    private static void MustBeRejected(string[] criteria, string? location, string message) =>
        MustBeRejected(new TinyPlan(criteria) { Parameters = Parameters }, location, message);

    private static void MustBeRejected(TinyPlan plan, string? location, string message)
    {
        var issues = new IssueList();

        Assert.Null(plan.TryLoad(issues));
        Assert.Contains(issues.Issues, issue =>
            issue is { IsError: true, File: "plan.json" }
            && (location is null || string.Equals(issue.Location, location, StringComparison.Ordinal))
            && issue.Message.StartsWith(message, StringComparison.Ordinal));
    }
}
