namespace CdsHooks.Cli.Mutations;

/// <summary>A mutation and its outcome.</summary>
internal sealed record MutationResult(Mutation Mutation, MutationOutcome Outcome);

/// <summary>The outcome of a mutation.</summary>
internal enum MutationOutcome
{
    /// <summary>The changed rules load, and every case passes.</summary>
    Survived,

    /// <summary>A case fails.</summary>
    Detected,

    /// <summary>The changed rules cannot be loaded.</summary>
    Rejected,
}
