namespace CdsHooks.Cli.Cases;

/// <summary>One call to be tried: a case as it stands, or one of its variants.</summary>
/// <param name="Name">The case's folder name, with <c>/</c> and the variant's name where there is one.</param>
/// <param name="Shown">How messages name the file that holds the request.</param>
/// <param name="Request">The request, UTF-8 JSON.</param>
/// <param name="Expected">What must come of it.</param>
/// <param name="SiteParameters">The site parameters and single parameters it is decided under.</param>
/// <param name="Response">Where the whole response is kept; null for a variant, which keeps none.</param>
internal sealed record CaseRun(
    string Name, string Shown, ReadOnlyMemory<byte> Request, Expectation Expected, CaseParameters SiteParameters, string? Response);
