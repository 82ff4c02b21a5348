namespace CdsHooks.Tests.Synthetic;

/// <summary>One visit, to which its records point.</summary>
/// <param name="Day">The day.</param>
/// <param name="Reference">The reference to the Encounter.</param>
/// <param name="Code">What kind of visit.</param>
internal sealed record SyntheticVisit(DateOnly Day, string Reference, SyntheticCode Code);
