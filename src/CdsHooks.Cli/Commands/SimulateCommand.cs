using System.CommandLine;
using CdsHooks.Cli.Output;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks simulate</c>: the parent of the commands that judge the charts of a population.</summary>
internal static class SimulateCommand
{
    private const string Description = """
        Judge the charts of a population, to see whom a change of the rules would alert.

        Start with:
          cdshooks simulate pack      group an export of FHIR Bulk Data by patient
        """;

    public static Command Create(CommandEnvironment environment) => new("simulate", Description)
    {
        SimulatePackCommand.Create(environment),
    };
}
