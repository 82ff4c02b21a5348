using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Criteria;

/// <summary>The settings of an <c>events</c> criterion.</summary>
internal sealed class EventsSettings
{
    public required int MinEvents { get; init; }

    public Duration? MinSpan { get; init; }

    public int? MaxGap { get; init; }

    public Duration? Lookback { get; init; }

    public int NearMissDays { get; init; }

    public bool NearMiss { get; init; }
}
