using System.Text;
using System.Text.Json;
using CdsHooks.Fhir.Terminology;
using CdsHooks.Workbench.Cases;

namespace CdsHooks.Cli.Mutations;

/// <summary>
/// Indexes the codes in the requests of runs. Value sets affect a run only through these codes: when every code of a request is looked
/// up with the same result as before, the run has the same outcome and need not be repeated.
/// </summary>
internal sealed class CaseCodings
{
    private readonly Dictionary<(string System, string Code), List<int>> _runs = [];

    public CaseCodings(IReadOnlyList<CaseRun> runs)
    {
        foreach (var (index, run) in runs.Index())
        {
            using var request = JsonDocument.Parse(run.Request);
            foreach (var coding in Elements(request.RootElement).SelectMany(CodingsOf).Distinct())
            {
                _runs.TryAdd(coding, []);
                _runs[coding].Add(index);
            }
        }
    }

    /// <summary>Lists the indexes of the runs with a code that is looked up with another result.</summary>
    public IReadOnlySet<int> Affected(TerminologyIndex before, TerminologyIndex after) =>
        _runs.Where(entry => !IsSame(entry.Key, before, after)).SelectMany(entry => entry.Value).ToHashSet();

    /// <summary>Lists an element and all elements below it, in document order.</summary>
    private static IEnumerable<JsonElement> Elements(JsonElement json)
    {
        yield return json;
        var children = json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().Select(member => member.Value),
            JsonValueKind.Array => json.EnumerateArray().AsEnumerable(),
            _ => [],
        };
        foreach (var element in children.SelectMany(Elements))
        {
            yield return element;
        }
    }

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

        // Questionnaire items are looked up in every code system.
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
