namespace CdsHooks.Tests.Synthetic;

/// <summary>A laboratory panel or a questionnaire: a report, and its results as observations of their own.</summary>
internal sealed record SyntheticPanel(SyntheticCode Code, string Category, SyntheticMeasure[] Results);
