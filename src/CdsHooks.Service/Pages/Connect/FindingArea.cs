using CdsHooks.Workbench.Doctor;

namespace CdsHooks.Service.Pages.Connect;

/// <summary>Findings about one side of a deployment.</summary>
/// <param name="Name">The name for people.</param>
/// <param name="Findings">The findings, those that ask for something first.</param>
internal sealed record FindingArea(string Name, IReadOnlyList<Finding> Findings)
{
    private static readonly (string Name, string[] Checks)[] Areas =
    [
        ("The connection", ["address", "tls", "clock", "headers"]),
        ("What is advertised", ["discovery", "caching", "health"]),
        ("Calls", ["calls", "authentication", "silent call", "sample call", "replay", "cors", "cors strangers", "cors on errors"]),
        ("The client's keys", ["key set"]),
    ];

    /// <summary>Groups findings; those of no other area are about the client's FHIR server.</summary>
    public static IReadOnlyList<FindingArea> Of(FindingList findings) =>
    [
        .. findings.All
            .GroupBy(finding => Areas.FirstOrDefault(area => area.Checks.Contains(finding.Check, StringComparer.Ordinal)).Name ?? "The client's FHIR server", StringComparer.Ordinal)
            .Select(area => new FindingArea(area.Key, [.. area.OrderBy(finding => RankOf(finding.State))])),
    ];

    /// <summary>Puts a state into words.</summary>
    public static string WordsFor(FindingState state) => state switch
    {
        FindingState.Ok => "fine",
        FindingState.Warning => "look at it",
        FindingState.Problem => "to mend",
        _ => "not checked",
    };

    /// <summary>Gets the class of a state's badge.</summary>
    public static string BadgeOf(FindingState state) => state switch
    {
        FindingState.Ok => "badge-good",
        FindingState.Warning => "badge-warning",
        FindingState.Problem => "badge-error",
        _ => string.Empty,
    };

    private static int RankOf(FindingState state) => state switch
    {
        FindingState.Problem => 0,
        FindingState.Warning => 1,
        FindingState.Ok => 2,
        _ => 3,
    };
}
