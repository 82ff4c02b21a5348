using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>Each client is spoken to as its profile and its options say; the meaning stays.</summary>
public sealed partial class ClientTasteTests
{
    private const string Case = "v18-nothing-documented";

    public static TheoryData<string> Profiles => [.. ClientProfile.Names];

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Every_golden_case_gets_a_sound_answer_in_every_profile(string profile)
    {
        await using var app = With(("Profile", profile));

        foreach (var name in Some.CaseNames)
        {
            using var response = await app.PostAsync(Some.Case(name));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("default", "any")]
    [InlineData("sandbox", "any")]
    [InlineData("oracle", "any")]
    [InlineData("cds-hooks-1.0", "at-most-one")]
    [InlineData("epic", null)]
    public async Task Suggestions_are_offered_as_the_profile_takes_them(string profile, string? behavior)
    {
        await using var app = With(("Profile", profile));

        var card = await CardAsync(app);

        Assert.Equal(behavior, card.TryGetProperty("selectionBehavior", out var found) ? found.GetString() : null);
        Assert.Equal(behavior is not null, card.TryGetProperty("suggestions", out _));
    }

    [Fact]
    public async Task Where_suggestions_are_of_no_use_the_text_and_a_link_carry_them()
    {
        await using var epic = With(("Profile", "epic"));
        await using var rich = With(("Profile", "default"));

        var card = await CardAsync(epic);
        var suggestions = (await CardAsync(rich)).GetProperty("suggestions").EnumerateArray().Select(suggestion => suggestion.GetProperty("label").GetString()!).ToList();

        Assert.Equal(3, suggestions.Count);
        Assert.All(suggestions, label => Assert.Contains(label, card.GetProperty("detail").GetString()!, StringComparison.Ordinal));
        Assert.Equal("http://localhost:5080/docs/lumbar-fusion#indicationMissing", card.GetProperty("links")[0].GetProperty("url").GetString());
    }

    [Theory]
    [InlineData("epic", "true", "any")]
    [InlineData("default", "false", null)]
    public async Task A_client_may_differ_from_its_profile(string profile, string allow, string? behavior)
    {
        await using var app = With(("Profile", profile), ("AllowSuggestions", allow));

        var card = await CardAsync(app);

        Assert.Equal(behavior, card.TryGetProperty("selectionBehavior", out var found) ? found.GetString() : null);
    }

    [Fact]
    public async Task Every_suggestion_is_one_action_that_creates_an_order()
    {
        await using var app = With(("Profile", "epic"), ("AllowSuggestions", "true"));

        var actions = (await CardAsync(app)).GetProperty("suggestions").EnumerateArray().Select(suggestion => Assert.Single(suggestion.GetProperty("actions").EnumerateArray()));

        Assert.All(actions, action =>
        {
            Assert.Equal("create", action.GetProperty("type").GetString());
            Assert.Equal("ServiceRequest", action.GetProperty("resource").GetProperty("resourceType").GetString());
            Assert.False(action.GetProperty("resource").TryGetProperty("id", out _));
        });
    }

    [Theory]
    [InlineData("List", "- **Diagnosis of spondylolisthesis**: Spondylolisthesis, lumbar region, 2025-10-06")]
    [InlineData("Table", "| **Diagnosis of spondylolisthesis** | Spondylolisthesis, lumbar region, 2025-10-06 |")]
    public async Task Records_are_laid_out_as_the_client_renders_them(string style, string expected)
    {
        await using var app = With(("DetailStyle", style));

        Assert.Contains(expected, (await CardAsync(app, "v38-spondylolisthesis-grade-one")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_listed_hosts_are_linked_to_and_the_names_of_the_others_stay()
    {
        await using var everywhere = With();
        await using var some = With(("LinkHosts:0", "nih.gov"), ("LinkHosts:1", "DOI.org"));
        await using var nowhere = With(("LinkHosts:0", "hi.gov"));

        var all = await CardAsync(everywhere);
        var listed = await CardAsync(some);
        var none = await CardAsync(nowhere);

        Assert.True(all.TryGetProperty("links", out _));
        Assert.True(all.GetProperty("source").TryGetProperty("url", out _));
        Assert.All([listed, none], card =>
        {
            Assert.False(card.TryGetProperty("links", out _));
            Assert.False(card.GetProperty("source").TryGetProperty("url", out _));
            Assert.Contains("; NICE NG59", card.GetProperty("detail").GetString(), StringComparison.Ordinal);
        });
        Assert.Contains("](https://pubmed.ncbi.nlm.nih.gov/33253955/)", listed.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("](https://doi.org/", listed.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", none.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(Unlinked(all), Unlinked(none));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task The_assessment_goes_to_the_clients_that_ask_for_it(string include, bool isThere)
    {
        await using var app = With(("IncludeAssessment", include));

        using var response = await app.PostAsync(Some.Case(Case));

        Assert.Equal(isThere, (await response.JsonAsync()).TryGetProperty("extension", out _));
    }

    [Theory]
    [InlineData("true", HttpStatusCode.BadRequest)]
    [InlineData("false", HttpStatusCode.OK)]
    public async Task The_day_is_set_by_the_clients_that_may(string allow, HttpStatusCode expected)
    {
        await using var app = With(("AllowAsOfHeader", allow));

        using var response = await app.PostAsync(Some.Case(Case), ("X-CDS-As-Of", "no day"));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Outside_development_neither_is_on_by_itself()
    {
        await using var app = new ServiceApp { Environment = "Production", Settings = Some.Settings(("Access:AllowAnonymous", "true")) };

        using var response = await app.PostAsync(Some.Case(Case), ("X-CDS-As-Of", "no day"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False((await response.JsonAsync()).TryGetProperty("extension", out _));
    }

    [Fact]
    public async Task Every_card_and_every_suggestion_has_an_id_of_its_own_in_every_call()
    {
        await using var app = With();

        HashSet<string> ids = new(StringComparer.Ordinal);
        for (var call = 0; call < 3; call++)
        {
            var card = await CardAsync(app);
            Assert.All(card.GetProperty("suggestions").EnumerateArray().Append(card), part => Assert.True(ids.Add(part.GetProperty("uuid").GetString()!)));
        }

        Assert.Equal(12, ids.Count);
    }

    private static ServiceApp With(params (string Name, string Value)[] options) =>
        new() { Settings = Some.Settings([.. options.Select(option => ($"Clients:Anonymous:{option.Name}", option.Value))]) };

    private static async Task<JsonElement> CardAsync(ServiceApp app, string name = Case)
    {
        using var response = await app.PostAsync(Some.Case(name));
        return Assert.Single((await response.JsonAsync()).GetProperty("cards").EnumerateArray());
    }

    private static string Unlinked(JsonElement card) => Link().Replace(card.GetProperty("detail").GetString()!, match => match.Groups["text"].Value);

    [GeneratedRegex(@"\[(?<text>[^\[\]]*)\]\([^()]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
