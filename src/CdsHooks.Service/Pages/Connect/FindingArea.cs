using System.Globalization;
using CdsHooks.Workbench.Doctor;

namespace CdsHooks.Service.Pages.Connect;

/// <summary>Findings about one side of a deployment.</summary>
/// <param name="Name">The name for people.</param>
/// <param name="Findings">The findings, those that ask for something first.</param>
internal sealed record FindingArea(string Name, IReadOnlyList<Finding> Findings)
{
    private const string FhirServer = "The client's FHIR server";

    private static readonly (string Area, string Check, string Title)[] Titles =
    [
        ("The connection", "address", "Address"),
        ("The connection", "tls", "Certificate"),
        ("The connection", "clock", "Clock"),
        ("The connection", "headers", "Security headers"),
        ("What is advertised", "discovery", "Discovery document"),
        ("What is advertised", "caching", "Caching"),
        ("What is advertised", "health", "Health"),
        ("Calls", "calls", "Calls"),
        ("Calls", "authentication", "A call without a token"),
        ("Calls", "silent call", "A call about another order"),
        ("Calls", "sample call", "A call about a fusion"),
        ("Calls", "replay", "A token that was used before"),
        ("Calls", "cors", "Pages of the EHR"),
        ("Calls", "cors on errors", "Errors in a browser"),
        ("Calls", "cors strangers", "Pages of strangers"),
        ("The client's keys", "key set", "Key set"),
        (FhirServer, "fhir server", "FHIR server"),
        (FhirServer, "fhir data", "Searches"),
    ];

    /// <summary>Groups the findings of checks that ran; those of no other area are about the client's FHIR server.</summary>
    public static IReadOnlyList<FindingArea> Of(FindingList findings) =>
    [
        .. findings.All
            .Where(finding => finding.State is not FindingState.NotChecked)
            .GroupBy(finding => Find(finding.Check).Area ?? FhirServer, StringComparer.Ordinal)
            .Select(area => new FindingArea(area.Key, [.. area.OrderBy(finding => RankOf(finding.State))])),
    ];

    /// <summary>Lists what was not checked, by what it would need.</summary>
    public static IReadOnlyList<(string Need, IReadOnlyList<string> Checks)> NotChecked(FindingList findings) =>
    [
        .. findings.All
            .Where(finding => finding.State is FindingState.NotChecked)
            .GroupBy(finding => finding.Message, StringComparer.Ordinal)
            .Select(need => (need.Key, (IReadOnlyList<string>)[.. need.Select(finding => TitleOf(finding.Check))])),
    ];

    /// <summary>Gets the title of a check for people.</summary>
    public static string TitleOf(string check) => Find(check).Title ?? char.ToUpper(check[0], CultureInfo.InvariantCulture) + check[1..];

    /// <summary>Puts a state into words.</summary>
    public static string WordsFor(FindingState state) => state switch
    {
        FindingState.Ok => "fine",
        FindingState.Warning => "look at it",
        _ => "to mend",
    };

    /// <summary>Gets the class of a state's badge.</summary>
    public static string BadgeOf(FindingState state) => state switch
    {
        FindingState.Ok => "badge-good",
        FindingState.Warning => "badge-warning",
        _ => "badge-error",
    };

    private static (string? Area, string? Check, string? Title) Find(string check) => Titles.FirstOrDefault(title => string.Equals(title.Check, check, StringComparison.Ordinal));

    private static int RankOf(FindingState state) => state switch
    {
        FindingState.Problem => 0,
        FindingState.Warning => 1,
        _ => 2,
    };
}
