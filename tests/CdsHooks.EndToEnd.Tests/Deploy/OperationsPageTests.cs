using System.Text.RegularExpressions;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Deploy;

/// <summary>docs/operations.md has a section for every alarm.</summary>
public sealed partial class OperationsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Command.Root, "docs", "operations.md"));

    private static readonly HashSet<string> Sections = Heading().Matches(Page)
        .Select(match => match.Groups["text"].Value.ToLowerInvariant().Replace(' ', '-'))
        .ToHashSet(StringComparer.Ordinal);

    [Theory]
    [InlineData("a-rule-stopped-firing")]
    [InlineData("the-unknown-share-jumped")]
    [InlineData("rules-were-refused")]
    [InlineData("a-replica-guards-alone")]
    [InlineData("the-store-is-unavailable")]
    [InlineData("a-fhir-server-is-paused")]
    [InlineData("calls-are-slow-or-wait")]
    [InlineData("calls-fail")]
    [InlineData("calls-are-rejected")]
    public void An_alarm_has_a_section(string section) => Assert.Contains(section, Sections);

    [Fact]
    public void Every_alarm_rule_leads_to_a_section()
    {
        var rules = Directory.GetFiles(Path.Combine(Command.Root, "docs", "deploy"), "*.yml").Select(File.ReadAllText);

        Assert.All(rules.SelectMany(text => Runbook().Matches(text)), match => Assert.Contains(match.Groups["section"].Value, Sections));
        Assert.All(rules.SelectMany(text => Alert().Matches(text)), match => Assert.Contains($"`{match.Groups["name"].Value}`", Page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"runbook_url: docs/operations\.md#(?<section>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Runbook();

    [GeneratedRegex(@"- alert: (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alert();
}
