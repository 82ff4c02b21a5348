using System.Text;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Fhir.Terminology;
using Xunit;

namespace CdsHooks.Tests.Intake;

/// <summary>What a FHIR server's answer is worth, and where it goes on.</summary>
public sealed class SearchPageTests
{
    private static readonly TerminologyIndex Nothing = new TerminologyBuilder().Build(out _);

    private static readonly HashSet<EvidenceKind> All = [.. Enum.GetValues<EvidenceKind>()];

    [Theory]
    [InlineData("""{"resourceType":"Bundle","type":"searchset","total":0}""", RetrievalOutcome.Empty, 0, "nothing found")]
    [InlineData("""{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition","id":"1"}}]}""", RetrievalOutcome.Fetched, 1, "one")]
    [InlineData("""{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning"}]},"search":{"mode":"outcome"}}]}""", RetrievalOutcome.Empty, 0, "a warning that nothing was found")]
    [InlineData("""{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"error"}]},"search":{"mode":"outcome"}}]}""", RetrievalOutcome.Failed, 0, "an error among the entries")]
    [InlineData("""{"resourceType":"OperationOutcome","issue":[{"severity":"error"}]}""", RetrievalOutcome.Failed, 0, "an error in its place")]
    [InlineData("""{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1"}},{"resource":{"resourceType":"Observation","id":"2"}}]}""", RetrievalOutcome.Unparseable, 0, "something else was sent")]
    [InlineData("""{"resourceType":"Bundle","entry":{}}""", RetrievalOutcome.Unparseable, 0, "entries that are none")]
    [InlineData("[]", RetrievalOutcome.Unparseable, 0, "no object")]
    [InlineData("null", RetrievalOutcome.Unparseable, 0, "null is an answer to no search")]
    [InlineData("{}", RetrievalOutcome.Unparseable, 0, "no resource")]
    [InlineData("<html>", RetrievalOutcome.Unparseable, 0, "a page for people")]
    [InlineData("", RetrievalOutcome.Unparseable, 0, "nothing at all")]
    [InlineData("""{"resourceType":"Bundle","total":0} x""", RetrievalOutcome.Unparseable, 0, "something after the end")]
    [InlineData("""{"resourceType":"Bundle","total":0""", RetrievalOutcome.Unparseable, 0, "cut off")]
    public void An_answer_is_worth_what_it_says(string body, RetrievalOutcome outcome, int count, string why)
    {
        var page = PageOf(body);

        Assert.True(outcome == page.Outcome, why);
        Assert.Equal(count, page.Count);
    }

    [Theory]
    [InlineData("""[{"relation":"self","url":"a"},{"relation":"next","url":"b?page=2"}]""", true, "b?page=2")]
    [InlineData("""[{"url":"b","relation":"next"}]""", true, "b")]
    [InlineData("""[{"extension":[{"url":"x","valueString":"next"}],"relation":"next","url":"b"}]""", true, "b")]
    [InlineData("""[{"relation":"next"}]""", true, null)]
    [InlineData("""[{"relation":"next","url":5}]""", true, null)]
    [InlineData("""[{"relation":"previous","url":"a"}]""", false, null)]
    [InlineData("""[]""", false, null)]
    public void The_next_page_is_where_the_link_says(string links, bool hasNext, string? next)
    {
        var page = PageOf("""{"resourceType":"Bundle","link":LINKS,"entry":[{"resource":{"resourceType":"Condition","id":"1"}}]}""".Replace("LINKS", links, StringComparison.Ordinal));

        Assert.Equal(hasNext, page.HasNext);
        Assert.Equal(next, page.Next);
    }

    [Theory]
    [InlineData("5", 5)]
    [InlineData("0", 0)]
    [InlineData("\"5\"", 0)]
    [InlineData("5.5", 0)]
    [InlineData("{\"total\":5}", 0)]
    [InlineData("null", 0)]
    public void The_total_is_what_the_bundle_itself_says(string total, int expected)
    {
        var page = PageOf("""{"resourceType":"Bundle","total":TOTAL,"entry":[{"resource":{"resourceType":"Condition","total":9}},{"resource":{"resourceType":"Patient"}}]}""".Replace("TOTAL", total, StringComparison.Ordinal));

        Assert.Equal(RetrievalOutcome.Fetched, page.Outcome);
        Assert.Equal(expected, page.Total);
        Assert.Equal(2, page.Entries);
        Assert.Equal(1, page.Count);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_answer() =>
        Assert.Equal(1, PageOf("\uFEFF" + """{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition","id":"1"}}]}""").Count);

    [Fact]
    public void What_is_no_utf_8_or_nests_too_deep_cannot_be_read()
    {
        var nested = string.Concat(Enumerable.Repeat("[", 80)) + string.Concat(Enumerable.Repeat("]", 80));
        var deep = """{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition","x":NESTED}}]}""".Replace("NESTED", nested, StringComparison.Ordinal);

        Assert.Equal(RetrievalOutcome.Unparseable, PageOf(deep).Outcome);
        Assert.Equal(RetrievalOutcome.Unparseable, SearchPage.Read(new byte[] { (byte)'"', 0xFF, (byte)'"' }, EvidenceKind.Condition, Nothing, All).Outcome);
    }

    [Theory]
    [InlineData("""{"access_token":"abc","token_type":"Bearer","expires_in":300}""", true, "as it should be")]
    [InlineData("""{"access_token":"abc","token_type":"bearer"}""", true, "letter case, and no word on how long")]
    [InlineData("""{"access_token":"abc","token_type":"Bearer","expires_in":"300"}""", true, "how long is said badly")]
    [InlineData("""{"access_token":"abc","token_type":"Bearer","expires_in":0}""", false, "expired")]
    [InlineData("""{"access_token":"abc","token_type":"Bearer","expires_in":-5}""", false, "long expired")]
    [InlineData("""{"access_token":"abc","token_type":"mac"}""", false, "another kind of token")]
    [InlineData("""{"access_token":"abc"}""", false, "no kind of token")]
    [InlineData("""{"token_type":"Bearer"}""", false, "no token")]
    [InlineData("""{"access_token":"","token_type":"Bearer"}""", false, "an empty one")]
    [InlineData("""{"access_token":"a b\r\nX: y","token_type":"Bearer"}""", false, "one that would break the header")]
    [InlineData("""{"access_token":["abc"],"token_type":"Bearer"}""", false, "no text")]
    public void A_token_is_used_only_where_it_can_be(string authorization, bool isUsable, string why)
    {
        var body = """
            {"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","fhirServer":"https://ehr.example/fhir","fhirAuthorization":AUTHORIZATION,
            "context":{"userId":"Practitioner/7","patientId":"p1","draftOrders":{"resourceType":"Bundle"}}}
            """.Replace("AUTHORIZATION", authorization, StringComparison.Ordinal);
        using var request = HookRequest.Read(Encoding.UTF8.GetBytes(body));

        var token = request.ReadRest(Some.Terminology, new HashSet<EvidenceKind>()).Authorization;

        Assert.True(isUsable == (token is { IsUsable: true }), why);
        Assert.Equal("FhirAuthorization", token?.ToString() ?? "FhirAuthorization");
    }

    private static SearchPage PageOf(string body) => SearchPage.Read(Encoding.UTF8.GetBytes(body), EvidenceKind.Condition, Nothing, All);
}
