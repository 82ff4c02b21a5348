using CdsHooks.Cli;

return CommandLine.Run(args, Surroundings.OfProcess());
