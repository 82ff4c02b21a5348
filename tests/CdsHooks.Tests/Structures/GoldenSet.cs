using System.Text.Json;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Cases;

namespace CdsHooks.Tests.Structures;

/// <summary>FHIR in the call of a golden case: the draft orders, or one set of the prefetch.</summary>
/// <param name="Run">The case's name, with <c>/</c> and the variant's name where there is one.</param>
/// <param name="Key">Which it is.</param>
/// <param name="Json">The bundle or the resource, without white space, so that what a variant leaves as it is can be told.</param>
internal sealed record GoldenSet(string Run, string Key, string Json)
{
    /// <summary>Gets every case as its path in the repository.</summary>
    public static IReadOnlyList<string> Cases { get; } =
    [
        .. new[] { "tests/cases", "tests/second-procedure/cases" }
            .SelectMany(folder => Directory.EnumerateDirectories(Repository.PathOf(folder)))
            .Select(folder => Path.GetRelativePath(Repository.Root, folder))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Lists what the calls of a case hold: all of the case's own, and of its variants what they changed.</summary>
    public static IEnumerable<GoldenSet> Of(string folder)
    {
        var runs = CaseFolder.List(Repository.PathOf(folder));
        var own = In(runs[0]).ToList();
        var unchanged = own.Select(set => set.Json).ToHashSet(StringComparer.Ordinal);
        return own.Concat(runs.Skip(1).SelectMany(In).Where(set => !unchanged.Contains(set.Json)));
    }

    private static IEnumerable<GoldenSet> In(CaseRun run)
    {
        using var call = JsonDocument.Parse(run.Request);
        List<GoldenSet> sets = [];
        if (call.RootElement.GetProperty("context").TryGetProperty("draftOrders", out var orders))
        {
            sets.Add(new GoldenSet(run.Name, "draftOrders", JsonSerializer.Serialize(orders)));
        }

        if (call.RootElement.TryGetProperty("prefetch", out var prefetch) && prefetch.ValueKind is JsonValueKind.Object)
        {
            sets.AddRange(prefetch.EnumerateObject()
                .Where(set => set.Value.ValueKind is not JsonValueKind.Null)
                .Select(set => new GoldenSet(run.Name, set.Name, JsonSerializer.Serialize(set.Value))));
        }

        return sets;
    }
}
