using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>How a kind of EHR wants to be spoken to (spec list, sections 3, 5 and 6).</summary>
internal sealed record ClientProfile
{
    private static readonly string[] Whole = [""];

    private static readonly ClientProfile[] All =
    [
        new() { Name = "default" },

        // Sends no draftOrders when a tab is clicked again, and the hook of its page to every service on it; its FHIR servers are open and
        // search everything.
        new() { Name = "sandbox", IsSilentWithoutOrders = true, AnswersEitherHook = true, Deadline = TimeSpan.FromSeconds(5) },

        // Observation and Condition searches need a category. Of a suggested order it keeps nothing but its own catalogue's defaults,
        // and only orders in its own code systems: the text carries them better.
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

        // Observation searches need a category or codes. Both are asked: by codes alone, panels would be missed of which only a part
        // is known, and what is known by its value.
        new()
        {
            Name = "oracle",
            SearchesObservationCodes = true,
            Searches = new Dictionary<EvidenceKind, string[]>
            {
                [EvidenceKind.Observation] = ["&category=laboratory", "&category=vital-signs", "&category=social-history", "&category=survey", "&category=exam"],
            },
        },

        // Knows no other behaviour, and a client treats a card with one that it does not know as an error; nor need it pass over what it does not know.
        new() { Name = "cds-hooks-1.0", Cards = new CardOptions { SelectionBehavior = SelectionBehavior.AtMostOne } },
    ];

    public required string Name { get; init; }

    /// <summary>Gets how long a call may take before what is still missing becomes unknown.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>Gets a value indicating whether a call without draftOrders is answered with no cards instead of 400.</summary>
    public bool IsSilentWithoutOrders { get; init; }

    /// <summary>Gets a value indicating whether a service answers the hook of another one instead of 400.</summary>
    public bool AnswersEitherHook { get; init; }

    /// <summary>Gets what follows <c>Type?patient=1</c> in each search of a kind, where one search would not do.</summary>
    public IReadOnlyDictionary<EvidenceKind, string[]> Searches { get; init; } = new Dictionary<EvidenceKind, string[]>();

    /// <summary>Gets a value indicating whether Observations are searched by the codes that the rules read, too.</summary>
    public bool SearchesObservationCodes { get; init; }

    /// <summary>Gets how it wants its cards, but for what each client says itself.</summary>
    public CardOptions Cards { get; init; } = new() { NamesOrders = true };

    public static IEnumerable<string> Names => All.Select(profile => profile.Name);

    public static ClientProfile? Find(string name) => Array.Find(All, profile => string.Equals(profile.Name, name, StringComparison.Ordinal));

    /// <summary>Lists what follows the patient in each search of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="observationCodes">The codes of the Observations that are read, <c>system|code</c>.</param>
    public IEnumerable<string> SearchesOf(EvidenceKind kind, IReadOnlyList<string> observationCodes) =>
        SearchesObservationCodes && kind is EvidenceKind.Observation && observationCodes.Count > 0
            ? [.. Searches.GetValueOrDefault(kind, []), $"&code={string.Join(',', observationCodes.Select(Uri.EscapeDataString))}"]
            : Searches.GetValueOrDefault(kind, Whole);
}
