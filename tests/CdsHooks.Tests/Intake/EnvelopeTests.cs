using System.Text;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using Xunit;

namespace CdsHooks.Tests.Intake;

public sealed class EnvelopeTests
{
    public static TheoryData<string, string> Issues => new()
    {
        { "", "$" },
        { "nonsense", "$" },
        { "[]", "$" },
        { "null", "$" },
        { "\"text\"", "$" },
        { Some.Request() + "x", "$" },
        { Some.Request() + "{}", "$" },
        { Some.Request()[..^1], "$" },
        { Some.Request()[..^1] + ",}", "$" },
        { "/* */" + Some.Request(), "$" },
        { "{}", "$.hook" },
        { "{\"hook\":1}", "$.hook" },
        { "{\"hook\":null}", "$.hook" },
        { "{\"hook\":\"\"}", "$.hook" },
        { "{\"hook\":\"\\ud800\"}", "$.hook" },
        { Some.Request(hook: "patient-view"), "$.hook" },
        { "{\"hook\":\"order-sign\"}", "$.hookInstance" },
        { "{\"hookInstance\":\"1\"}", "$.hookInstance" },
        { "{\"hookInstance\":\"{" + Some.HookInstance + "}\"}", "$.hookInstance" },
        { "{\"hook\":\"order-sign\",\"hookInstance\":\"" + Some.HookInstance + "\"}", "$.context" },
        { Some.Request(context: "null"), "$.context" },
        { Some.Request(context: "[]"), "$.context" },
        { Some.Request().Replace("{\"hook\"", "{\"hook\":\"order-sign\",\"hook\"", StringComparison.Ordinal), "$.hook" },
        { Some.Request()[..^1] + ",\"context\":{}}", "$.context" },
        { Some.Request()[..^1] + ",\"fhirServer\":5}", "$.fhirServer" },
        { Some.Request()[..^1] + ",\"fhirAuthorization\":\"x\"}", "$.fhirAuthorization" },
        { Some.Request()[..^1] + ",\"fhirAuthorization\":{\"patient\":\"p2\"}}", "$.fhirAuthorization.patient" },
        { "{\"prefetch\":[]," + Some.Request()[1..], "$.prefetch" },
    };

    public static TheoryData<string, string> IssuesBehindPrefetch => new()
    {
        { Some.Request("{"), "$" },
        { Some.Request("{}") + "x", "$" },
        { Some.Request("[]"), "$.prefetch" },
        { Some.Request("\"x\""), "$.prefetch" },
        { Some.Request("{}")[..^1] + ",\"prefetch\":{}}", "$.prefetch" },
        { Some.Request("{}")[..^1] + ",\"hook\":\"order-sign\"}", "$.hook" },
        { Some.Request("{}")[..^1] + ",\"fhirAuthorization\":{\"patient\":\"p2\"}}", "$.fhirAuthorization.patient" },
        { Some.Request("{}")[..^1] + ",\"fhirAuthorization\":{\"access_token\":\"t\"}}", "$.fhirServer" },
        { Some.Request("{}")[..^1] + ",\"fhirServer\":null,\"fhirAuthorization\":{\"access_token\":\"t\"}}", "$.fhirServer" },
        { "{\"fhirAuthorization\":{\"access_token\":\"t\"}," + Some.Request("{}")[1..], "$.fhirServer" },
    };

    [Fact]
    public void A_right_request_is_read()
    {
        using var request = Some.Read(Some.Request());

        Assert.Equal(HookNames.OrderSign, request.Hook);
        Assert.Equal(Some.HookInstance, request.HookInstance);
        Assert.Equal("p1", request.Context.PatientId);
    }

    [Theory]
    [MemberData(nameof(Issues))]
    public void An_issue_in_the_envelope_names_its_place(string body, string path)
    {
        var issue = Assert.Throws<HookRequestException>(() => Some.Read(body));

        Assert.Equal(path, issue.JsonPath);
        Assert.StartsWith(path, issue.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(IssuesBehindPrefetch))]
    public void Members_after_prefetch_are_checked_only_with_it(string body, string path)
    {
        using var request = Some.Read(body);

        var issue = Assert.Throws<HookRequestException>(() => request.ReadRest(Some.Terminology, new HashSet<EvidenceKind>()).Sets);

        Assert.Equal(path, issue.JsonPath);
    }

