using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Pack;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks simulate pack</c>: groups an export by patient.</summary>
internal static class SimulatePackCommand
{
    private const long LeastMemory = 256 << 20;

    private const string Description = """
        Group an export of FHIR Bulk Data by patient.

        Reads all files *.ndjson and *.ndjson.gz in a folder, whatever their names, and writes shards: files in which the
        resources of each patient are together, as they were exported. Resources without a patient (Medication,
        Practitioner, ...) go to every patient whose resources refer to them. The export may be larger than the memory;
        the disk needs its size twice. The same export gives the same bytes.

        A type is complete when the folder has a file with it. Keep the response of the Bulk Data export (the JSON with
        transactionTime, request and output) in the folder: then it says which types are complete, also those without
        a file. A type that is not complete is unknown in a simulation, never missing.

        Example:
          cdshooks simulate pack export --output pack
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var export = CommonOptions.NoOption(new Argument<string>("EXPORT-DIR") { Description = "The folder of the export." });
        var output = new Option<string>("--output") { Description = "The folder of the pack; empty, or not there yet.", HelpName = "DIR", Required = true };
        var shards = CommonOptions.Whole<int>("--shards");
        shards.Description = "Number of shards. Default: one for every 64 MB, at least 16.";
        var memory = new Option<long>("--memory") { Description = "Memory to use, about, at least 256MB. Default: 512MB.", HelpName = "SIZE", CustomParser = Size, DefaultValueFactory = _ => 512 << 20 };
        var threads = CommonOptions.Whole<int>("--threads");
        threads.Description = "Number of threads. Default: the number of processors.";
        var complete = new Option<string?>("--complete") { Description = "Types, separated by commas, of which the export has every resource.", HelpName = "TYPES" };
        var skip = new Option<bool>("--skip-bad-lines") { Description = "Leave out lines that hold no FHIR resource, and count them." };
        var command = new Command("pack", Description) { export, output, shards, memory, threads, complete, skip };
        command.Validators.Add(result =>
        {
            CheckRange(result, shards, 1, PackOptions.MostShards);
            CheckRange(result, threads, 1, 1024);
            if (Types(result.GetValue(complete)).FirstOrDefault(type => !ModelInfo.IsKnownResource(type)) is not null)
            {
                result.AddError("--complete names a type that FHIR R4 does not have.");
            }
        });
        command.SetAction(parsed =>
        {
            var options = new PackOptions(
                parsed.GetValue(shards), parsed.GetValue(memory), parsed.GetValue(threads) ?? Environment.ProcessorCount, Types(parsed.GetValue(complete)), parsed.GetValue(skip));
            Run(environment, parsed.GetRequiredValue(export), parsed.GetRequiredValue(output), options);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Run(CommandEnvironment environment, string export, string output, PackOptions options)
    {
        var begin = environment.Clock.GetTimestamp();
        var folder = ExportFolder.Open(environment.FullPath(export), export);
        var completeness = new Completeness(folder);
        using var target = PackOutput.Open(environment.FullPath(output), output);
        var progress = new PackProgress(environment);
        try
        {
            var manifest = new ExportPacker(folder, options, progress).Pack(target, completeness);
            progress.End();
            PackSummary.Print(environment.Screen, manifest, completeness.NotRead, environment.Clock.GetElapsedTime(begin));
        }
        finally
        {
            progress.End();
        }
    }

    private static string[] Types(string? types) =>
        types?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static void CheckRange(CommandResult result, Option option, int least, int most)
    {
        if (result.GetResult(option) is { } given && given.GetValueOrDefault<int?>() is { } number && (number < least || number > most))
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} has to be from {least} to {most}."));
        }
    }

    private static long Size(ArgumentResult result)
    {
        var text = result.Tokens[0].Value.ToUpperInvariant();
        foreach (var (unit, bytes) in (ReadOnlySpan<(string, long)>)[("GB", 1 << 30), ("MB", 1 << 20)])
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && long.TryParse(text[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1_000_000 && number * bytes >= LeastMemory)
            {
                return number * bytes;
            }
        }

        result.AddError("--memory has to be a size like 512MB or 4GB, at least 256MB.");
        return 0;
    }
}
