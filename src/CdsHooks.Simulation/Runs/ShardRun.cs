using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Simulation.Results;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Runs;

/// <summary>Judges one shard: one file in, one file out. Knows nothing of other shards.</summary>
/// <param name="setup">The simulation.</param>
internal sealed class ShardRun(SimulationSetup setup)
{
    /// <summary>Judges a shard. Memory is bounded by the largest chart.</summary>
    /// <param name="shard">The number of the shard.</param>
    /// <param name="output">The file to write: beside it first, and renamed when it is whole.</param>
    /// <param name="progress">Receives the number of patients judged since the last time.</param>
    /// <param name="cancellationToken">Ends the run; nothing is written then.</param>
    /// <exception cref="InvalidInputException">The shard is not what the manifest states, or a resource in it is not JSON.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void Run(int shard, string output, Action<int>? progress, CancellationToken cancellationToken)
    {
        const int Batch = 64;
        setup.Pack.CheckOutput(output);
        var tally = new ShardTally(setup.Rules);
        var judge = new ChartJudge(setup.Rules, setup.Calls, CompleteKinds(setup.Pack.Manifest));
        using var writer = new ResultWriter(output, setup.Header);
        var patients = 0;
        foreach (var chart in setup.Pack.Read(shard))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Judge(shard, chart, judge, tally, writer);
            if (++patients % Batch is 0)
            {
                progress?.Invoke(Batch);
            }
        }

        progress?.Invoke(patients % Batch);
        writer.Finish([shard], tally.ToCounts());
    }

    /// <summary>Gets the kinds of resource of which a pack has every one.</summary>
    public static IReadOnlySet<EvidenceKind> CompleteKinds(PackManifest manifest) =>
        PrefetchKeys.All.Where(key => manifest.IsComplete(key.ResourceType)).Select(key => key.Kind).ToHashSet();

    private void Judge(int shard, PatientChart chart, ChartJudge judge, ShardTally tally, ResultWriter writer)
    {
        tally.AddPatient(chart.Resources.Count);
        if (Judged(shard, chart, judge) is not { } judged)
        {
            return;
        }

        tally.Add(judged);
        if (setup.Rules.Candidate is not { } candidate)
        {
            return;
        }

        foreach (var call in judged.Calls)
        {
            if (FlipFinder.Between(shard, chart.Id, call.Call, call.Judgements[setup.Rules.Served.Plan], call.Judgements[candidate.Plan], candidate.Plan) is { } flip)
            {
                tally.Add(flip);
                writer.Write(flip);
            }
        }
    }

    private static JudgedChart? Judged(int shard, PatientChart chart, ChartJudge judge)
    {
        try
        {
            return judge.Judge(chart.Id, chart.Resources);
        }
        catch (JsonException)
        {
            // The message may contain part of the chart.
            throw new InvalidInputException($"A resource in shard {shard} is not JSON. Pack the export anew: packing names the line.");
        }
    }
}
