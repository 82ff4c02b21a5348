using System.Text.Json;
using System.Text.RegularExpressions;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace CdsHooks.Service.Tests.Telemetry;

/// <summary>The alarms and the dashboard ask for metrics that there are, by labels that these have.</summary>
public sealed partial class AlarmTests(BusyService busy) : IClassFixture<BusyService>
{
    private static readonly string Deploy = Path.Combine(Some.Repository, "docs", "deploy");

    public static TheoryData<string> Alarms => [.. Rules().Select(rule => Text(rule, "alert"))];

    public static TheoryData<string> Panels => [.. Queries().Select(query => query.Panel).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Alarms))]
    public void An_alarm_asks_for_what_there_is_and_says_what_to_do(string name)
    {
        var rule = Rules().Single(one => string.Equals(Text(one, "alert"), name, StringComparison.Ordinal));
        var annotations = (YamlMappingNode)rule["annotations"];

        AssertKnown(Text(rule, "expr"));
        Assert.Contains(Text((YamlMappingNode)rule["labels"], "severity"), ["warning", "critical"], StringComparer.Ordinal);
        Assert.NotEmpty(Text(annotations, "summary"));
        Assert.NotEmpty(Text(annotations, "action"));
        Assert.StartsWith("docs/operations.md#", Text(annotations, "runbook_url"), StringComparison.Ordinal);
        foreach (Match metric in OwnMetric().Matches(Text(annotations, "action")))
        {
            AssertKnown(metric.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Panels))]
    public void A_panel_of_the_dashboard_asks_for_what_there_is(string title) =>
        Assert.All(Queries().Where(query => string.Equals(query.Panel, title, StringComparison.Ordinal)), query => AssertKnown(query.Expression));

    [Fact]
    public void There_are_alarms_for_what_nobody_would_notice()
    {
        string[] expected = ["CdsHooksRuleStoppedFiring", "CdsHooksUnknownShareJumped", "CdsHooksReplicaGuardsAlone", "CdsHooksStoreUnavailable", "CdsHooksFhirServerPaused", "CdsHooksPlacesNearlyUsedUp", "CdsHooksSlow", "CdsHooksRulesRefused", "CdsHooksDecisionsDropped"];

        Assert.Subset(Rules().Select(rule => Text(rule, "alert")).ToHashSet(StringComparer.Ordinal), expected.ToHashSet(StringComparer.Ordinal));
    }

    private void AssertKnown(string expression)
    {
        var series = busy.Scrape.Series;
        var metrics = AnyMetric().Matches(Grouping().Replace(expression, " ")).ToList();
        Assert.NotEmpty(metrics);
        foreach (var metric in metrics)
        {
            var name = metric.Groups["name"].Value;
            Assert.True(series.Contains(name), $"There is no {name}.");
            var labels = busy.Scrape.LabelsOf(name).ToHashSet(StringComparer.Ordinal);
            Assert.All(Label().Matches(metric.Groups["labels"].Value), label => Assert.Contains(label.Groups["label"].Value, labels));
        }
    }

    private static List<YamlMappingNode> Rules()
    {
        using var reader = File.OpenText(Path.Combine(Deploy, "prometheus-alerts.yml"));
        YamlStream yaml = [];
        yaml.Load(reader);
        return
        [
            .. ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"]).SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>(),
        ];
    }

    private static string Text(YamlMappingNode node, string name) => ((YamlScalarNode)node[name]).Value!;

    private static List<(string Panel, string Expression)> Queries()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Deploy, "grafana-dashboard.json")));
        return
        [
            .. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
               from target in panel.GetProperty("targets").EnumerateArray()
               select (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!),
        ];
    }

    [GeneratedRegex(@"\b(?<name>(cdshooks|http|dotnet|process|kestrel)_[a-z_]+)(\{(?<labels>[^}]*)\})?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AnyMetric();

    [GeneratedRegex(@"\b(by|on)\s*\([^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\bcdshooks_[a-z_]+(\{[^}]*\})?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnMetric();

    [GeneratedRegex(@"(?<label>[a-z_]+)\s*[=!]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
