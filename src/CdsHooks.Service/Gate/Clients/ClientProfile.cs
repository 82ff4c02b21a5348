using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>The behaviour that one kind of EHR needs (spec list, sections 3, 5 and 6).</summary>
internal sealed record ClientProfile
{
    private static readonly string[] SingleSearch = [""];

    private static readonly ClientProfile[] All =
    [
        new() { Name = "default" },

        // Omits draftOrders when a tab is clicked again, and calls every service on a page with the hook of that page; its FHIR servers
        // are open and support every search.
        new() { Name = "sandbox", IsSilentWithoutOrders = true, AnswersEitherHook = true, Deadline = TimeSpan.FromSeconds(5) },

        // Observation and Condition searches require a category. Epic accepts suggested orders only in its own code systems and replaces
        // their content with its catalogue's defaults, so the text of the card names the orders instead.
        new()
        {
            Name = "epic",
            Cards = new CardOptions { SuggestionsAllowed = false, NamesOrders = true },
            Searches = new Dictionary<EvidenceKind, string[]>
            {
                [EvidenceKind.Observation] =
                [
                    "&category=laboratory", "&category=vital-signs", "&category=social-history", "&category=survey", "&category=exam",
                    "&category=imaging", "&category=procedure", "&category=therapy", "&category=activity",
                ],
                [EvidenceKind.Condition] = ["&category=problem-list-item", "&category=encounter-diagnosis"],
            },
        },

        // Observation searches require a category or codes. Both are sent: codes alone would miss panels that the rules know only by a
        // component, and Observations that they know by value.
        new()
        {
            Name = "oracle",
            SearchesObservationCodes = true,
            Searches = new Dictionary<EvidenceKind, string[]>
            {
                [EvidenceKind.Observation] = ["&category=laboratory", "&category=vital-signs", "&category=social-history", "&category=survey", "&category=exam"],
            },
        },

        // at-most-one is the only selectionBehavior of this version; its clients reject cards with any other value, and need not ignore unknown members.
        new() { Name = "cds-hooks-1.0", Cards = new CardOptions { SelectionBehavior = SelectionBehavior.AtMostOne } },
    ];

    public required string Name { get; init; }

    /// <summary>Gets the time a call may take. Evidence that has not arrived by then is unknown.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>Gets a value indicating whether a call without draftOrders gets an empty list of cards instead of 400.</summary>
    public bool IsSilentWithoutOrders { get; init; }

    /// <summary>Gets a value indicating whether a service accepts a call with another service's hook instead of answering 400.</summary>
    public bool AnswersEitherHook { get; init; }

    /// <summary>Gets, for each kind that needs several searches, the parameters that each search adds to <c>Type?patient=1</c>.</summary>
    public IReadOnlyDictionary<EvidenceKind, string[]> Searches { get; init; } = new Dictionary<EvidenceKind, string[]>();

    /// <summary>Gets a value indicating whether Observations are also searched by the codes that the rules read.</summary>
    public bool SearchesObservationCodes { get; init; }

    /// <summary>Gets the default form of cards; the options of a client override it.</summary>
    public CardOptions Cards { get; init; } = new() { NamesOrders = true };

    public static IEnumerable<string> Names => All.Select(profile => profile.Name);

    public static ClientProfile? Find(string name) => Array.Find(All, profile => string.Equals(profile.Name, name, StringComparison.Ordinal));

    /// <summary>Lists the parameters that each search of a kind adds after the patient.</summary>
    /// <param name="kind">The kind of evidence.</param>
    /// <param name="observationCodes">The codes of the Observations that the rules read, <c>system|code</c>.</param>
    public IEnumerable<string> SearchesOf(EvidenceKind kind, IReadOnlyList<string> observationCodes) =>
        SearchesObservationCodes && kind is EvidenceKind.Observation && observationCodes.Count > 0
            ? [.. Searches.GetValueOrDefault(kind, []), $"&code={string.Join(',', observationCodes.Select(Uri.EscapeDataString))}"]
            : Searches.GetValueOrDefault(kind, SingleSearch);
}
