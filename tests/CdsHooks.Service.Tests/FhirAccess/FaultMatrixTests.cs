using System.Net;
using System.Text;
using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.FhirAccess;

/// <summary>
/// Every fault on every set of a chart that is whole otherwise: what becomes of the set, of the criteria and of the card. The table is
/// kept in docs/fault-matrix.md; <c>UPDATE_GOLDEN=1</c> writes it anew.
/// </summary>
public sealed class FaultMatrixTests : IAsyncDisposable
{
    private const string Case = "v72-complete-care-120-days";
    private const string Patient = "pat-v72";

    private static readonly bool Updates = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1";

    private static readonly (string Fault, string Says, string Outcome)[] Faults =
    [
        ("fixed-delay", "a right answer that comes too late", "timed-out"),
        ("slow-drip", "a right answer that comes in drops", "timed-out"),
        ("too-many-requests", "429, come back later than there is time", "failed"),
        ("unavailable", "503, again and again", "failed"),
        ("server-error-then-answer", "500 once, then the right answer", "empty"),
        ("unauthorized", "401", "forbidden"),
        ("forbidden", "403", "forbidden"),
        ("not-found", "404", "failed"),
        ("outcome-with-200", "200 with an OperationOutcome", "failed"),
        ("foreign-redirect", "a redirect to another host", "failed"),
        ("connection-reset", "the connection is reset", "failed"),
        ("empty-response", "the connection is closed without a word", "failed"),
        ("malformed-chunk", "garbage in place of the body", "failed"),
        ("random-data", "garbage instead of HTTP", "failed"),
        ("truncated-body", "less than Content-Length says", "failed"),
        ("cut-json", "JSON that ends in the middle", "unparseable"),
        ("wrong-content-type", "a page for people", "unparseable"),
        ("oversized", "more than is read", "unparseable"),
        ("deep-json", "JSON nested too deep", "unparseable"),
        ("broken-encoding", "not packed as it says", "unparseable"),
        ("zipped-bomb", "a small answer that unpacks to more than is read", "unparseable"),
        ("short-total", "fewer entries than the total says", "truncated"),
        ("error-beside-match", "an error among the matches", "truncated"),
        ("foreign-next", "the next page on another host", "truncated"),
        ("endless-paging", "pages without end", "truncated"),
    ];

    private readonly FaultyFhirServer _server = new();
    private readonly List<string> _faults = [];

    // Set by set, what becomes unknown when it is lost, in whatever way.
    private readonly SortedDictionary<string, IReadOnlyList<string>> _hidden = new(StringComparer.Ordinal);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_fault_makes_unknown_what_it_hides_and_nothing_else()
    {
        await using var app = Start();
        var whole = Fetching.Criteria(await AskAsync(app, "whole"));
        var table = new StringBuilder();
        foreach (var fault in Faults)
        {
            table.Append(null, $"| {fault.Says} | {fault.Outcome} |");
            foreach (var answer in await StrikeAsync(app, fault.Fault))
            {
                table.Append(' ').Append(Judge(whole, answer.Answer, (fault.Fault, fault.Outcome, answer.Key))).Append(" |");
            }

            table.Append('\n');
        }

        Assert.True(_faults.Count == 0, string.Join("; ", _faults));
        await CompareAsync(table.ToString(), string.Join('\n', PrefetchKeys.All.Select(key => $"| {key.Key} | {Hidden(key.Key)} |")));
    }

    [Fact]
    public async Task Faults_of_several_sets_at_once_hide_what_each_hides()
    {
        await using var app = Start();
        var whole = Fetching.Criteria(await AskAsync(app, "whole"));

        // What it answers next hangs on the order of all requests, so that one is left to the table.
        (string Fault, string Says, string Outcome)[] faults = [.. Faults.Where(fault => fault.Outcome is not "empty")];
        for (var round = 0; round < 12; round++)
        {
            List<(string Key, string Fault, string Outcome)> struck = [];
            foreach (var (index, key) in PrefetchKeys.All.Index())
            {
                // Every other set at first, then more: each round other faults, each fault on most sets in the end.
                var fault = faults[((round * 7) + (index * 5)) % faults.Length];
                if (key.Kind is not EvidenceKind.Patient && (index + round) % 4 < 2)
                {
                    _server.Stub($"/several-{round}{PathOf(key)}", FhirAnswers.Fault(fault.Fault, key.ResourceType, Patient));
                    struck.Add((key.Key, fault.Fault, fault.Outcome));
                }
            }

            using var response = await app.PostAsync(Fetching.Without(Case, new Uri(_server.Address, $"/several-{round}/fhir")));
            var answer = await response.JsonAsync();
            if (response.StatusCode is HttpStatusCode.PreconditionFailed)
            {
                Note(struck.Count(set => set.Key is "conditions" or "observations" or "procedures") is 3, $"round {round}: refused, though a set was there");
                continue;
            }

            foreach (var (key, fault, outcome) in struck)
            {
                Note(string.Equals(Fetching.Outcome(answer, key), outcome, StringComparison.Ordinal), $"round {round}: {fault} on {key}: {Fetching.Outcome(answer, key)} instead of {outcome}");
            }

            foreach (var (id, said) in Fetching.Criteria(answer))
            {
                var (before, now) = (whole[id].Split(',')[0], said.Split(',')[0]);
                var isAllowed = string.Equals(now, before, StringComparison.Ordinal) || now is "unknown";
                Note(isAllowed, $"round {round}: {id} turned from {before} to {now}");
            }
        }

        Assert.True(_faults.Count == 0, string.Join("; ", _faults));
    }

