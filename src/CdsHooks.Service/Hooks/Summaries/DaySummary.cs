using System.Text.Json;
using System.Text.Json.Serialization;

namespace CdsHooks.Service.Hooks.Summaries;

/// <summary>The decisions of one day (UTC) and the feedback on their cards, counted. No patient, no card and no time of day is left in it.</summary>
/// <param name="Groups">The decisions that have service, client, rules and kind of card in common.</param>
internal sealed record DaySummary(IReadOnlyList<SummaryGroup> Groups)
{
    /// <summary>Gets the counts of the criteria; null where they were not asked for.</summary>
    [JsonIgnore]
    public CriteriaSummary? Criteria { get; init; }
}

/// <summary>The counts of the criteria of one day.</summary>
/// <param name="Names">The criteria with their outcomes, such as <c>physical-therapy not-met too-short</c>.</param>
/// <param name="Groups">For each group of the day, in its order, four numbers for each outcome that occurs: the index of its name, the decisions, and the accepted and the overridden ones of their cards.</param>
internal sealed record CriteriaSummary(IReadOnlyList<string> Names, IReadOnlyList<long[]> Groups)
{
    /// <summary>The count of numbers for each outcome.</summary>
    public const int Width = 4;
}

/// <summary>Decisions that have service, client, rules and kind of card in common.</summary>
/// <param name="Service">The service that was called.</param>
/// <param name="Client">The client that called.</param>
/// <param name="Plan">The canonical of the plan, with its version.</param>
/// <param name="SiteParameters">The id of the site parameters, or <c>seed</c>.</param>
/// <param name="RulesVersion">The hash of the rules; null where it was not recorded.</param>
/// <param name="CardKind">The kind of the card; null for no card.</param>
internal sealed record SummaryKey(string Service, string Client, string Plan, string SiteParameters, string? RulesVersion, string? CardKind);

/// <summary>The counts of one group.</summary>
internal sealed class SummaryGroup
{
    /// <summary>Gets the parts that its decisions have in common.</summary>
    public required SummaryKey Key { get; init; }

    /// <summary>Gets the counts of all its decisions.</summary>
    public SummaryCount All { get; init; } = new();

    /// <summary>Gets the counts by row of the decision table.</summary>
    public Dictionary<string, SummaryCount> Rows { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Gets the overridden cards by reason (<see cref="GivenReason"/>).</summary>
    public Dictionary<string, long> Reasons { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Gets the suggestions by the codes of what they would order.</summary>
    public Dictionary<string, SuggestionCount> Suggestions { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>The number of decisions, and of the accepted and the overridden ones of their cards.</summary>
internal sealed class SummaryCount
{
    public long Decisions { get; set; }

    public long Accepted { get; set; }

    public long Overridden { get; set; }

    /// <summary>Adds one decision.</summary>
    /// <param name="outcome">What became of its card; null for no card or no feedback.</param>
    public void Add(CardOutcome? outcome)
    {
        Decisions++;
        Accepted += outcome is CardOutcome.Accepted ? 1 : 0;
        Overridden += outcome is CardOutcome.Overridden ? 1 : 0;
    }
}

/// <summary>The number of cards with a suggestion, and of those of which it was accepted.</summary>
internal sealed class SuggestionCount
{
    public long Offered { get; set; }

    public long Accepted { get; set; }
}

/// <summary>The outcome of a card, from all feedback on it.</summary>
internal enum CardOutcome
{
    /// <summary>A suggestion was accepted, whatever else was said.</summary>
    Accepted,

    /// <summary>The card was dismissed.</summary>
    Overridden,
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DaySummary))]
[JsonSerializable(typeof(CriteriaSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
