using System.Buffers;
using System.Text.Json;
using CdsHooks.Decision.Hooks;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Replay;

namespace CdsHooks.Workbench.Cases;

/// <summary>Runs golden cases: decides as the service does on the day that each case names, and compares.</summary>
/// <param name="source">The rules.</param>
/// <param name="updates">True to rewrite the recorded responses instead of comparing them.</param>
internal sealed class CasesRunner(KnowledgeSource source, bool updates)
{
    private readonly CaseJudge _judge = new(source);

    /// <summary>Runs one case.</summary>
    /// <exception cref="WorkbenchException">The case's request is not valid, or the rules have errors.</exception>
    public CaseOutcome Run(CaseRun run) => Run(run, run.SiteParameters);

    /// <summary>Runs one case with other parameters than its own.</summary>
    /// <exception cref="WorkbenchException">The case's request is not valid, or the rules have errors.</exception>
    public CaseOutcome Run(CaseRun run, CaseParameters parameters)
    {
        var (plan, call) = _judge.Judge(run, parameters);
        List<Mismatch> mismatches = [.. CaseComparison.Run(run.Expected, call, plan.Rules)];
        if (run.Response is { } path && CompareResponse(path, ResponseOf(call)) is { } difference)
        {
            mismatches.Add(difference);
        }

        return new CaseOutcome(run, plan, call, mismatches);
    }

    private static ReadOnlyMemory<byte> ResponseOf(ReplayedCall call)
    {
        if (!call.IsCovered)
        {
            return CdsResponseWriter.Silence;
        }

        var buffer = new ArrayBufferWriter<byte>();
        CdsResponseWriter.Write(buffer, call.Card, call.Decision.Assessment);
        return buffer.WrittenMemory;
    }

    private Mismatch? CompareResponse(string path, ReadOnlyMemory<byte> response)
    {
        if (updates)
        {
            File.WriteAllText(path, JsonText.Indent(response) + "\n");
            return null;
        }

        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var recorded = JsonDocument.Parse(File.ReadAllBytes(path));
            using var actual = JsonDocument.Parse(response);
            var difference = JsonDifference.First(recorded.RootElement, actual.RootElement);
            return difference is null ? null : difference with { What = $"response.json {difference.What}" };
        }
        catch (JsonException)
        {
            return new Mismatch("response.json", "JSON", "something else");
        }
    }
}
