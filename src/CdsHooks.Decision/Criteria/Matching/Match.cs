using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>What one input makes of one record.</summary>
/// <param name="Kind">Whether it counts, raises doubt, or was looked at and dropped.</param>
/// <param name="Reason">Why, for the last two.</param>
internal readonly record struct Match(MatchKind Kind, Reason Reason = Reason.Documented)
{
    public static Match None => new(MatchKind.None);

    public static Match Counts => new(MatchKind.Counts);

    public static Match Doubt(Reason reason) => new(MatchKind.Doubt, reason);

    public static Match Dropped(Reason reason) => new(MatchKind.Dropped, reason);

    /// <summary>Joins two judgements of one record: one that it does not count outweighs any doubt.</summary>
    public Match And(Match other) => (Kind, other.Kind) switch
    {
        (MatchKind.None or MatchKind.Dropped, _) => this,
        (_, MatchKind.None or MatchKind.Dropped) => other,
        (MatchKind.Doubt, _) => this,
        _ => other,
    };
}
