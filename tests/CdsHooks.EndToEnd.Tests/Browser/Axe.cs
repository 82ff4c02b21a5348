using System.Text.Json;
using Microsoft.Playwright;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>Asks axe-core for barriers on a page.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Script = new(() => File.ReadAllText(NpmPackages.File("axe-core", "axe.min.js")));

    /// <summary>Lists the serious and critical findings, each with the elements that it is about.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        await page.EvaluateAsync(Script.Value);
        var results = await page.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] })");
        return
        [
            .. results.GetProperty("violations").EnumerateArray()
                .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
                .Select(violation => $"{violation.GetProperty("id").GetString()}: {violation.GetProperty("help").GetString()}: {string.Join(" | ", violation.GetProperty("nodes").EnumerateArray().Select(Describe))}"),
        ];
    }

    private static string Describe(JsonElement node) => $"{node.GetProperty("html").GetString()} ({node.GetProperty("failureSummary").GetString()?.ReplaceLineEndings(" ")})";
}
