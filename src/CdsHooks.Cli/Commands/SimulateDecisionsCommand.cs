using System.CommandLine;
using System.Security.Cryptography;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Simulate;
using CdsHooks.Simulation.Reports;
using CdsHooks.Simulation.Results;
using CdsHooks.Simulation.Runs;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Shadow;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks simulate decisions</c>: sweeps thresholds over recorded decisions.</summary>
internal static class SimulateDecisionsCommand
{
    private const string Description = """
        Try values of a threshold on decisions that the service recorded, from the numbers that were recorded with
        them, without any chart.

        Reads decisions exported by 'CdsHooks.Service store export decisions', one JSON object a line. Look-backs,
        code lists and a few other parameters cannot be told from numbers: decisions that do not tell are counted.

        Example:
          cdshooks simulate decisions decisions.ndjson --sweep pt.minWeeks=4,5,6,8 --output sweep
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var file = CommonOptions.NoOption(new Argument<string>("decisions.ndjson") { Description = "The exported decisions." });
        var sweeps = new Option<string[]>("--sweep") { Description = "Values of one parameter to try, e.g. pt.minWeeks=4,5,6,8. Can be repeated.", HelpName = "NAME=VALUE,…", Required = true };
        var output = new Option<string?>("--output") { Description = "A folder for result.ndjson and the report.", HelpName = "DIR" };
        var knowledge = CommonOptions.Knowledge();
        var plan = CommonOptions.Plan();
        var siteParameters = CommonOptions.SiteParameters();
        var command = new Command("decisions", Description) { file, sweeps, output, knowledge, plan, siteParameters };
        command.SetAction(parsed =>
        {
            var shown = parsed.GetRequiredValue(file);
            var path = environment.FullPath(shown);
            var folder = KnowledgeFolder.Locate(parsed.GetValue(knowledge), environment);
            var source = KnowledgeSource.Open(folder);
            var site = SimulationOptions.Site(source, parsed.GetValue(plan), parsed.GetValue(siteParameters));
            var served = RulesLoader.Side(source, RulesLoader.VersionOf(folder), parsed.GetValue(plan), site, []);
            var rules = new SimulatedRules(served, Candidate: null, [.. parsed.GetRequiredValue(sweeps).Select(sweep => RulesLoader.Sweep(source, parsed.GetValue(plan), site, [], sweep))]);
            var sweep = new DecisionSweep(rules);
            RecordedDecisions.ForEach(path, shown, sweep.Add);
            var header = rules.HeaderOf(HashOf(path), shards: 1, new CallsIdentity("decisions"));
            var counts = sweep.ToCounts();
            var report = ReportReader.Of(header, counts);
            if (parsed.GetValue(output) is { } target)
            {
                Write(header, counts, report, environment.FullPath(target));
            }

            new SimulationReportPrinter(environment.Screen).Print(report);
            return sweep.Judged > 0 ? ExitCodes.Success : throw new CommandException("No decision could be judged by its recorded numbers.");
        });
        return command;
    }

    private static void Write(SimulationHeader header, Counts counts, SimulationReport report, string folder)
    {
        ReportFiles.Write(report, folder);
        using var writer = new ResultWriter(Path.Combine(folder, SimulationRun.ResultFile), header);
        writer.Finish([0], counts);
    }

    private static string HashOf(string path)
    {
        using var content = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
