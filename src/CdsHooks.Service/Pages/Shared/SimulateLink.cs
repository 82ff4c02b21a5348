namespace CdsHooks.Service.Pages.Shared;

/// <summary>Leads to the page that starts simulations.</summary>
internal static class SimulateLink
{
    /// <summary>The path of the page.</summary>
    public const string Path = "/simulate";

    /// <summary>The member of the address that fills in a changed parameter.</summary>
    public const string Change = "set";

    /// <summary>Gets the address of the page with changed parameters filled in.</summary>
    /// <param name="changes">The changes, as <c>name=value</c>.</param>
    public static string With(IEnumerable<string> changes) => $"{Path}{QueryString.Create(changes.Select(change => KeyValuePair.Create(Change, (string?)change)))}#candidate";
}
