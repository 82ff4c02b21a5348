namespace CdsHooks.Tests.Synthetic;

/// <summary>What is measured, in tenths of its unit from the least to the greatest value that is made.</summary>
internal sealed record SyntheticMeasure(SyntheticCode Code, string Unit, int Least, int Greatest);
