namespace CdsHooks.Cli.Mutations;

/// <summary>What came of a change.</summary>
internal enum MutationOutcome
{
    /// <summary>The changed rules are in order, and every case comes out as before.</summary>
    Survived,

    /// <summary>A case fails.</summary>
    Noticed,

    /// <summary>The changed rules cannot be loaded.</summary>
    Refused,
}
