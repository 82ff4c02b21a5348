using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Explain;
using Hl7.Fhir.Model;
using Xunit;

namespace CdsHooks.Tests.Cli;

public sealed partial class ExplainCommandTests
{
    [Theory]
    [InlineData("C1  Supervised physical therapy [physical-therapy]")]
    [InlineData("from the first day to the last at least: 6 weeks (pt.minWeeks; may be 4 to 12 weeks)")]
    [InlineData("Observations whose code is in \"")]
    [InlineData("codes); a record without a code that the rules read leaves the question open; not longer ago than: 12 months (redFlag.lookbackMonths")]
    [InlineData("the body site may be one that is in no list, such as a muscle; met up to: 4 (neuro.deficitMrcAtOrBelow")]
    [InlineData("Only while warnOnUnknown is yes: off now, so this row is skipped.")]
    [InlineData("When Fracture, infection or tumour of the spine is met.")]
    [InlineData("| Lumbar fusion: no coded indication. Not met: [what is not met of Conservative care, and how near it comes].")]
    [InlineData("pt.minWeeks = 6 weeks (may be 4 to 12 weeks). ")]
    [InlineData("doi:10.3171/2014.4.spine14270")]
    public void The_rules_are_explained_in_plain_words(string expected) =>
        Assert.Contains(expected, CliRun.Of("explain", "--all").Output, StringComparison.Ordinal);

