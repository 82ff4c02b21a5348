namespace CdsHooks.Service.Pages.Rules;

/// <summary>The field that searches the rules, for the partial view that shows it.</summary>
/// <param name="Query">The words in it.</param>
/// <param name="Plan">The id of the plan that is searched.</param>
internal sealed record SearchBox(string Query, string Plan);
