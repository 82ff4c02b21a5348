namespace CdsHooks.Decision.Rules;

/// <summary>The settings of an <c>events</c> criterion.</summary>
internal sealed class EventsSettings
{
    public required int MinEvents { get; init; }

    public Duration? MinSpan { get; init; }

    public int? MaxGap { get; init; }

    public Duration? Lookback { get; init; }

    public int NearMissDays { get; init; }

    public bool NearMiss { get; init; }

    /// <summary>Gets the value set of performers that count when the performer is known, or -1.</summary>
    public int Performers { get; init; } = -1;

    public bool SameRegion { get; init; }

    public bool RequireReason { get; init; }
}
