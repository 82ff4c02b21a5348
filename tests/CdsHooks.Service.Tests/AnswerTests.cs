using System.Net;
using System.Text.Json;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>CDS Hooks, Calling a CDS Service: answers of 200.</summary>
public sealed class AnswerTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    public static TheoryData<string> Cases => [.. Some.CaseNames];

    [Fact]
    public async Task An_order_that_is_not_ours_gets_an_empty_list_of_cards()
    {
        using var response = await app.PostAsync(Some.ForeignCall);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(12, response.Content.Headers.ContentLength);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("{\"cards\":[]}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_golden_case_gets_its_card_over_http(string name)
    {
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Some.Cases, name, "expected.json"), TestContext.Current.CancellationToken));
        using var response = await app.PostAsync(Some.Case(name), ("X-CDS-As-Of", expected.RootElement.GetProperty("today").GetString()!));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var card = (await response.JsonAsync()).GetProperty("cards").EnumerateArray().SingleOrDefault();
        if (expected.RootElement.GetProperty("card") is { ValueKind: JsonValueKind.Object } wanted)
        {
            Assert.Equal(wanted.GetProperty("kind").GetString(), card.GetProperty("source").GetProperty("topic").GetProperty("code").GetString());
            Assert.Equal(wanted.GetProperty("indicator").GetString(), card.GetProperty("indicator").GetString());
            Assert.True(Guid.TryParseExact(card.GetProperty("uuid").GetString(), "D", out _));
        }
        else
        {
            Assert.Equal(JsonValueKind.Undefined, card.ValueKind);
        }
    }

    [Fact]
    public async Task The_assessment_comes_along_in_development()
    {
        using var response = await app.PostAsync(Some.FusionCall("""{"conditions":null,"observations":{"resourceType":"Bundle"}}"""));

        var assessment = (await response.JsonAsync()).GetProperty("extension").GetProperty("example.cdshooks.assessment");

        Assert.StartsWith("https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion|", assessment.GetProperty("plan").GetString(), StringComparison.Ordinal);
        Assert.Equal("2026-06-01", assessment.GetProperty("asOf").GetString());
        Assert.Equal(
            ["not-requested", "empty", "empty", "not-requested"],
            assessment.GetProperty("retrieval").EnumerateArray().Take(4).Select(entry => entry.GetProperty("outcome").GetString()),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_assessment_stays_at_home_unless_the_option_says_otherwise()
    {
        await using var production = new ServiceApp { Environment = "Production", Settings = Production() };

        using var response = await production.PostAsync(Some.FusionCall("""{"conditions":null}"""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False((await response.JsonAsync()).TryGetProperty("extension", out _));
    }

    [Theory]
    [InlineData("America/Chicago", "2026-05-31")]
    [InlineData("UTC", "2026-06-01")]
    [InlineData("Asia/Tokyo", "2026-06-01")]
    public async Task Days_begin_in_the_time_zone_of_the_site(string zone, string evaluationDate)
    {
        await using var site = new ServiceApp
        {
            Clock = new FixedClock(new DateTimeOffset(2026, 6, 1, 3, 0, 0, TimeSpan.Zero)),
            Settings = Some.Settings(("ServiceCall:TimeZone", zone)),
        };

        using var response = await site.PostAsync(Some.FusionCall("""{"conditions":null}""", authoredOn: null));

        Assert.Equal(evaluationDate, await EvaluationDateAsync(response));
    }

    [Fact]
    public async Task The_header_sets_the_day_where_it_is_allowed()
    {
        using var response = await app.PostAsync(Some.FusionCall("""{"conditions":null}"""), ("X-CDS-As-Of", "2024-02-29"));

        Assert.Equal("2024-02-29", await EvaluationDateAsync(response));
    }

    [Fact]
    public async Task The_header_is_ignored_where_it_is_not_allowed()
    {
        var settings = Production();
        settings["Clients:Anonymous:IncludeAssessment"] = "true";
        await using var production = new ServiceApp { Environment = "Production", Settings = settings };

        using var response = await production.PostAsync(Some.FusionCall("""{"conditions":null}"""), ("X-CDS-As-Of", "nonsense"));

        Assert.Equal("2026-06-01", await EvaluationDateAsync(response));
    }

    private static Dictionary<string, string?> Production() => Some.Settings(("Access:AllowAnonymous", "true"));

    private static async Task<string?> EvaluationDateAsync(HttpResponseMessage response) =>
        (await response.JsonAsync()).GetProperty("extension").GetProperty("example.cdshooks.assessment").GetProperty("asOf").GetString();
}
