using System.Text;
using System.Text.Json;
using CdsHooks.Cli.Cases;
using CdsHooks.Cli.Check;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Cli.Mutations;

/// <summary>
/// The codes that stand in the requests of runs. Codes are the only way from a chart into the value sets: where every code of a
/// request is looked up with the same result as before, the run comes out as before and need not be tried.
/// </summary>
internal sealed class CaseCodings
{
    private readonly Dictionary<(string System, string Code), List<int>> _runs = [];

    public CaseCodings(IReadOnlyList<CaseRun> runs)
    {
        foreach (var (index, run) in runs.Index())
        {
            using var request = JsonDocument.Parse(run.Request);
            foreach (var coding in JsonWalk.Elements(request.RootElement).SelectMany(CodingsOf).Distinct())
            {
                _runs.TryAdd(coding, []);
                _runs[coding].Add(index);
            }
        }
    }

    /// <summary>Lists the runs, by their indexes, of which any code is looked up with another result.</summary>
    public IReadOnlySet<int> Touched(TerminologyIndex before, TerminologyIndex after) =>
        _runs.Where(entry => !IsSame(entry.Key, before, after)).SelectMany(entry => entry.Value).ToHashSet();

    private static IEnumerable<(string System, string Code)> CodingsOf(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            yield break;
        }

        if (TextOf(json, "code"u8) is { } code)
        {
            yield return (TextOf(json, "system"u8) ?? string.Empty, code);
        }

        // Items of questionnaires are looked up in every system.
        if (TextOf(json, "linkId"u8) is { } linkId)
        {
            yield return (string.Empty, linkId);
        }
    }

    private static string? TextOf(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;

    private static bool IsSame((string System, string Code) coding, TerminologyIndex before, TerminologyIndex after)
    {
        var (system, code) = coding;
        var utf8 = Encoding.UTF8.GetBytes(code);
        return before.MayKnow(utf8) == after.MayKnow(utf8) && (system.Length == 0
            ? before.LookupAnySystem(code).Equals(after.LookupAnySystem(code))
            : before.Lookup(system, code).Equals(after.Lookup(system, code))
                && string.Equals(before.Display(system, code), after.Display(system, code), StringComparison.Ordinal));
    }
}
