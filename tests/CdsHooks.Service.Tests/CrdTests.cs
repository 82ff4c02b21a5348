using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>What of Da Vinci CRD 2.2 a service that is no payer understands and says.</summary>
public sealed class CrdTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private const string Empty = """{"conditions":null,"observations":null,"procedures":null}""";

    [Theory]
    [InlineData("""{"off-guideline":false}""", 0)]
    [InlineData("""{"coverage-info":true,"off-guideline":false,"max-cards":10}""", 0)]
    [InlineData("""{"off-guideline":true}""", 1)]
    [InlineData("""{"off-guideline":"false"}""", 1)]
    [InlineData("""{"off-guideline":null}""", 1)]
    [InlineData("""{"off-guideline":{"a":[false]}}""", 1)]
    [InlineData("""{"coverage-info":false,"no-such-option":false}""", 1)]
    [InlineData("""{"":false,"\ud800":false}""", 1)]
    [InlineData("{}", 1)]
    [InlineData("[]", 1)]
    [InlineData("null", 1)]
    public async Task A_configuration_that_turns_the_cards_off_is_obeyed_and_any_other_is_survived(string configuration, int cards)
    {
        var extension = $$"""{"davinci-crd.requestedVersion":"2.2","davinci-crd.configuration":{{configuration}},"com.example":{"davinci-crd.configuration":{"off-guideline":false} } }""";
        var call = Some.FusionCall(Empty);
        string[] calls = [$$"""{"extension":{{extension}},{{call[1..]}}""", $$"""{{call.TrimEnd()[..^1]}},"extension":{{extension}}}"""];

        foreach (var body in calls)
        {
            using var response = await app.PostAsync(body);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(cards, (await response.JsonAsync()).GetProperty("cards").GetArrayLength());
        }
    }

    [Fact]
    public async Task The_option_that_turns_the_cards_off_is_declared_by_every_service()
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync(new Uri("/cds-services", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.All((await response.JsonAsync()).GetProperty("services").EnumerateArray(), service =>
        {
            var option = Assert.Single(service.GetProperty("extension").GetProperty("davinci-crd.configuration-options").EnumerateArray());
            Assert.Equal("off-guideline", option.GetProperty("code").GetString());
            Assert.Equal("boolean", option.GetProperty("type").GetString());
            Assert.True(option.GetProperty("default").GetBoolean());
        });
    }

    [Theory]
    [InlineData("default", true)]
    [InlineData("sandbox", true)]
    [InlineData("epic", true)]
    [InlineData("oracle", true)]
    [InlineData("cds-hooks-1.0", false)]
    public async Task A_card_names_the_orders_it_is_about_where_the_client_may_know_extensions(string profile, bool isNamed)
    {
        await using var other = new ServiceApp { Settings = Some.Settings(("Clients:Anonymous:Profile", profile)) };

        using var response = await other.PostAsync(Shape("two-fusions"));

        var card = (await response.JsonAsync()).GetProperty("cards")[0];
        Assert.Equal(isNamed, card.TryGetProperty("extension", out var extension));
        if (isNamed)
        {
            var named = extension.GetProperty("davinci-crd.associated-resource").EnumerateArray().Select(order => order.GetProperty("reference").GetString());
            Assert.Equal(["ServiceRequest/first", "ServiceRequest/second"], named, StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task An_order_without_an_id_cannot_be_named()
    {
        using var response = await app.PostAsync(Shape("order-without-an-id"));

        Assert.False((await response.JsonAsync()).GetProperty("cards")[0].TryGetProperty("extension", out _));
    }

    [Fact]
    public async Task What_the_payer_said_about_the_order_is_shown_as_its_word_and_changes_nothing()
    {
        using var without = await app.PostAsync(Some.FusionCall(Empty));
        using var with = await app.PostAsync(Covered("""
            {"url":"covered","valueCode":"not-covered"},{"url":"pa-needed","valueCode":"auth-needed"},{"url":"doc-needed","valueCode":"clinical"},
            {"url":"doc-needed","valueCode":"admin"},{"url":"date","valueDate":"2026-05-30"},{"url":"coverage","valueReference":{"reference":"Coverage/quillfeather"}},
            {"url":"coverage-assertion-id","valueString":"quillfeather"}
            """));

        var (before, after) = (await CardAsync(without), await CardAsync(with));
        Assert.Equal(
            before.GetProperty("detail").GetString()
                + "\n\nCoverage information that came with the order (the payer's, not part of this review): not covered; prior authorization: auth needed; documentation: clinical, admin; stated 2026-05-30.",
            after.GetProperty("detail").GetString());
        Assert.Equal(before.GetProperty("summary").GetString(), after.GetProperty("summary").GetString());
        Assert.Equal(before.GetProperty("indicator").GetString(), after.GetProperty("indicator").GetString());
        Assert.DoesNotContain("quillfeather", after.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":"covered","valueCode":"<b>no</b>"}""")]
    [InlineData("""{"url":"covered","valueCode":["covered"]}""")]
    [InlineData("""{"url":"covered"},{"valueCode":"covered"},7,null""")]
    [InlineData("""{"url":"date","valueDate":"yesterday"}""")]
    [InlineData("")]
    public async Task What_cannot_be_read_of_it_is_passed_over(string parts)
    {
        using var without = await app.PostAsync(Some.FusionCall(Empty));
        using var with = await app.PostAsync(Covered(parts));

        Assert.Equal((await CardAsync(without)).GetProperty("detail").GetString(), (await CardAsync(with)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task What_was_said_about_another_order_is_not_shown()
    {
        var call = JsonNode.Parse(Covered("""{"url":"covered","valueCode":"not-covered"}"""))!;
        var entries = call["context"]!["draftOrders"]!["entry"]!.AsArray();
        var other = entries[0]!.DeepClone();
        entries[0]!["resource"]!.AsObject().Remove("extension");
        other["resource"]!["id"] = "o2";
        other["resource"]!["code"] = JsonNode.Parse("""{"text":"Blood count"}""");
        entries.Add(other);

        using var response = await app.PostAsync(call.ToJsonString());

        Assert.DoesNotContain("Coverage information", (await CardAsync(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static string Covered(string parts) => Some.FusionCall(Empty).Replace(
        "\"status\":\"draft\",",
        $$"""
        "status":"draft","extension":[{"url":"http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information","extension":[{{parts}}]}],
        """,
        StringComparison.Ordinal);

    private static string Shape(string name) => File.ReadAllText(Path.Combine(Some.Repository, "tests", "CdsHooks.Service.Tests", "Requests", $"{name}.json"));

    private static async Task<JsonElement> CardAsync(HttpResponseMessage response) => Assert.Single((await response.JsonAsync()).GetProperty("cards").EnumerateArray());
}
