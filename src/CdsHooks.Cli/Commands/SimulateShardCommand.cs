using System.CommandLine;
using CdsHooks.Cli.Output;
using CdsHooks.Simulation.Runs;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks simulate shard</c>: judges one shard of a pack.</summary>
internal static class SimulateShardCommand
{
    private const string Description = """
        Judge one shard of a pack: one file in, one file out. For clusters; 'simulate merge' puts the results together.

        Takes the options of 'simulate run'. The result is written beside its name and renamed when it is whole, so a
        task that was killed can simply be run again.

        Example:
          cdshooks simulate shard pack --shard 7 --output results/shard-00007.result.ndjson --set pt.minWeeks=8
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var options = new SimulationOptions();
        var shard = CommonOptions.Whole<int>("--shard");
        shard.Description = "The number of the shard, from 0.";
        shard.Required = true;
        var output = new Option<string>("--output") { Description = "The file to write.", HelpName = "FILE", Required = true };
        var command = new Command("shard", Description) { shard, output };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var setup = options.Load(parsed, environment);
                if (parsed.GetValue(shard) is not { } number || number < 0 || number >= setup.Pack.Manifest.Shards.Count)
                {
                    throw CommandException.UsageError($"The pack has the shards 0 to {setup.Pack.Manifest.Shards.Count - 1}.");
                }

                new ShardRun(setup).Run(number, environment.FullPath(parsed.GetRequiredValue(output)), progress: null, cancellationToken);
                return ExitCodes.Success;
            },
            CancellationToken.None));
        return command;
    }
}
