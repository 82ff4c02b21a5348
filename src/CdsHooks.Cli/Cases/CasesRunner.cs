using System.Buffers;
using System.Text.Json;
using CdsHooks.Cli.Assess;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Protocol;
using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Cli.Cases;

/// <summary>Runs golden cases: decides as the service does on the day each case names, and compares.</summary>
/// <param name="source">The rules.</param>
/// <param name="updates">Whether the kept responses are written anew instead of being compared.</param>
internal sealed class CasesRunner(KnowledgeSource source, bool updates)
{
    /// <summary>Runs one case.</summary>
    /// <exception cref="CommandException">A file of the case is not what it should be, or the rules have errors.</exception>
    public CaseOutcome Run(CaseRun run)
    {
        var expected = ExpectationReader.Read(File.ReadAllBytes(run.Expected), $"{run.Name} expected.json");
        var shown = $"{run.Name} request.json";
        using var request = RequestFile.Read(run.Request, shown);
        var plan = PlanFor(run, request);
        var now = new DateTimeOffset(expected.Today, new TimeOnly(12, 0), TimeSpan.Zero);
        var ask = new PlanQuestion(now, expected.Today, new CardOptions(), new CountedUuids().Next);
        var call = RequestFile.Guarded(shown, () => ReplayedCall.Of(plan, request, ask));
        List<Mismatch> mismatches = [.. CaseComparison.Run(expected, call, plan.Rules)];
        if (CompareResponse(run, ResponseOf(call)) is { } difference)
        {
            mismatches.Add(difference);
        }

        return new CaseOutcome(run, mismatches);
    }

    private static ReadOnlyMemory<byte> ResponseOf(ReplayedCall call)
    {
        if (!call.IsAbout)
        {
            return CdsResponseWriter.Silence;
        }

        var buffer = new ArrayBufferWriter<byte>();
        CdsResponseWriter.Write(buffer, call.Card, call.Decision.Assessment);
        return buffer.WrittenMemory;
    }

    private Plan PlanFor(CaseRun run, HookRequest request)
    {
        var plan = PlanChoice.For(source, planName: null, profileId: null, request);
        return run.Parameters is null
            ? plan
            : source.Load(source.FindPlan(plan.Rules.Canonical), ReadProfile(run.Parameters, run.Name));
    }

    private static KnowledgeResource ReadProfile(string path, string name)
    {
        var file = $"{name} parameters.json";
        try
        {
            var resource = FhirResource.Of(JsonDocument.Parse(File.ReadAllBytes(path)).RootElement);
            return resource.ResourceType is "Parameters"
                ? new KnowledgeResource(file, string.Empty, resource)
                : throw CommandException.WrongUse($"{file} is not a FHIR Parameters resource.");
        }
        catch (JsonException)
        {
            throw CommandException.WrongUse($"{file} is not JSON.");
        }
    }

    private Mismatch? CompareResponse(CaseRun run, ReadOnlyMemory<byte> response)
    {
        if (updates)
        {
            File.WriteAllText(run.Response, JsonText.Indent(response) + "\n");
            return null;
        }

        if (!File.Exists(run.Response))
        {
            return null;
        }

        try
        {
            using var kept = JsonDocument.Parse(File.ReadAllBytes(run.Response));
            using var actual = JsonDocument.Parse(response);
            var difference = JsonDifference.First(kept.RootElement, actual.RootElement);
            return difference is null ? null : difference with { What = $"response.json {difference.What}" };
        }
        catch (JsonException)
        {
            return new Mismatch("response.json", "JSON", "something else");
        }
    }
}
