using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CdsHooks.Service.Knowledge.KnowledgeApi;
using CdsHooks.Service.Tests.Infrastructure;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace CdsHooks.Service.Tests;

/// <summary>The knowledge as FHIR: read and search (FHIR R4, RESTful API).</summary>
public sealed class KnowledgeTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private const string PlanUrl = "https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion";

    [Fact]
    public async Task The_capability_statement_names_every_type_with_its_searches()
    {
        using var response = await GetAsync("metadata");
        var statement = await response.JsonAsync();

        Assert.Equal("application/fhir+json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("CapabilityStatement", statement.GetProperty("resourceType").GetString());
        Assert.Equal("4.0.1", statement.GetProperty("fhirVersion").GetString());
        var resources = statement.GetProperty("rest")[0].GetProperty("resource").EnumerateArray().ToList();
        Assert.Superset(
            new HashSet<string?>(["ActivityDefinition", "CodeSystem", "PlanDefinition", "StructureDefinition", "ValueSet"], StringComparer.Ordinal),
            resources.Select(resource => resource.GetProperty("type").GetString()).ToHashSet(StringComparer.Ordinal));
        foreach (var resource in resources)
        {
            Assert.Equal("read search-type", string.Join(' ', resource.GetProperty("interaction").EnumerateArray().Select(interaction => interaction.GetProperty("code").GetString())));
            foreach (var parameter in resource.GetProperty("searchParam").EnumerateArray())
            {
                using var search = await GetAsync($"{resource.GetProperty("type").GetString()}?{parameter.GetProperty("name").GetString()}=none-such");
                Assert.Equal(0, (await search.JsonAsync()).GetProperty("total").GetInt32());
            }
        }
    }

    [Fact]
    public async Task Every_resource_of_the_package_is_read_with_all_that_it_holds()
    {
        var files = Directory.GetFiles(Path.Combine(Some.Repository, "fhir-profiles"), "*.json", SearchOption.AllDirectories)
            .Where(file => !file.Contains("examples", StringComparison.Ordinal) && !file.EndsWith("package.json", StringComparison.Ordinal));
        foreach (var file in files)
        {
            var bytes = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            using var resource = JsonDocument.Parse(bytes);
            var type = resource.RootElement.GetProperty("resourceType").GetString();
            if (type is not "Parameters")
            {
                using var response = await GetAsync($"{type}/{resource.RootElement.GetProperty("id").GetString()}");
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal(Sorted(resource.RootElement), Sorted(await response.JsonAsync()));
            }
        }
    }

    [Fact]
    public async Task A_client_that_has_it_already_gets_304()
    {
        using var first = await GetAsync("PlanDefinition/lumbar-fusion");
        using var client = app.CreateClient();
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri("/fhir/PlanDefinition/lumbar-fusion", UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var response = await client.SendAsync(again, TestContext.Current.CancellationToken);

        Assert.True(first.Headers.ETag!.IsWeak);
        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("PlanDefinition?url=" + PlanUrl, "lumbar-fusion")]
    [InlineData("PlanDefinition?url=" + PlanUrl + "&version=1.0.0", "lumbar-fusion")]
    [InlineData("PlanDefinition?url=" + PlanUrl + "&version=0.9.0")]
    [InlineData("PlanDefinition?version=0.9.0,1.0.0", "lumbar-fusion")]
    [InlineData("PlanDefinition?name=lumbarf", "lumbar-fusion")]
    [InlineData("PlanDefinition?name=fusion")]
    [InlineData("PlanDefinition?name:contains=fusion", "lumbar-fusion")]
    [InlineData("PlanDefinition?name:exact=LumbarFusion", "lumbar-fusion")]
    [InlineData("PlanDefinition?name:exact=lumbarfusion")]
    [InlineData("ValueSet?_id=spondylolysis,topical-routes", "spondylolysis", "topical-routes")]
    [InlineData("ValueSet?_id=spondylolysis\\,topical-routes")]
    [InlineData("ActivityDefinition?status=active&name=ReferPhysical&_format=json", "refer-physical-therapy")]
    public async Task A_search_finds_what_matches_every_parameter(string search, params string[] expected)
    {
        using var response = await GetAsync(search);
        var bundle = await response.JsonAsync();

        Assert.Equal("searchset", bundle.GetProperty("type").GetString());
        Assert.Equal(expected.Length, bundle.GetProperty("total").GetInt32());
        Assert.Equal(expected, IdsOf(bundle), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_search_may_be_sent_in_the_body()
    {
        using var client = app.CreateClient();
        using var form = new FormUrlEncodedContent([new("url", PlanUrl)]);
        using var text = new StringContent("url=" + PlanUrl);

        using var response = await client.PostAsync(new Uri("/fhir/PlanDefinition/_search?version=1.0.0", UriKind.Relative), form, TestContext.Current.CancellationToken);
        using var refused = await client.PostAsync(new Uri("/fhir/PlanDefinition/_search", UriKind.Relative), text, TestContext.Current.CancellationToken);

        Assert.Equal("lumbar-fusion", Assert.Single(IdsOf(await response.JsonAsync())));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
    }

    [Fact]
    public async Task The_pages_of_a_search_hold_every_match_once()
    {
        List<string> seen = [];
        var total = 0;
        for (string? next = "ValueSet?status=active&_count=50"; next is not null;)
        {
            using var response = await GetAsync(next);
            var bundle = await response.JsonAsync();
            total = bundle.GetProperty("total").GetInt32();
            seen.AddRange(IdsOf(bundle));
            next = bundle.GetProperty("link").EnumerateArray()
                .FirstOrDefault(link => link.GetProperty("relation").GetString() is "next") is { ValueKind: JsonValueKind.Object } link
                ? link.GetProperty("url").GetString()
                : null;
        }

        Assert.True(total > 150, "The package has more value sets than one page holds.");
        Assert.Equal(total, seen.Count);
        Assert.Equal(seen.Order(StringComparer.Ordinal), seen.Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("ValueSet?_count=1000")]
    [InlineData("ValueSet?_count=2&_offset=3")]
    [InlineData("PlanDefinition")]
    [InlineData("PlanDefinition?_count=0")]
    [InlineData("PlanDefinition?name=none-such")]
    public async Task A_page_is_written_as_FHIR_writes_it_at_each_request(string search)
    {
        using var first = await GetAsync(search);
        var text = await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var second = await GetAsync(search);

        var bundle = FhirJsonDeserializer.STRICT.Deserialize<Bundle>(text);
        Assert.Equal(FhirJson.Write(bundle).ToArray(), Encoding.UTF8.GetBytes(text));
        Assert.Equal(text, await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        foreach (var resource in bundle.Entry.Select(entry => entry.Resource!))
        {
            using var read = await GetAsync($"{resource.TypeName}/{resource.Id}");
            Assert.Equal(FhirJson.Write(resource).ToArray(), await read.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("ValueSet?code=1", HttpStatusCode.BadRequest, "not-supported")]
    [InlineData("ValueSet?name:sounds=x", HttpStatusCode.BadRequest, "not-supported")]
    [InlineData("ValueSet?_count=many", HttpStatusCode.BadRequest, "value")]
    [InlineData("ValueSet?_offset=-1", HttpStatusCode.BadRequest, "value")]
    [InlineData("ValueSet/none-such", HttpStatusCode.NotFound, "not-found")]
    [InlineData("Patient", HttpStatusCode.NotFound, "not-supported")]
    [InlineData("Patient/1", HttpStatusCode.NotFound, "not-supported")]
    [InlineData("Parameters/nass", HttpStatusCode.NotFound, "not-supported")]
    [InlineData("metadata?_format=xml", HttpStatusCode.NotAcceptable, "not-supported")]
    [InlineData("", HttpStatusCode.NotFound, "not-found")]
    public async Task What_cannot_be_done_is_rejected_in_fhir(string path, HttpStatusCode status, string code)
    {
        using var response = await GetAsync(path);
        var outcome = await response.JsonAsync();

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/fhir+json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("OperationOutcome", outcome.GetProperty("resourceType").GetString());
        Assert.Equal(code, outcome.GetProperty("issue")[0].GetProperty("code").GetString());
        Assert.DoesNotContain("none-such", outcome.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/fhir+json", HttpStatusCode.OK)]
    [InlineData("application/fhir+xml, application/json;q=0.5", HttpStatusCode.OK)]
    [InlineData("*/*", HttpStatusCode.OK)]
    [InlineData("application/fhir+xml", HttpStatusCode.NotAcceptable)]
    public async Task Only_json_is_sent(string accept, HttpStatusCode expected)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/fhir/metadata", UriKind.Relative));
        request.Headers.Add("Accept", accept);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Nothing_can_be_written(string method)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/fhir/PlanDefinition/lumbar-fusion", UriKind.Relative))
        {
            Content = new StringContent("{}", new MediaTypeHeaderValue("application/fhir+json")),
        };

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("OperationOutcome", (await response.JsonAsync()).GetProperty("resourceType").GetString());
    }

    /// <summary>The JSON with the members of each object by name, every number with the digits that it has.</summary>
    private static string Sorted(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', json.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}:{Sorted(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', json.EnumerateArray().Select(Sorted))}]",
        JsonValueKind.String => json.GetString()!,
        _ => json.GetRawText(),
    };

    private static IEnumerable<string> IdsOf(JsonElement bundle) => bundle.TryGetProperty("entry", out var entries)
        ? entries.EnumerateArray().Select(entry => entry.GetProperty("resource").GetProperty("id").GetString()!)
        : [];

    private async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var client = app.CreateClient();
        return await client.GetAsync(new Uri("/fhir/" + path, UriKind.Relative), TestContext.Current.CancellationToken);
    }
}