    private ServiceApp Start()
    {
        StubChart();
        return Fetching.AppWith(
            _server.Address,
            ("Clients:Anonymous:DeadlineMilliseconds", "5000"),
            ("FhirAccess:AttemptMilliseconds", "4500"),
            ("FhirAccess:MaxPages", "5"),
            ("FhirAccess:MaxAnswerBytes", "100000"));
    }

    /// <summary>One call for each set, with that set struck: each has a FHIR server of its own, a folder of the one there is.</summary>
    private async Task<IReadOnlyList<(string Key, JsonElement Answer)>> StrikeAsync(ServiceApp app, string fault)
    {
        foreach (var key in PrefetchKeys.All)
        {
            _server.Stub($"/{FolderOf(fault, key.Key)}{PathOf(key)}", FhirAnswers.Fault(fault, key.ResourceType, Patient));
        }

        List<(string Key, JsonElement Answer)> answers = [];
        foreach (var few in PrefetchKeys.All.Chunk(6))
        {
            answers.AddRange(await Task.WhenAll(few.Select(async key => (key.Key, await AskAsync(app, FolderOf(fault, key.Key))))));
        }

        return answers;
    }

    private static string FolderOf(string fault, string key) => $"{fault}-{key}";

    private static string PathOf((string Key, EvidenceKind Kind, string Type) set) =>
        set.Kind is EvidenceKind.Patient ? $"/fhir/Patient/{Patient}" : $"/fhir/{set.Type}";

    private Task<JsonElement> AskAsync(ServiceApp app, string folder) =>
        Fetching.AnswerAsync(app, Fetching.Without(Case, new Uri(_server.Address, $"/{folder}/fhir")));

    private void Note(bool holds, string fault)
    {
        if (!holds)
        {
            _faults.Add(fault);
        }
    }

    private string Judge(Dictionary<string, string> whole, JsonElement answer, (string Fault, string Outcome, string Key) cell)
    {
        var where = $"{cell.Fault} on {cell.Key}";
        var expected = cell switch
        {
            // An empty answer is no patient, and a patient has no pages.
            { Key: PrefetchKeys.Patient, Outcome: "empty" or "truncated" } => Fetching.Outcome(answer, cell.Key),
            _ => cell.Outcome,
        };
        var outcome = Fetching.Outcome(answer, cell.Key);
        Note(string.Equals(expected, outcome, StringComparison.Ordinal), $"{where}: {outcome} instead of {expected}");
        List<string> open = [];
        foreach (var (id, said) in Fetching.Criteria(answer))
        {
            var before = whole[id].Split(',')[0];
            var now = said.Split(',')[0];
            var isAllowed = string.Equals(now, before, StringComparison.Ordinal) || now is "unknown" || (cell.Outcome is "empty" or "truncated");
            Note(isAllowed, $"{where}: {id} turned from {before} to {now}");
            if (now is "unknown" && before is not "unknown")
            {
                open.Add(id);
            }
        }

        if (outcome is not "empty")
        {
            _hidden.TryAdd(cell.Key, open);
            Note(_hidden[cell.Key].SequenceEqual(open, StringComparer.Ordinal), $"{where}: other criteria become unknown than by the faults before");
        }

        return $"{open.Count}, {Fetching.Card(answer).Split(',')[0]}";
    }

    private string Hidden(string key) => _hidden[key] is { Count: > 0 } ids ? string.Join(", ", ids.Select(id => $"`{id}`")) : "none";

    private static async Task CompareAsync(string rows, string hidden)
    {
        var path = Path.Combine(Some.Repository, "docs", "fault-matrix.md");
        var text = $"""
            # What a fault of the FHIR server does

            Made by `FaultMatrixTests` (`UPDATE_GOLDEN=1` writes it anew). The chart is that of case `{Case}`: complete care, films without instability; without a fault its card is `sharedDecision`. Nothing is prefetched. In each column that one set is struck by the fault of the row; the cell says how many criteria become unknown by it, and which card comes of it; the second table names them, and they are the same whatever the fault. No criterion turns into its opposite, and none becomes not met that was not. The right answer behind a single 500 is an empty set, so that row shows what the retry is good for: nothing is unknown, and what the chart then lacks is judged as lacking.

            | fault | outcome | {string.Join(" | ", PrefetchKeys.All.Select(key => key.Key))} |
            |---|---|{string.Concat(Enumerable.Repeat("---|", PrefetchKeys.All.Count))}
            {rows}
            | set | becomes unknown without it |
            |---|---|
            {hidden}

            """.ReplaceLineEndings("\n");
        if (Updates)
        {
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), text);
    }

    private void StubChart()
    {
        using var request = JsonDocument.Parse(Some.Case(Case));
        var prefetch = request.RootElement.GetProperty("prefetch");
        foreach (var set in PrefetchKeys.All)
        {
            _server.Stub($"/[^/]+{PathOf(set)}", FhirAnswers.Answer(prefetch.GetProperty(set.Key).GetRawText()));
        }
    }
}
