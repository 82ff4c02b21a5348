namespace CdsHooks.Cli.Pack;

/// <summary>An output file that a Bulk Data response names.</summary>
/// <param name="Type">The FHIR type in it.</param>
/// <param name="Stem">The name at the end of its address, without endings, in lower case.</param>
/// <param name="Count">The number of resources; null where the server does not say.</param>
internal sealed record BulkOutput(string Type, string Stem, long? Count);