    [Theory]
    [InlineData("D1577C69-DFBE-44AD-BA6D-3E05E953B2EA")]
    [InlineData("2f1a1b2e-5d3c-11ed-9b6a-0242ac120002")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void A_hook_instance_may_be_any_uuid_in_any_case(string uuid)
    {
        using var request = Some.Read(Some.Request().Replace(Some.HookInstance, uuid, StringComparison.Ordinal));

        Assert.Equal(uuid, request.HookInstance);
    }

    [Fact]
    public void Unknown_members_are_ignored_everywhere()
    {
        var context = Some.Context[..^1] + ",\"futureField\":[1,{\"a\":null}],\"extension\":{}}";
        using var request = Some.Read("{\"extension\":{\"com.example\":[[]]},\"extension\":null," + Some.Request(context: context)[1..]);

        Assert.Single(request.Context.DraftOrders);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        using var request = HookRequest.Read((byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Some.Request("{}"))]);

        Assert.Equal("p1", request.Context.PatientId);
        Assert.Equal(12, request.ReadRest(Some.Terminology, new HashSet<EvidenceKind>()).Sets.Count);
    }

    [Theory]
    [InlineData(0x80)]
    [InlineData(0xC0)]
    [InlineData(0xFF)]
    public void Bytes_that_are_not_utf8_are_rejected_before_and_behind_prefetch(byte odd)
    {
        var before = Encoding.UTF8.GetBytes("{\"extension\":\"@\"," + Some.Request()[1..]);
        var behind = Encoding.UTF8.GetBytes(Some.Request("{\"conditions\":\"@\"}"));
        before[Array.IndexOf(before, (byte)'@')] = odd;
        behind[Array.IndexOf(behind, (byte)'@')] = odd;

        Assert.Equal("$", Assert.Throws<HookRequestException>(() => HookRequest.Read(before)).JsonPath);
        using var request = HookRequest.Read(behind);
        Assert.Equal("$", Assert.Throws<HookRequestException>(() => request.ReadRest(Some.Terminology, new HashSet<EvidenceKind>()).Sets).JsonPath);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void Nesting_is_bounded_at_64_levels(int levels, bool isFine)
    {
        var nested = new string('[', levels) + new string(']', levels);

        var issue = Record.Exception(() => Some.Read("{\"extension\":" + nested + "," + Some.Request()[1..]).Dispose());
        var issueBehind = Record.Exception(() => Some.PrefetchOf(Some.Request("{}")[..^1] + ",\"extension\":" + nested + "}"));

        Assert.Equal(isFine, issue is null);
        Assert.Equal(isFine, issueBehind is null);
    }

    [Fact]
    public void A_body_that_is_not_json_says_where_and_shows_nothing_of_it()
    {
        var issue = Assert.Throws<HookRequestException>(() => Some.Read("{\"hook\":\"order-sign\",\n\"secret-name\" secret-value}"));

        Assert.Contains("line 2, byte 14", issue.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", issue.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Server_and_authorization_are_read_before_prefetch_and_after_it(bool isBefore)
    {
        const string Access = "\"fhirServer\":\"https://ehr.example/fhir\",\"fhirAuthorization\":{\"access_token\":\"t\",\"patient\":\"Patient/p1\"}";
        using var request = Some.Read(isBefore ? $"{{{Access},{Some.Request("{}")[1..]}" : $"{Some.Request("{}")[..^1]},{Access}}}");

        var rest = request.ReadRest(Some.Terminology, new HashSet<EvidenceKind>());

        Assert.Equal("https://ehr.example/fhir", rest.FhirServer);
        Assert.NotNull(rest.Authorization);
    }

    [Fact]
    public void A_null_in_place_of_an_optional_member_means_that_it_is_absent()
    {
        using var request = Some.Read(Some.Request()[..^1] + ",\"prefetch\":null,\"fhirServer\":null,\"fhirAuthorization\":null}");
        var rest = request.ReadRest(Some.Terminology, new HashSet<EvidenceKind>());

        Assert.All(rest.Sets, set => Assert.Equal(RetrievalOutcome.NotRequested, set.Retrieval.Outcome));
        Assert.Null(rest.FhirServer);
        Assert.Null(rest.Authorization);
    }
}
