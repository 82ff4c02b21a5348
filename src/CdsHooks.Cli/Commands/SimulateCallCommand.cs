using System.CommandLine;
using System.Text;
using CdsHooks.Cli.Output;
using CdsHooks.Simulation.Runs;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks simulate call</c>: writes one call of a simulation as a request.</summary>
internal static class SimulateCallCommand
{
    private const string Description = """
        Write one simulated call as the CDS Hooks request that an EHR would have sent on that day, with the chart of that
        day as its prefetch. 'cdshooks assess' and the sandbox of the workbench take it.

        With --what-if, --on is the day of the made-up order. The request is a chart: keep it as one.

        Examples:
          cdshooks simulate call pack --patient syn-000000040 --on 2026-02-11 > request.json
          cdshooks assess request.json --as-of 2026-02-11
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var options = new SimulationOptions();
        var patient = new Option<string>("--patient") { Description = "The logical id of the patient.", HelpName = "ID", Required = true };
        var command = new Command("call", Description) { patient };
        options.AddTo(command, forOneCall: true);
        command.SetAction(parsed =>
        {
            var day = options.DayOfCall(parsed);
            var request = new CallFinder(options.Load(parsed, environment)).Find(parsed.GetRequiredValue(patient), day);
            environment.Screen.Output.WriteLine(Encoding.UTF8.GetString(request));
            return ExitCodes.Success;
        });
        return command;
    }
}