    [Fact]
    public void Every_criterion_row_and_card_is_explained()
    {
        var output = CliRun.Of("explain", "--all").Output;
        var issues = new IssueList();
        var plan = KnowledgeFiles.ReadOne(KnowledgeCopy.Plan, File.ReadAllBytes(Repository.PathOf("fhir-profiles", KnowledgeCopy.Plan)), issues)!;

        foreach (var part in new[] { "criteria", "decision-table", "cards" })
        {
            foreach (var action in RuleSetLoader.FindPart((PlanDefinition)plan.Resource, part)!.Action)
            {
                Assert.Contains(action.ElementId!, output, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_setting_of_the_shipped_plan_has_words()
    {
        using var plan = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("fhir-profiles", KnowledgeCopy.Plan)));

        Assert.All(Settings(plan.RootElement).Distinct(StringComparer.Ordinal), setting => Assert.True(SettingText.HasLabel(setting), setting));
    }

    [Fact]
    public void No_value_is_left_out_of_the_words()
    {
        var told = CliRun.Of("explain", "--all").Output;

        Assert.DoesNotContain("{0}", told, StringComparison.Ordinal);
        Assert.Contains("met by the answer yes", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_that_the_guide_names_has_words()
    {
        var guide = File.ReadAllLines(Repository.PathOf("fhir-profiles", "README.md"));
        var table = guide.SkipWhile(line => !line.StartsWith("| setting | value |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));
        var names = table.SelectMany(line => line.Split('|')[1].Split(',')).Select(name => name.Trim(' ', '`')).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(SettingText.HasLabel(name), name));
    }

    [Theory]
    [InlineData("criterion")]
    [InlineData("input")]
    public void Every_setting_of_the_published_extensions_has_words(string extension)
    {
        var definition = JsonNode.Parse(File.ReadAllText(Repository.PathOf("fhir-profiles", "structures", $"StructureDefinition-{extension}.json")))!;
        var names = definition["differential"]!["element"]!.AsArray()
            .Where(element => (string)element!["path"]! is "Extension.extension" && element["sliceName"] is not null)
            .Select(element => (string)element!["sliceName"]!)
            .Except(["role", "enabledWhen"], StringComparer.Ordinal)
            .ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(SettingText.HasLabel(name), name));
    }

    [Fact]
    public void A_source_tells_how_strong_it_is_where_its_authors_say_so()
    {
        var output = CliRun.Of("explain", "--all").Output;

        Assert.Contains("(strength of recommendation: Grade B)", output, StringComparison.Ordinal);
        Assert.Contains("(quality of evidence: Class II and III)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Site_parameters_show_their_values_beside_the_plans_own()
    {
        using var copy = new KnowledgeCopy();
        copy.With("parameters/Parameters-clinic.json", """{"resourceType":"Parameters","id":"clinic","parameter":[{"name":"pt.minWeeks","valueInteger":8}]}""");

        var run = CliRun.Of("explain", "--all", "--knowledge", copy.Folder, "--parameters", "clinic");

        Assert.Contains("With the site parameters clinic.", run.Output, StringComparison.Ordinal);
        Assert.Contains("pt.minWeeks = 8 weeks (may be 4 to 12 weeks; the default is 6 weeks).", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  I2 Instability: Is the lumbar spine shown to be unstable: by flexion-extension films or by diagnosis? (imaging.lookbackMonths 12 months, instability.translation.metAboveMm 4 mm")]
    [InlineData("  D1-adult: Not an adult: the rule does not apply.")]
    [InlineData("  D8: No listed indication, and conservative care is not documented. → K1, warning or less")]
    [InlineData("[AANS/CNS 2014, Part 9; ")]
    [InlineData("AANS/CNS 2014, Part 9 <https://doi.org/10.3171/2014.4.SPINE14274>")]
    public void By_default_the_rules_fit_on_a_page(string expected)
    {
        var lines = CliRun.Of("explain").Output.Split('\n');

        Assert.InRange(lines.Length, 30, 60);
        Assert.Contains(lines, line => line.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_names_each_source_once_and_nothing_that_is_switched_off()
    {
        var page = CliRun.Of("explain").Output;

        Assert.Equal(2, page.Split("<https://doi.org/10.3171/2014.4.SPINE14274>").Length);
        Assert.DoesNotContain("D1-revision-shown", page, StringComparison.Ordinal);
        Assert.DoesNotContain("off now", CliRun.Of("explain", "K1").Output, StringComparison.Ordinal);
        Assert.Contains("off now", CliRun.Of("explain", "--all", "medication-trial").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("off now", CliRun.Of("explain", "medication-trial").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("K1")]
    [InlineData("k1")]
    [InlineData("indicationMissing")]
    public void A_card_is_explained_by_its_key_or_its_id_with_its_rows_and_sources(string name)
    {
        var told = CliRun.Of("explain", name).Output;

        Assert.Contains("K1  indicationMissing", told, StringComparison.Ordinal);
        Assert.Contains("[D8]", told, StringComparison.Ordinal);
        Assert.Contains("Meta-analysis 2020", told, StringComparison.Ordinal);
        Assert.DoesNotContain("K4  ", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I2")]
    [InlineData("instability")]
    public void A_criterion_is_explained_by_its_key_or_its_id(string name) =>
        Assert.StartsWith("I2  Instability [instability]", CliRun.Of("explain", name).Output, StringComparison.Ordinal);

    [Fact]
    public void A_criterion_is_explained_alone_with_the_rows_that_use_it()
    {
        var run = CliRun.Of("explain", "conservative-care");

        Assert.StartsWith("Conservative  Conservative care [conservative-care]", run.Output, StringComparison.Ordinal);
        Assert.Contains("[physical-therapy]", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("[spondylolisthesis]", run.Output, StringComparison.Ordinal);
        Assert.Contains("Rows of the decision table that use it: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_lines_that_fit_and_a_pipe_gets_them_whole()
    {
        var terminal = AnsiCode().Replace(CliRun.At(80, "explain", "physical-therapy").Output, string.Empty).Split('\n');
        var pipe = CliRun.Of("explain", "physical-therapy").Output.Split('\n');

        Assert.All(terminal, line => Assert.True(line.Length <= 80, line));
        Assert.True(terminal.Length > pipe.Length);
        Assert.Equal(Squeezed(pipe), Squeezed(terminal));
    }

    [Theory]
    [InlineData("There is no criterion or card nonsense.", "explain", "nonsense")]
    [InlineData("There is no plan nonsense.", "explain", "--plan", "nonsense")]
    [InlineData("There are no site parameters nonsense for this plan. The site parameters are: aans2014,", "explain", "--parameters", "nonsense")]
    public void An_unknown_name_is_reported_with_the_known_ones(string expected, params string[] args)
    {
        var run = CliRun.Of(args);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("cdshooks: " + expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnsiCode();

    private static string Squeezed(string[] lines) => string.Join(' ', string.Join(' ', lines).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Settings(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty("url", out var url) && url.ValueKind is JsonValueKind.String
            && url.GetString()!.Split('/') is [.., "StructureDefinition", "criterion" or "input" or "inputs"] =>
            json.GetProperty("extension").EnumerateArray().Select(part => part.GetProperty("url").GetString()!).Except(["role", "enabledWhen", "list", "valueSet"], StringComparer.Ordinal),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Settings(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Settings),
        _ => [],
    };
}
