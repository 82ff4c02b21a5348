namespace CdsHooks.Cli.Cases;

/// <summary>One thing that is not as it must be.</summary>
/// <param name="What">The criterion, or the part of the card or of the response.</param>
/// <param name="Expected">What must be.</param>
/// <param name="Actual">What is.</param>
internal sealed record Mismatch(string What, string Expected, string Actual)
{
    public override string ToString() => $"{What}: expected {Expected}, actual {Actual}";
}
