using System.Text.Json.Nodes;

namespace CdsHooks.Workbench.Cases;

/// <summary>A variation of a case's patient: one entry of <c>variants.json</c>.</summary>
/// <param name="Name">The name, unique in the case.</param>
/// <param name="Change">A JSON merge patch (RFC 7396) for the request; null for none.</param>
/// <param name="Lost">Prefetch keys that could not be retrieved, each with <c>failed</c>, <c>truncated</c> or <c>absent</c>.</param>
/// <param name="Removed">Prefetch keys whose data set is emptied.</param>
/// <param name="Added">Resources to add to the data set of their type.</param>
/// <param name="SiteParameters">The parameters of the run.</param>
/// <param name="Expected">The expected decision.</param>
internal sealed record CaseVariant(
    string Name,
    JsonObject? Change,
    IReadOnlyList<(string Key, string How)> Lost,
    IReadOnlyList<string> Removed,
    IReadOnlyList<JsonObject> Added,
    CaseParameters SiteParameters,
    Expectation Expected);
