using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>The match of one record with one input.</summary>
/// <param name="Kind">The kind of match.</param>
/// <param name="Reason">The reason of a doubt or a drop.</param>
internal readonly record struct Match(MatchKind Kind, Reason Reason = Reason.Documented)
{
    public static Match None => new(MatchKind.None);

    public static Match Counts => new(MatchKind.Counts);

    public static Match Doubt(Reason reason) => new(MatchKind.Doubt, reason);

    public static Match Dropped(Reason reason) => new(MatchKind.Dropped, reason);

    /// <summary>Combines two matches of one record. A drop outweighs a doubt.</summary>
    public Match And(Match other) => (Kind, other.Kind) switch
    {
        (MatchKind.None or MatchKind.Dropped, _) => this,
        (_, MatchKind.None or MatchKind.Dropped) => other,
        (MatchKind.Doubt, _) => this,
        _ => other,
    };
}

/// <summary>The kinds of match.</summary>
internal enum MatchKind
{
    /// <summary>The record is about something else.</summary>
    None,

    /// <summary>The record counts.</summary>
    Counts,

    /// <summary>The record may count.</summary>
    Doubt,

    /// <summary>The record matches but does not count, for a reason worth reporting.</summary>
    Dropped,
}
