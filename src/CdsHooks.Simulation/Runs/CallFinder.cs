using System.Text.Json;
using CdsHooks.Decision.Intake;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Runs;

/// <summary>Finds one call of a simulation again, as the request that an EHR would have sent.</summary>
/// <param name="setup">The simulation.</param>
internal sealed class CallFinder(SimulationSetup setup)
{
    /// <summary>Finds a call.</summary>
    /// <param name="patientId">The patient.</param>
    /// <param name="date">The day of the call.</param>
    /// <returns>The request, JSON in UTF-8.</returns>
    /// <exception cref="InvalidInputException">The pack has no such patient, the chart has no call on that day, or the shard cannot be read.</exception>
    public byte[] Find(string patientId, DateOnly date)
    {
        var shard = ShardNumber.Of(patientId, setup.Pack.Manifest.Shards.Count);
        foreach (var chart in setup.Pack.Read(shard))
        {
            if (string.Equals(chart.Id, patientId, StringComparison.Ordinal))
            {
                return RequestOf(shard, chart, date);
            }
        }

        throw new InvalidInputException("The pack has no patient with this id.");
    }

    private byte[] RequestOf(int shard, PatientChart chart, DateOnly date)
    {
        try
        {
            var rules = setup.Rules.Served.Plan.Rules;
            var complete = ShardRun.CompleteKinds(setup.Pack.Manifest);
            var found = setup.Calls.MayHaveCalls(chart.Id, chart.Resources)
                ? setup.Calls.Find(chart.Id, ChartScan.Read(chart.Resources, complete, rules.Terminology, rules.KeepAll)).Calls
                : [];
            var call = found.FirstOrDefault(call => call.Date == date)
                ?? throw new InvalidInputException(found.Count is 0 ? "The chart of this patient gives no call." : $"The calls of this patient are of {string.Join(", ", found.Select(other => other.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)))}.");
            return CallRequest.Write(chart.Id, ChartScan.Read(chart.Resources, complete, rules.Terminology, CallRequest.KeepAll), call);
        }
        catch (JsonException)
        {
            // The message may contain part of the chart.
            throw new InvalidInputException($"A resource in shard {shard} is not JSON. Pack the export anew: packing names the line.");
        }
    }
}
