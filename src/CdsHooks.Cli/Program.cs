using CdsHooks.Cli;
using CdsHooks.Cli.Output;

return CommandLine.Run(args, CommandEnvironment.OfProcess());
