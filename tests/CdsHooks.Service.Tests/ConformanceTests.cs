using System.Text.Json;
using System.Text.RegularExpressions;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary><c>docs/conformance.md</c> is complete and true to the tests that it names.</summary>
public sealed partial class ConformanceTests
{
    private const string Reason = "Does not apply: ";

    /// <summary>Id, level and whose duty: the requirements, the invariants, the traps and the acceptance list.</summary>
    private static readonly Dictionary<string, (string Level, string Who)> Asked = File
        .ReadLines(Path.Combine(Some.Repository, "tests", "CdsHooks.Service.Tests", "conformance.txt"))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(parts => parts[0], parts => (parts[1], parts[2]), StringComparer.Ordinal);

    private static readonly List<Row> Rows =
    [
        .. RowForm().Matches(File.ReadAllText(Path.Combine(Some.Repository, "docs", "conformance.md")))
            .Select(match => new Row(match.Groups["id"].Value, match.Groups["level"].Value, match.Groups["who"].Value, match.Groups["what"].Value, match.Groups["proof"].Value)),
    ];

    [Fact]
    public void Every_requirement_has_one_row_and_no_other_has() =>
        Assert.Equal(Asked.Keys.Order(StringComparer.Ordinal), Rows.Select(row => row.Id).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    [Fact]
    public void Every_row_has_its_level_its_duty_and_says_what_is_done() =>
        Assert.All(Rows, row =>
        {
            Assert.Equal(Asked[row.Id], (row.Level, row.Who));
            Assert.NotEmpty(row.What);
        });

    [Fact]
    public void Every_row_names_tests_or_why_there_are_none() =>
        Assert.All(Rows, row => Assert.True(row.Tests.Count > 0 || row.Proof.StartsWith(Reason, StringComparison.Ordinal), row.Id));

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var tests = Written();

        Assert.True(tests.Count > 500, "The sources were not found.");
        Assert.Empty(Rows.SelectMany(row => row.Tests).Where(test => !tests.Contains(test)).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_for_clients_lists_every_host_that_cards_link_to()
    {
        var guide = File.ReadAllText(Path.Combine(Some.Repository, "docs", "ehr-setup.md"));
        var plans = Directory.EnumerateFiles(Path.Combine(Some.Repository, "fhir-profiles", "plans"), "*.json");

        var hosts = plans.SelectMany(plan => LinksOf(File.ReadAllText(plan))).Select(url => new Uri(url).Host).Distinct(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(hosts);
        Assert.All(hosts, host => Assert.Contains($"`{host}`", guide, StringComparison.Ordinal));
    }

    /// <summary>The addresses of the sources of cards.</summary>
    private static List<string> LinksOf(string plan)
    {
        using var json = JsonDocument.Parse(plan);
        var cards = json.RootElement.GetProperty("action").EnumerateArray().Single(action => action.GetProperty("id").GetString() is "cards");
        var cited = cards.GetProperty("action").EnumerateArray()
            .Where(card => card.TryGetProperty("documentation"u8, out _))
            .SelectMany(card => card.GetProperty("documentation").EnumerateArray())
            .Select(source => source.GetProperty("label").GetString())
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. json.RootElement.GetProperty("relatedArtifact").EnumerateArray()
                .Where(source => cited.Contains(source.GetProperty("label").GetString()) && source.TryGetProperty("url"u8, out _))
                .Select(source => source.GetProperty("url").GetString()!),
        ];
    }

    /// <summary>Every test method of the three projects, as their sources have it.</summary>
    private static HashSet<string> Written()
    {
        HashSet<string> tests = new(StringComparer.Ordinal);
        var projects = Directory.EnumerateDirectories(Path.Combine(Some.Repository, "tests"), "CdsHooks.*Tests");
        foreach (var file in projects.SelectMany(project => Directory.EnumerateFiles(project, "*Tests.cs", SearchOption.AllDirectories)))
        {
            var source = File.ReadAllText(file);
            var name = ClassForm().Match(source).Groups["name"].Value;
            tests.UnionWith(MethodForm().Matches(source).Select(method => $"{name}.{method.Groups["name"].Value}"));
        }

        return tests;
    }

    [GeneratedRegex(@"^\| (?<id>(?:[A-Z]|cds-[a-z]+)-\d+) \| (?<level>[^|]+) \| (?<who>[^|]+) \| (?<what>[^|]*) \| (?<proof>[^|]*) \|$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex RowForm();

    [GeneratedRegex(@"class (?<name>\w+Tests)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClassForm();

    [GeneratedRegex(@"\[(?:Fact|Theory)(?:\([^\n]*\))?\]\s+(?:\[[^\n]*\]\s+)*public (?:static )?(?:async )?(?:Task|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MethodForm();

    [GeneratedRegex(@"`(?<name>\w+Tests\.\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestForm();

    private sealed record Row(string Id, string Level, string Who, string What, string Proof)
    {
        public List<string> Tests { get; } = [.. TestForm().Matches(Proof).Select(match => match.Groups["name"].Value)];
    }
}
