namespace CdsHooks.Service.Pages.Shared;

/// <summary>Leads to the page that starts simulations.</summary>
internal static class SimulateLink
{
    /// <summary>The path of the page.</summary>
    public const string Path = "/simulate";

    /// <summary>The member of the address that fills in a changed parameter.</summary>
    public const string Set = "set";

    /// <summary>The member of an address that chooses site parameters of the knowledge by their id.</summary>
    public const string Preset = "preset";

    /// <summary>Gets the address of the page with the rules of a sandbox call as the candidate.</summary>
    /// <param name="parameters">Changed parameters as <c>name=value</c>, and what stands for more than one (<see cref="TunedRules.Change"/>, <see cref="Preset"/>).</param>
    public static string With(IEnumerable<string> parameters) => $"{Path}{QueryString.Create(parameters.Select(MemberOf))}#candidate";

    /// <summary>Gets the address of the page with a change that is made on Tune as the candidate.</summary>
    public static string Of(string change) => With([$"{TunedRules.Change}={change}"]);

    private static KeyValuePair<string, string?> MemberOf(string parameter) => parameter.Split('=', 2) is [TunedRules.Change or Preset, var value]
        ? KeyValuePair.Create(parameter[..^(value.Length + 1)], (string?)value)
        : KeyValuePair.Create(Set, (string?)parameter);
}
