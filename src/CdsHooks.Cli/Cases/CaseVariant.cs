using System.Text.Json.Nodes;

namespace CdsHooks.Cli.Cases;

/// <summary>A case's patient with something changed: one entry of <c>variants.json</c>.</summary>
/// <param name="Name">Its name, unique in the case.</param>
/// <param name="Change">A JSON merge patch (RFC 7396) on the request; null for none.</param>
/// <param name="Lost">Prefetch keys that were not got, and how: <c>failed</c>, <c>truncated</c> or <c>absent</c>.</param>
/// <param name="Removed">Prefetch keys whose set is emptied.</param>
/// <param name="Added">Resources put into the set of their type.</param>
/// <param name="SiteParameters">The site parameters and single parameters.</param>
/// <param name="Expected">What must come of it.</param>
internal sealed record CaseVariant(
    string Name,
    JsonObject? Change,
    IReadOnlyList<(string Key, string How)> Lost,
    IReadOnlyList<string> Removed,
    IReadOnlyList<JsonObject> Added,
    CaseParameters SiteParameters,
    Expectation Expected);
