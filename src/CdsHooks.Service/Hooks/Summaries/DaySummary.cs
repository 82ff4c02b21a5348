using System.Text.Json;
using System.Text.Json.Serialization;

namespace CdsHooks.Service.Hooks.Summaries;

/// <summary>The decisions of one day (UTC) and the feedback on their cards, counted. No patient, no card and no time of day is left in it.</summary>
/// <param name="Groups">The decisions that have service, client, rules and kind of card in common.</param>
internal sealed record DaySummary(IReadOnlyList<SummaryGroup> Groups);

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

    /// <summary>Gets the counts by criterion and outcome, such as <c>not-met too-short</c>.</summary>
    public Dictionary<string, Dictionary<string, SummaryCount>> Criteria { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Gets the overridden cards by reason (<see cref="GivenReason"/>).</summary>
    public Dictionary<string, long> Reasons { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Gets the suggestions by the codes of what they would order.</summary>
    public Dictionary<string, SuggestionCount> Suggestions { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>The number of decisions, and of the accepted and the overridden ones of their cards.</summary>
[JsonConverter(typeof(SummaryCountConverter))]
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

/// <summary>Writes a count as a list, since a day has thousands: decisions, then accepted and overridden ones, as far as there are any.</summary>
internal sealed class SummaryCountConverter : JsonConverter<SummaryCount>
{
    public override SummaryCount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        SummaryCount count = new();
        for (var index = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; index++)
        {
            var number = reader.GetInt64();
            (count.Decisions, count.Accepted, count.Overridden) = index switch
            {
                0 => (number, count.Accepted, count.Overridden),
                1 => (count.Decisions, number, count.Overridden),
                _ => (count.Decisions, count.Accepted, number),
            };
        }

        return count;
    }

    public override void Write(Utf8JsonWriter writer, SummaryCount value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Decisions);
        if (value.Accepted > 0 || value.Overridden > 0)
        {
            writer.WriteNumberValue(value.Accepted);
        }

        if (value.Overridden > 0)
        {
            writer.WriteNumberValue(value.Overridden);
        }

        writer.WriteEndArray();
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DaySummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
