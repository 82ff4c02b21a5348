using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>Requests to change, and ways to read what comes back.</summary>
internal static class Some
{
    /// <summary>An order-sign for a blood count: not ours.</summary>
    public const string ForeignCall = """
        {"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/7","patientId":"p1",
        "draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"ServiceRequest","id":"o1","status":"draft","intent":"order",
        "code":{"coding":[{"system":"http://loinc.org","code":"58410-2"}]},"subject":{"reference":"Patient/p1"}}}]}},
        "prefetch":{"conditions":null}}
        """;

    public static string Cases { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", "cases"));

    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Cases, "..", ".."));

    public static IEnumerable<string> CaseNames => Directory.EnumerateDirectories(Cases, "v*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>An order-sign for a lumbar fusion.</summary>
    /// <param name="prefetch">The prefetch object's JSON.</param>
    /// <param name="authoredOn">When the order was written, or null to leave it out.</param>
    public static string FusionCall(string prefetch, string? authoredOn = "2026-06-01") => $$$"""
        {"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/7","patientId":"p1",
        "draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"ServiceRequest","id":"o1","status":"draft","intent":"order",
        {{{(authoredOn is null ? "" : $"\"authoredOn\":\"{authoredOn}\",")}}}
        "code":{"coding":[{"system":"http://www.cms.gov/Medicare/Coding/ICD10","code":"0SG00AJ"}]},"subject":{"reference":"Patient/p1"} } } ] } },
        "prefetch":{{{prefetch}}}}
        """;

    public static Dictionary<string, string?> Settings(params (string Name, string Value)[] settings) =>
        settings.ToDictionary(setting => setting.Name, string? (setting) => setting.Value, StringComparer.Ordinal);

    public static string Case(string name) => File.ReadAllText(Path.Combine(Cases, name, "request.json"));

    public static StringContent Json(string body) => new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
