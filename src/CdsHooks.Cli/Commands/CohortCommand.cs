using System.CommandLine;
using System.Globalization;
using CdsHooks.Cli.Output;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Simulation.Cohort.Blocks;
using CdsHooks.Simulation.Cohort.Output;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks cohort</c>: writes a synthetic cohort whose firing rates are known.</summary>
internal static class CohortCommand
{
    private const int DefaultPatients = 1000;
    private const int DefaultShards = 16;
    private const int MostPatients = 100_000_000;
    private const int MostShards = 1000;

    private const string Description = """
        Write a synthetic cohort, of which is known what the rules must find.

        Writes charts in the shapes of practice: as an export of FHIR Bulk Data in the folder 'export', or with --packed
        as a pack in the folder 'pack'. Beside them, truth.ndjson states for each patient what was put into the chart
        and which results, reasons, row and card follow from it under the plan's defaults, and cohort.json the
        prevalences and the totals. Patient k is the same whatever the number of patients. No chart is of a person.

        Example:
          cdshooks cohort --patients 1000 --seed 14 --output cohort
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var patients = CommonOptions.Whole<int>("--patients");
        patients.Description = "Number of patients. Default: 1000.";
        var seed = CommonOptions.Whole<ulong>("--seed");
        seed.Description = "Seed. Default: 1.";
        seed.HelpName = "S";
        var output = new Option<string?>("--output") { Description = "Folder to write, not there yet or empty.", HelpName = "DIR" };
        var gzip = new Option<bool>("--gz") { Description = "Compress the files of the export." };
        var packed = new Option<bool>("--packed") { Description = "Write a pack instead of an export." };
        var shards = CommonOptions.Whole<int>("--shards");
        shards.Description = "Number of shards of the pack. Default: 16.";
        var shares = new Option<string?>("--prevalences") { Description = "File with prevalences of one's own, as --describe --json writes them.", HelpName = "FILE" };
        var describe = new Option<bool>("--describe") { Description = "Show the prevalences instead of writing a cohort." };
        var json = CommonOptions.Json();
        var knowledge = CommonOptions.Knowledge();
        var command = new Command("cohort", Description) { patients, seed, output, gzip, packed, shards, shares, describe, json, knowledge };
        command.Validators.Add(result =>
        {
            if (result.GetValue(patients) is < 1 or > MostPatients)
            {
                result.AddError("--patients has to be from 1 to 100,000,000.");
            }

            if (result.GetValue(shards) is < 1 or > MostShards)
            {
                result.AddError("--shards has to be from 1 to 1000.");
            }

            if (result.GetValue(packed) && result.GetValue(gzip))
            {
                result.AddError("--gz is for an export, not for a pack.");
            }

            if (!result.GetValue(describe) && result.GetValue(output) is null)
            {
                result.AddError("--output is required.");
            }
        });
        command.SetAction(parsed =>
        {
            var prevalences = parsed.GetValue(shares) is { } file ? Prevalences.Read(environment.FullPath(file), file) : Prevalences.Default;
            if (parsed.GetValue(describe))
            {
                Describe(environment, prevalences, parsed.GetValue(json));
                return ExitCodes.Success;
            }

            var source = KnowledgeSource.Open(KnowledgeFolder.Locate(parsed.GetValue(knowledge), environment));
            var cohort = new CohortSource(source.Load(source.OnlyPlan(), siteParametersId: null), prevalences, parsed.GetValue(seed) ?? 1);
            var order = new CohortOrder(parsed.GetValue(patients) ?? DefaultPatients, Environment.ProcessorCount, parsed.GetValue(gzip), parsed.GetValue(packed), parsed.GetValue(shards) ?? DefaultShards);
            Write(environment, cohort, order, parsed.GetRequiredValue(output)!);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(CommandEnvironment environment, CohortSource cohort, CohortOrder order, string output)
    {
        var begin = environment.Clock.GetTimestamp();
        var (totals, resources, bytes) = CohortFolder.Write(cohort, order, environment.FullPath(output), output, _ => { });
        var seconds = Math.Max(0.001, environment.Clock.GetElapsedTime(begin).TotalSeconds);
        var screen = environment.Screen;
        screen.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{totals.Patients:N0} patients, {resources.Values.Sum():N0} resources, {bytes / 1e6:N0} MB in {seconds:N1} s: {totals.Patients / seconds:N0} patients and {bytes / 1e6 / seconds:N1} MB a second."));
        screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{totals.Orders:N0} orders that the rules review. Cards to expect:"));
        foreach (var (card, count) in totals.Cards)
        {
            screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,10:N0}  {card}"));
        }
    }

    private static void Describe(CommandEnvironment environment, Prevalences prevalences, bool asJson)
    {
        if (asJson)
        {
            environment.Screen.Output.WriteLine(System.Text.Encoding.UTF8.GetString(prevalences.Json.Span).TrimEnd());
            return;
        }

        foreach (var block in AllBlocks.InOrder)
        {
            environment.Screen.Output.WriteLine(block.Name);
            for (var index = 0; index < block.Variants.Count; index++)
            {
                var (weight, total) = prevalences.WeightOf(block, index);
                var results = string.Join("; ", block.Variants[index].Outcomes.Select(outcome => outcome.ToString()));
                environment.Screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {100.0 * weight / total,5:N1} %  {block.Variants[index].Name}{(results.Length > 0 ? ": " : string.Empty)}{results}"));
            }
        }
    }
}
