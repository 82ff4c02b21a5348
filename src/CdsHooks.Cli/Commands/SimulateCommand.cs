using System.CommandLine;
using CdsHooks.Cli.Output;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks simulate</c>: the commands of a simulation.</summary>
internal static class SimulateCommand
{
    private const string Description = """
        See what the rules, or other rules, would do with the charts of a population.

          pack      group a FHIR Bulk Data export by patient
          run       judge a pack on this machine
          shard     judge one shard of a pack, on a cluster
          merge     put the results of shards together
          report    show a result
          call      write one call as a request, for the sandbox
          decisions try thresholds on recorded decisions
          views     write what each criterion reads, for a lake of one's own
        """;

    public static Command Create(CommandEnvironment environment) => new("simulate", Description)
    {
        SimulatePackCommand.Create(environment),
        SimulateRunCommand.Create(environment),
        SimulateShardCommand.Create(environment),
        SimulateMergeCommand.Create(environment),
        SimulateReportCommand.Create(environment),
        SimulateCallCommand.Create(environment),
        SimulateDecisionsCommand.Create(environment),
        SimulateViewsCommand.Create(environment),
    };
}
