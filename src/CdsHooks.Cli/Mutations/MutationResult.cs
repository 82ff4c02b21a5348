namespace CdsHooks.Cli.Mutations;

/// <summary>A change and what came of it.</summary>
internal sealed record MutationResult(Mutation Mutation, MutationOutcome Outcome);
