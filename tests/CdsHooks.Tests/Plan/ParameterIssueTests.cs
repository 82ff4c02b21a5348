using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Criteria;
using Xunit;

namespace CdsHooks.Tests.Plan;

/// <summary>Parameters, their limits, site parameters, value sets and reasons: what is wrong is said with its file and place.</summary>
public sealed class ParameterIssueTests
{
    private static readonly TinyPlan Plan = new(Node.Leaf("it", "events", "minEvents=$n.count", Node.Input("counts", "Procedure", "code:x")))
    {
        Parameters =
        [
            TinyPlan.Number("n.count", 6, 4, 18, isInteger: true),
            TinyPlan.Number("n.mm", 4.0m, 3.0m, 4.5m, "mm"),
            TinyPlan.Number("n.lower", 3.0m, 2.0m, 4.4m, "mm"),
            TinyPlan.Flag("f", value: true),
            TinyPlan.Code("c", "info", "none", "info", "warning"),
            TinyPlan.List("l", ["a"], "a", "b"),
        ],
        Limits = [("n.lower", "n.mm")],
    };

    [Theory]
    [InlineData("'name':'n.count','valueInteger':19", "n.count must be between 4 and 18.")]
    [InlineData("'name':'n.count','valueInteger':3", "n.count must be between 4 and 18.")]
    [InlineData("'name':'n.count','valueDecimal':4.5", "n.count must be a whole number.")]
    [InlineData("'name':'n.count','valueString':'6'", "n.count must be one whole number.")]
    [InlineData("'name':'n.count'", "n.count must be one whole number.")]
    [InlineData("'name':'n.mm','valueDecimal':4.6", "n.mm must be between 3 and 4.5.")]
    [InlineData("'name':'n.mm','valueBoolean':true", "n.mm must be one number.")]
    [InlineData("'name':'f','valueString':'true'", "f must be one boolean.")]
    [InlineData("'name':'c','valueCode':'loud'", "c must be one of none, info, warning.")]
    [InlineData("'name':'c','valueBoolean':true", "c must be one code.")]
    [InlineData("'name':'l','valueCode':'w'", "l must be any of a, b.")]
    [InlineData("'name':'l','valueInteger':1", "l must be one or more codes.")]
    [InlineData("'name':'n.more','valueInteger':1", "The plan declares no parameter n.more.")]
    public void Site_parameters_keep_to_names_types_and_ranges(string entry, string message)
    {
        var issue = Assert.Single((Plan with { SiteParameters = TinyPlan.SiteParametersWith($"{{{entry?.Replace('\'', '"')}}}") }).Issues());

        Assert.Equal(new KnowledgeIssue("site.json", "Parameters.parameter[0]", message), issue);
    }

    [Theory]
    [InlineData("'valueInteger':1", "FHIR requires this element, and it is missing (line 1).")]
    [InlineData("'name':'','valueInteger':1", "This is not in the format of FHIR: FHIR's type is string (line 1).")]
    public void A_parameter_of_site_parameters_needs_a_name(string entry, string message)
    {
        var issue = Assert.Single((Plan with { SiteParameters = TinyPlan.SiteParametersWith($"{{{entry?.Replace('\'', '"')}}}") }).Issues());

        Assert.Equal(new KnowledgeIssue("site.json", "Parameters.parameter[0].name", message), issue);
    }

    [Fact]
    public void Site_parameters_set_what_differs()
    {
        var tuned = Plan with
        {
            SiteParameters = TinyPlan.SiteParametersWith(
                """{"name":"n.count","valueInteger":4}""",
                """{"name":"n.mm","valueInteger":4}""",
                """{"name":"l","valueCode":"b"}""",
                """{"name":"l","valueCode":"a"}"""),
        };

        Assert.Equal("site", tuned.Rules.SiteParameters);
        Assert.Equal(["4", "4", "3", "true", "info", "b, a"], tuned.Rules.Parameters.All.Select(parameter => parameter.Text), StringComparer.Ordinal);
        Assert.Equal("6", Plan.Rules.Parameters.Find("n.count")!.Text);
        Assert.Equal("seed", Plan.Rules.SiteParameters);
    }

    [Fact]
    public void All_that_is_wrong_with_site_parameters_is_said_at_once()
    {
        var issues = (Plan with
        {
            SiteParameters = TinyPlan.SiteParametersWith(
                """{"name":"n.count","valueInteger":99}""",
                """{"name":"f","valueBoolean":true}""",
                """{"name":"f","valueBoolean":false}""",
                """{"name":"l","valueCode":"a"}""",
                """{"name":"l","valueCode":"a"}""",
                """{"name":"none","valueCode":"a"}"""),
        }).Issues();

        Assert.Equal(
            ["n.count must be between 4 and 18.", "f must be one boolean.", "l needs at least one code, none of them twice.", "The plan declares no parameter none."],
            issues.Select(issue => issue.Message),
            StringComparer.Ordinal);
        Assert.Equal(["parameter[0]", "parameter[1]", "parameter[3]", "parameter[5]"], issues.Select(issue => issue.Location["Parameters.".Length..]), StringComparer.Ordinal);
    }

    [Fact]
    public void A_limit_holds_between_two_parameters_also_under_site_parameters()
    {
        var broken = Assert.Single((Plan with { SiteParameters = TinyPlan.SiteParametersWith("""{"name":"n.mm","valueDecimal":3.0}""", """{"name":"n.lower","valueDecimal":3.1}""") }).Issues());
        var unknown = Assert.Single((Plan with { Limits = [("n.lower", "f")] }).Issues());

        Assert.Equal("n.lower (3.1) must not exceed n.mm (3). Mind the order.", broken.Message);
        Assert.Equal("A limit needs lower and upper, each the name of a numeric parameter.", unknown.Message);
        Assert.StartsWith("PlanDefinition.extension[", broken.Location, StringComparison.Ordinal);
        Assert.Empty((Plan with { SiteParameters = TinyPlan.SiteParametersWith("""{"name":"n.lower","valueDecimal":4.0}""") }).Issues());
    }

    private const string NoDefault = "A parameter needs a name, a type (integer, decimal, boolean or code) and a site-parameter with a default of that type.";

    [Fact]
    public void A_wrong_declaration_is_reported()
    {
        Declaring(TinyPlan.Parameter("x", "boolean"), NoDefault);
        Declaring(TinyPlan.Parameter("", "boolean", Node.Sub("default", "valueBoolean", true)), NoDefault);
        Declaring(TinyPlan.Parameter("x", "integer", Node.Sub("default", "valueInteger", 1)), "The parameter x needs a minimum and a maximum, in that order.");
        Declaring(TinyPlan.Number("x", 2, 3, 1), "The parameter x needs a minimum and a maximum, in that order.");
        Declaring(TinyPlan.Number("x", 5, 1, 3), "The default is not allowed: x must be between 1 and 3.");
        Declaring(TinyPlan.Code("x", "a"), "The parameter x needs its allowed codes.");
        Declaring(TinyPlan.Code("x", "a", "b"), "The default is not allowed: x must be one of b.");
        Declaring(TinyPlan.List("x", ["a", "c"], "a", "b"), "The default is not allowed: x must be any of a, b.");
        Declaring(TinyPlan.Flag("n.count", value: true), "The parameter n.count is declared twice.");
        Declaring(TinyPlan.Parameter("x", "integer", Node.Sub("default", "valueBoolean", true)), NoDefault);
        var silent = TinyPlan.Flag("x", value: true);
        silent.Remove("documentation");
        Declaring(silent, "The parameter x needs a documentation: a sentence for the person who configures it.");
    }

    [Fact]
    public void A_missing_value_set_or_reason_is_reported()
    {
        var empty = Assert.Single((Plan with { Sets = new(StringComparer.Ordinal) { ["x"] = [] } }).Issues());
        var plain = Plan with { Edit = plan => plan["extension"]!.AsArray().RemoveAt(1) };
        var strange = Plan with { More = [("more.json", """{"resourceType":"CodeSystem","url":"https://cdshooks.example.org/fhir/CodeSystem/criterion-reason"}""")] };
        var unreadable = Plan with { More = [("more.json", "{"), ("list.json", "[]")] };

        Assert.Equal(("x.json", "ValueSet"), (empty.File, empty.Location));
        Assert.Empty(plain.Issues());
        Assert.Contains(strange.Issues(), issue => issue.Message is "This canonical URL is already used by reasons.json.");
        Assert.Equal(["more.json", "list.json"], unreadable.Issues().Select(issue => issue.File), StringComparer.Ordinal);
    }

    private static void Declaring(System.Text.Json.Nodes.JsonObject parameter, string message)
    {
        var issues = (Plan with { Parameters = [.. Plan.Parameters, parameter] }).Issues();

        Assert.Contains(new KnowledgeIssue("plan.json", "PlanDefinition.contained[0].parameter[6]", message), issues);
    }
}
