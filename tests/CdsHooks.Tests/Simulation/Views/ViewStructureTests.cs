using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Reading;
using CdsHooks.Simulation.Runs;
using CdsHooks.Simulation.Views;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests.Simulation.Views;

/// <summary>The ViewDefinitions obey the rules of SQL on FHIR, and leave out nothing that the engine reads.</summary>
public sealed class ViewStructureTests
{
    private static readonly Dictionary<string, SimulatedSide> Plans = new(StringComparer.Ordinal)
    {
        ["lumbar-fusion"] = SideOf("fhir-profiles"),
        ["second-procedure"] = SideOf("tests", "second-procedure", "fhir-profiles"),
    };

    private static readonly Dictionary<string, string> Views = Plans.Values
        .SelectMany(PlanViews.Of)
        .Where(file => file.Path.StartsWith(PlanViews.Folder + "/", StringComparison.Ordinal))
        .ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);

    public static TheoryData<string> Files => [.. Views.Keys];

    public static TheoryData<string> Names => [.. Plans.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_view_obeys_the_rules(string file) => Assert.Empty(ViewRules.Issues(Views[file]));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_path_is_FHIRPath(string file)
    {
        using var view = JsonDocument.Parse(Views[file]);
        var runner = new ViewRunner(Views[file]);

        Assert.All(ViewRules.Paths(view.RootElement), path => Assert.NotNull(runner.Compile(path)));
    }

    [Theory]
    [InlineData("\"name\": \"lumbar_fusion_patient\"", "\"name\": \"_patient\"")]
    [InlineData("\"name\": \"birth_date\"", "\"name\": \"resource_key\"")]
    [InlineData("\"type\": \"date\"", "\"type\": \"Period\"")]
    [InlineData("\"type\": \"date\"", "\"collection\": true, \"type\": \"date\"")]
    [InlineData("\"path\": \"birthDate\"", "\"path\": \"birthDate.toString()\"")]
    [InlineData("\"column\": [", "\"forEach\": \"name\", \"repeat\": [\"name\"], \"column\": [")]
    [InlineData("\"column\": [", "\"unionAll\": [{ \"column\": [] }, { \"column\": [{ \"name\": \"a\", \"path\": \"id\", \"type\": \"id\" }] }], \"column\": [")]
    [InlineData("\"resource\": \"Patient\"", "\"resource\": \"Person2\"")]
    [InlineData("\"4.0.1\"", "\"3.0.1\"")]
    public void The_rules_find_a_broken_view(string part, string broken)
    {
        var view = Views["views/ViewDefinition-lumbar-fusion-patient.json"];
        var place = view.IndexOf(part, StringComparison.Ordinal);

        Assert.NotEmpty(ViewRules.Issues(string.Concat(view.AsSpan(0, place), broken, view.AsSpan(place + part.Length))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_type_that_the_plan_reads_has_its_views_and_no_other_has(string name)
    {
        var rules = Plans[name];
        var views = PlanViews.ViewsOf(rules);

        var read = rules.Plan.Rules.Reads.Append(EvidenceKind.ServiceRequest).Select(kind => PrefetchKeys.All.First(key => key.Kind == kind).ResourceType).ToHashSet(StringComparer.Ordinal);
        var charted = views.Select(view => view.Resource).Where(type => PrefetchKeys.All.Any(key => string.Equals(key.ResourceType, type, StringComparison.Ordinal))).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(read, charted);
        Assert.All(charted.Except(read, StringComparer.Ordinal), type => Assert.Contains(views, view => view.Selects.Any(select => select.UnionAll.SelectMany(branch => branch.Columns).Any(column => string.Equals(column.Name, ViewNames.KeyOf(type), StringComparison.Ordinal)))));
    }

    [Fact]
    public void Every_element_that_the_engine_reads_is_in_a_view()
    {
        var missing = new List<string>();
        foreach (var views in PlanViews.ViewsOf(Plans["lumbar-fusion"]).GroupBy(view => view.Resource, StringComparer.Ordinal))
        {
            var paths = string.Join('\n', views.SelectMany(PathsOf));
            missing.AddRange(DecidingElements.Of(views.Key)
                .Where(element => !Regex.IsMatch(paths, $@"\b{element.Name}\b", RegexOptions.None, TimeSpan.FromSeconds(1)))
                .Select(element => $"{views.Key}.{element.Name}"));
        }

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_rules_give_the_same_files(string name) =>
        Assert.Equal(PlanViews.Of(Plans[name]).Select(file => file.Text), PlanViews.Of(SideOf(name is "lumbar-fusion" ? ["fhir-profiles"] : ["tests", name, "fhir-profiles"])).Select(file => file.Text), StringComparer.Ordinal);

    [Fact]
    public void Site_parameters_change_look_backs_and_name_themselves()
    {
        var source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));
        var changed = PlanViews.Of(RulesLoader.Side(source, "version", plan: null, siteParameters: null, ["redFlag.lookbackMonths=24"]));
        var inputs = changed.Single(file => file.Path is CriterionReading.File).Text;

        Assert.Contains("vertebral-fracture-trauma,24,", inputs, StringComparison.Ordinal);
        Assert.Contains("redFlag.lookbackMonths=24 mo", inputs, StringComparison.Ordinal);
    }

    private static IEnumerable<string> PathsOf(ViewDefinition view)
    {
        using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(new ViewJson("https://example.org/", version: null).Of(view)));
        return [.. ViewRules.Paths(json.RootElement)];
    }

    private static SimulatedSide SideOf(params string[] folder) =>
        RulesLoader.Side(KnowledgeSource.Open(Repository.PathOf(folder)), "version", plan: null, siteParameters: null, []);
}
