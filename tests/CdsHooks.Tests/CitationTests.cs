using System.Text.Json;
using System.Text.RegularExpressions;
using CdsHooks.Tests.Architecture;
using Xunit;

namespace CdsHooks.Tests;

/// <summary>Whoever reads a card can look up what it rests on.</summary>
public sealed partial class CitationTests
{
    /// <summary>What has no public identifier, and why. The citation says where it was read instead.</summary>
    private static readonly Dictionary<string, string> WithoutIdentifier = new(StringComparer.Ordinal)
    {
        ["NASS coverage recommendations 2014"] = "sold by the society; no public text",
        ["eviCore CMM-609"] = "a payer's guideline whose own address was not confirmed",
        ["Aetna CPB 0743"] = "a payer's bulletin whose own address was not confirmed",
        ["Premera lumbar fusion policy"] = "a payer's policy whose own address was not confirmed",
    };

    private static readonly IReadOnlyList<Citation> Library = [.. Shipped("relatedArtifact")];

    private static readonly IReadOnlyList<Citation> Cited = [.. Shipped("documentation")];

    [Fact]
    public void Every_citation_has_a_DOI_a_PMID_or_an_address_or_is_known_to_have_none() =>
        Assert.All(Library, citation => Assert.Equal(!WithoutIdentifier.ContainsKey(citation.Label), citation.Url.Length > 0));

    [Fact]
    public void What_has_no_identifier_says_where_it_was_read()
    {
        Assert.Empty(WithoutIdentifier.Keys.Except(Library.Select(citation => citation.Label), StringComparer.Ordinal));
        Assert.All(
            Library.Where(citation => citation.Url.Length == 0),
            citation => Assert.Matches("read in|as quoted by", citation.Text));
    }

    [Fact]
    public void An_address_leads_to_the_DOI_or_the_PMID_that_the_text_names() =>
        Assert.All(Library.Where(citation => citation.Url.Length > 0), citation =>
        {
            var named = Identifier().Matches(citation.Text).Select(match => match.Groups["id"].Value).ToList();
            Assert.StartsWith("https://", citation.Url, StringComparison.Ordinal);
            Assert.True(named.Count == 0 || named.Exists(id => citation.Url.Contains(id, StringComparison.OrdinalIgnoreCase)), citation.Label);
        });

    [Fact]
    public void A_criterion_or_a_card_cites_by_the_label_of_one_source_of_the_plan() =>
        Assert.All(Cited, citation =>
        {
            Assert.Single(Library, known => string.Equals(known.Label, citation.Label, StringComparison.Ordinal));
            Assert.Equal(string.Empty, citation.Text + citation.Url);
        });

    private static IEnumerable<Citation> Shipped(string member)
    {
        using var plan = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("fhir-profiles", "plans", "PlanDefinition-lumbar-fusion.json")));
        return [.. Members(plan.RootElement, member).SelectMany(list => list.EnumerateArray()).Select(Citation.Of)];
    }

    private static IEnumerable<JsonElement> Members(JsonElement json, string name) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => member.NameEquals(name) && member.Value.ValueKind is JsonValueKind.Array ? [member.Value] : Members(member.Value, name)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(item => Members(item, name)),
        _ => [],
    };

    [GeneratedRegex(@"(doi:|PMID )(?<id>[\w./()-]*\w)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Identifier();

    private sealed record Citation(string Label, string Text, string Url)
    {
        public static Citation Of(JsonElement json) => new(
            TextOf(json, "label"),
            TextOf(json, "citation") + TextOf(json, "display"),
            TextOf(json, "url"));

        private static string TextOf(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString()! : string.Empty;
    }
}
