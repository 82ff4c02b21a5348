using System.CommandLine;
using CdsHooks.Cli.Output;
using CdsHooks.Simulation.Results;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks simulate merge</c>: puts the results of shards together.</summary>
internal static class SimulateMergeCommand
{
    private const string Description = """
        Put the results of shards together. The order of the files and the way they are grouped do not matter: the
        same shards give the same bytes.

        A shard that is missing, doubled, cut or of another simulation is refused.

        Examples:
          cdshooks simulate merge results --output result.ndjson
          cdshooks simulate merge part1.ndjson part2.ndjson --output result.ndjson
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var files = CommonOptions.NoOption(new Argument<string[]>("FILES") { Description = "Results, or folders with them (*.result.ndjson).", Arity = ArgumentArity.OneOrMore });
        var output = new Option<string>("--output") { Description = "The file to write.", HelpName = "FILE", Required = true };
        var partial = new Option<bool>("--partial") { Description = "Allow shards to be missing, to merge the rest later." };
        var command = new Command("merge", Description) { files, output, partial };
        command.SetAction(parsed =>
        {
            var target = environment.FullPath(parsed.GetRequiredValue(output));
            var inputs = parsed.GetRequiredValue(files).SelectMany(file => FilesOf(environment.FullPath(file), file)).ToList();
            if (inputs.Exists(input => string.Equals(input.Path, target, StringComparison.Ordinal)))
            {
                throw CommandException.UsageError("The output must not be one of the results.");
            }

            ResultMerge.Merge(inputs, target, parsed.GetValue(partial));
            return ExitCodes.Success;
        });
        return command;
    }

    private static IEnumerable<(string Path, string Shown)> FilesOf(string path, string shown) => Directory.Exists(path)
        ? Directory.GetFiles(path, "*.result.ndjson").Order(StringComparer.Ordinal).Select(file => (file, Path.Combine(shown, Path.GetFileName(file))))
        : [(path, shown)];
}
