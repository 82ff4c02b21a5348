using System.Net;
using System.Text.RegularExpressions;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Service.Tests.Pages;

/// <summary>The pages on which people read the rules.</summary>
public sealed partial class RulesPageTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private static readonly string Second = Path.Combine(Some.Repository, "tests", "second-procedure");

    public static TheoryData<string> Folders => [Path.Combine(Some.Repository, "fhir-profiles"), Path.Combine(Second, "fhir-profiles")];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_plan_is_on_one_page_with_a_place_for_each_criterion_row_card_and_value(string folder)
    {
        await using var service = Serving(folder);
        var page = await ReadAsync(service, "/rules");
        var ids = Id().Matches(page).Select(id => WebUtility.HtmlDecode(id.Groups["id"].Value)).ToList();
        var plan = Explain(folder);
        string[] expected =
        [
            .. plan.Definitions().Select(criterion => criterion.Id),
            .. plan.Rows.Select(row => row.Id),
            .. plan.Cards.Select(card => card.Id),
            .. plan.Cards.Select(card => card.Key).OfType<string>(),
            .. plan.Parameters.Select(parameter => parameter.Name),
        ];

        Assert.Empty(ids.GroupBy(id => id, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.Empty(expected.Except(ids, StringComparer.Ordinal));
        Assert.Contains(plan.Header.Title, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Every_link_within_the_page_leads_to_a_place_on_it(string folder)
    {
        await using var service = Serving(folder);
        var page = await ReadAsync(service, "/rules");
        var ids = Id().Matches(page).Select(id => id.Groups["id"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Anchor().Matches(page).Select(anchor => anchor.Groups["id"].Value).Distinct(StringComparer.Ordinal).Except(ids, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Every_value_set_that_a_plan_reads_has_a_page_with_its_codes_and_its_uses(string folder)
    {
        await using var service = Serving(folder);
        var list = await ReadAsync(service, "/rules/value-sets");
        var links = ValueSetLink().Matches(list).Select(link => link.Groups["path"].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            var page = await ReadAsync(service, link);
            Assert.True(page.Contains("<td class=\"nowrap\"><code>", StringComparison.Ordinal) || page.Contains("No codes are shipped in it", StringComparison.Ordinal), link);
            Assert.False(page.Contains("No criterion names it", StringComparison.Ordinal), link);
        }
    }

    [Theory]
    [InlineData("Is the lumbar spine shown to be unstable", "the question of a criterion")]
    [InlineData("title=\"pt.minWeeks: may be 4 to 12 weeks\">6 weeks</a>", "a threshold, with its range and the way to tune it")]
    [InlineData("href=\"/rules/value-sets/vertebral-fracture-trauma\"", "the codes of a diagnosis")]
    [InlineData("<a href=\"https://doi.org/10.3171/2014.4.spine14270\" rel=\"noreferrer noopener\" target=\"_blank\">doi:10.3171/2014.4.spine14270</a>", "the guideline")]
    [InlineData("target=\"_blank\">PMID 33253955</a>", "the meta-analysis")]
    [InlineData("Grade B", "the strength of a recommendation")]
    [InlineData("No clinician has signed these rules off", "the limits")]
    [InlineData("off: only while revision.showInfo is yes", "the rows that are switched off")]
    [InlineData("<span class=\"insert\">the evidence for Spinal infection</span>", "the inserts of a text")]
    public async Task The_page_says(string expected, string why)
    {
        var page = WebUtility.HtmlDecode(await ReadAsync(app, "/rules"));

        Assert.True(page.Contains(expected, StringComparison.Ordinal), why);
    }

    [Fact]
    public async Task A_card_is_shown_as_a_sample_patient_gets_it()
    {
        var page = WebUtility.HtmlDecode(await ReadAsync(app, "/rules"));
        var kind = page[page.IndexOf("<article class=\"kind\" id=\"sharedDecision\"", StringComparison.Ordinal)..];
        var sample = SampleLink().Match(kind).Groups["case"].Value;
        var run = CaseFolder.Read(Path.Combine(Some.Repository, "tests", "cases", sample));

        Assert.Equal("sharedDecision", run.Expected.Card!.Kind);
        Assert.Contains("<article class=\"cds-card cds-card-info\">", kind, StringComparison.Ordinal);
        Assert.Contains("a shared decision, benefit uncertain", kind, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_card_that_no_row_shows_says_so()
    {
        var page = await ReadAsync(app, "/rules");
        var from = page.IndexOf("<article class=\"kind\" id=\"revisionNotRated\"", StringComparison.Ordinal);

        Assert.Contains("no row shows this card", page[from..page.IndexOf("class=\"texts\"", from, StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_that_a_site_has_set_are_shown_with_the_plans_own()
    {
        await using var service = new ServiceApp { Settings = Some.Settings(("Rules:SiteParameters", "payer-strict")) };
        var page = WebUtility.HtmlDecode(await ReadAsync(service, "/rules"));

        Assert.Contains("site parameters payer-strict", page, StringComparison.Ordinal);
        Assert.Matches("the plan's own: [0-9]", page);
    }

    [Theory]
    [InlineData("instability", "/rules?plan=lumbar-fusion#instability")]
    [InlineData("supervised weeks", "#pt.minWeeks")]
    [InlineData("M43.16", "/rules/value-sets/spondylolisthesis")]
    [InlineData("22612", "/rules/value-sets/lumbar-fusion-procedures")]
    [InlineData("benefit uncertain", "#sharedDecision")]
    [InlineData("D2c", "#D2c")]
    [InlineData("NICE NG59", "https://www.nice.org.uk/guidance/ng59")]
    public async Task A_search_finds_criteria_values_codes_texts_rows_and_sources(string words, string expected)
    {
        var page = WebUtility.HtmlDecode(await ReadAsync(app, $"/rules/search?q={Uri.EscapeDataString(words)}"));

        Assert.Contains(expected, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/rules/search?q=%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/rules/value-sets/opioid-ingredients?q=%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/rules/value-sets?q=%22onfocus=alert(1)%20%22")]
    public async Task What_is_looked_for_is_never_part_of_the_page_itself(string path)
    {
        var page = await ReadAsync(app, path);

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"onfocus", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/rules?plan=knee")]
    [InlineData("/rules/search?plan=knee")]
    [InlineData("/rules/value-sets?plan=knee")]
    [InlineData("/rules/value-sets/no-such-set")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("/rules")]
    [InlineData("/rules/search?q=pain")]
    [InlineData("/rules/value-sets")]
    [InlineData("/rules/value-sets/lumbar-fusion-procedures")]
    public async Task A_page_runs_no_script_and_has_no_style_of_its_own(string path)
    {
        var page = await ReadAsync(app, path);

        Assert.DoesNotContain(" style=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<style", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<script(?! src=)", page);
        Assert.DoesNotMatch(" on[a-z]+=\"", page);
    }

    [Fact]
    public async Task A_value_set_tells_which_file_adds_a_code()
    {
        var page = WebUtility.HtmlDecode(await ReadAsync(app, "/rules/value-sets/lumbar-fusion-procedures"));

        Assert.Contains("<a href=\"/rules/value-sets/lumbar-fusion-procedures-cpt\">", page, StringComparison.Ordinal);
        Assert.Contains("6 codes, added by an extension", page, StringComparison.Ordinal);
        Assert.Contains("International Health Terminology Standards Development Organisation", page, StringComparison.Ordinal);
        Assert.Contains("every code that begins with 0SG0", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_carries_every_golden_case() => Assert.Equal(
        Directory.GetDirectories(Path.Combine(Some.Repository, "tests", "cases")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
        Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "cases")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static async Task<string> ReadAsync(ServiceApp service, string path)
    {
        using var client = service.CreateClient();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static ServiceApp Serving(string folder) => new()
    {
        Settings = folder.StartsWith(Second, StringComparison.Ordinal)
            ? Some.Settings(("Rules:Directory", folder), ("Discovery:File", Path.Combine(Second, "cds-services.json")))
            : Some.Settings(),
    };

    private static PlainPlan Explain(string folder)
    {
        var source = KnowledgeSource.Open(folder);
        var plan = source.OnlyPlan();
        return PlanExplainer.Explain(source.Knowledge, plan, source.Load(plan, siteParametersId: null));
    }

    [GeneratedRegex(" id=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Id();

    [GeneratedRegex("href=\"#(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Anchor();

    [GeneratedRegex("href=\"(?<path>/rules/value-sets/[^\"?]+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ValueSetLink();

    [GeneratedRegex("/sandbox\\?patient=(?<case>[^&\"]+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex SampleLink();
}
