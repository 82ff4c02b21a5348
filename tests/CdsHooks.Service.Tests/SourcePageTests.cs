using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>The page that cards name as their source.</summary>
public sealed class SourcePageTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    [Theory]
    [InlineData("No clinician has signed these rules off", "that nobody answers for it yet")]
    [InlineData("does not mean that something was not done", "what absence means")]
    [InlineData("SNOMED International", "licences")]
    [InlineData("likely rather than verified", "how sure the codes are")]
    [InlineData("https://doi.org/10.3171/2014.4.spine14270", "the guideline")]
    [InlineData("https://pubmed.ncbi.nlm.nih.gov/33253955/", "the meta-analysis")]
    [InlineData("<td>pt.minWeeks</td><td>6 weeks</td><td>4 to 12</td>", "the values in force")]
    [InlineData("Is the patient at least 18 years old", "descriptions with the values in force")]
    [InlineData("id=\"indicationMissing\"", "a place for each card")]
    public async Task The_page_says_what_the_rule_rests_on_and_where_its_limits_are(string expected, string why)
    {
        using var response = await GetAsync("/docs/lumbar-fusion");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.True(page.Contains(expected, StringComparison.Ordinal), why);
        Assert.DoesNotContain("{", page[page.IndexOf("</style>", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_runs_nothing_and_loads_nothing()
    {
        using var response = await GetAsync("/docs/lumbar-fusion");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("default-src 'none'; style-src 'sha256-", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_card_names_it_where_the_service_knows_its_own_address()
    {
        using var known = await app.PostAsync(Some.Case("v18-nothing-documented"));
        await using var other = new ServiceApp { Settings = Some.Settings(("Hosting:PublicUrl", "https://cds.hospital.example/hooks/")) };
        using var elsewhere = await other.PostAsync(Some.Case("v18-nothing-documented"));
        await using var nowhere = new ServiceApp { Environment = "Production", Settings = Some.Settings(("Access:AllowAnonymous", "true")) };
        using var unsaid = await nowhere.PostAsync(Some.Case("v18-nothing-documented"));

        Assert.Equal("http://localhost:5080/docs/lumbar-fusion", await SourceUrlAsync(known));
        Assert.Equal("https://cds.hospital.example/hooks/docs/lumbar-fusion", await SourceUrlAsync(elsewhere));
        Assert.Null(await SourceUrlAsync(unsaid));
    }

    [Fact]
    public async Task There_is_a_page_for_plans_in_service_only()
    {
        using var response = await GetAsync("/docs/knee");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("OperationOutcome", (await response.JsonAsync()).GetProperty("resourceType").GetString());
    }

    private static async Task<string?> SourceUrlAsync(HttpResponseMessage response)
    {
        var source = (await response.JsonAsync()).GetProperty("cards")[0].GetProperty("source");
        return source.TryGetProperty("url", out var url) ? url.GetString() : null;
    }

    private async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var client = app.CreateClient();
        return await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
    }
}
