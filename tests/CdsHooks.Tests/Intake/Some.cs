using System.Text;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Tests.Intake;

/// <summary>Requests that are right, to be changed in one place per test.</summary>
internal static class Some
{
    public const string HookInstance = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";

    public const string Context =
        """{"userId":"Practitioner/7","patientId":"p1","encounterId":"e1","draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"ServiceRequest","id":"o1","subject":{"reference":"Patient/p1"}}}]}}""";

    /// <summary>Knows the codes M54.50 and q1, and no other.</summary>
    public static TerminologyIndex Terminology { get; } = BuildTerminology();

    public static string Request(string? prefetch = null, string context = Context, string hook = "order-sign") =>
        $$"""{"hook":"{{hook}}","hookInstance":"{{HookInstance}}","context":{{context}}{{(prefetch is null ? "" : $",\"prefetch\":{prefetch}")}}}""";

    public static string ContextWith(string draftOrders) =>
        $$"""{"userId":"Practitioner/7","patientId":"p1","draftOrders":{{draftOrders}}}""";

    public static string Bundle(params string[] entries) =>
        $$"""{"resourceType":"Bundle","type":"searchset","entry":[{{string.Join(',', entries)}}]}""";

    public static string Entry(string resource, string mode = "match") => $$$"""{"resource":{{{resource}}},"search":{"mode":"{{{mode}}}"}}""";

    public static string Condition(string code = "M54.50", string id = "c1") =>
        $$$"""{"resourceType":"Condition","id":"{{{id}}}","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"{{{code}}}"}]}}""";

    public static string Outcome(string severity) =>
        $$"""{"resourceType":"OperationOutcome","issue":[{"severity":"{{severity}}","code":"processing"}]}""";

    public static HookRequest Read(string body) => HookRequest.Read(Encoding.UTF8.GetBytes(body));

    public static IReadOnlyList<EvidenceSet> Prefetch(string prefetch, params EvidenceKind[] keepAll) => PrefetchOf(Request(prefetch), keepAll);

    public static IReadOnlyList<EvidenceSet> PrefetchOf(string body, params EvidenceKind[] keepAll)
    {
        using var request = Read(body);
        return request.ReadRest(Terminology, keepAll.ToHashSet()).Sets;
    }

    public static EvidenceSet Of(this IReadOnlyList<EvidenceSet> sets, string key) => sets.Single(set => string.Equals(set.Retrieval.Key, key, StringComparison.Ordinal));

    public static IReadOnlyList<RawResource> Used(this EvidenceSet set) => [.. set.Resources.Where(raw => !raw.IsUnused)];

    public static string Text(this RawResource raw) => Encoding.UTF8.GetString(raw.Json.Span);

    private static TerminologyIndex BuildTerminology()
    {
        var valueSet = Fhir.Terminology.Knowledge.Read(
            """
            {"resourceType":"ValueSet","url":"https://example.org/vs","status":"active","compose":{"include":[
              {"system":"http://hl7.org/fhir/sid/icd-10-cm","concept":[{"code":"M54.50"}]},
              {"system":"https://example.org/items","concept":[{"code":"q1"}]}]}}
            """);
        var builder = new TerminologyBuilder();
        builder.Add(valueSet, "vs.json");
        return builder.Build(out _);
    }
}
