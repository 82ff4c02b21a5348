namespace CdsHooks.Simulation.Results;

/// <summary>A call that the two sets of rules judge differently. It names the patient: treat it as the chart.</summary>
/// <param name="Shard">The number of the shard.</param>
/// <param name="Patient">The logical id of the patient.</param>
/// <param name="Date">The day of the call.</param>
/// <param name="Origin">The source of the orders: <c>order</c>, <c>procedure</c> or <c>what-if</c>.</param>
/// <param name="Orders">The orders, or the procedures, of the chart.</param>
/// <param name="Change"><c>card</c> when the card or its indicator changes, <c>row</c> when only the row of the decision table does, <c>criterion</c> when only criteria do.</param>
/// <param name="From">The outcome under the served rules.</param>
/// <param name="To">The outcome under the candidate.</param>
/// <param name="Turns">The criteria that turn, without groups, in the order of the plan.</param>
internal sealed record Flip(
    int Shard, string Patient, DateOnly Date, string Origin, IReadOnlyList<string> Orders, string Change, Outcome From, Outcome To, IReadOnlyList<Turn> Turns)
{
    public const string ByCard = "card";
    public const string ByRow = "row";
    public const string ByCriterion = "criterion";
}

/// <summary>The outcome of a call.</summary>
/// <param name="Card">The kind of the card; null when there is none.</param>
/// <param name="Indicator">The indicator; null when there is no card.</param>
/// <param name="Row">The row of the decision table; empty when the plan is not about the orders.</param>
internal sealed record Outcome(string? Card, string? Indicator, string Row)
{
    /// <summary>Gets the kind of the card, or the word for none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Name => Card ?? (Row.Length is 0 ? CountNames.NotCovered : CountNames.NoCard);

    /// <summary>Gets the kind of the card with its indicator, or the word for none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Described => Indicator is null ? Name : $"{Name} ({Indicator})";
}

/// <summary>A criterion that turns.</summary>
/// <param name="Criterion">The id of the criterion.</param>
/// <param name="From">The result and reason under the served rules, such as <c>met documented</c>; null when they do not have it.</param>
/// <param name="To">The result and reason under the candidate; null when it does not have it.</param>
/// <param name="Record">The record that turned it; null when no record supports either result.</param>
internal sealed record Turn(string Criterion, string? From, string? To, TurnRecord? Record);

/// <summary>The record that turned a criterion.</summary>
/// <param name="Reference">The relative reference; empty for a record without an id.</param>
/// <param name="Date">The date of the record, as precise as it was given; null when it has none.</param>
/// <param name="Text">The value or the wording as found; null when there is none. Untrusted text.</param>
/// <param name="Days">The length of the course, in days; null when it is none.</param>
/// <param name="Events">The number of days with an event; null when it is no course.</param>
internal sealed record TurnRecord(string Reference, string? Date, string? Text, int? Days, int? Events);

/// <summary>The line of a flip.</summary>
/// <param name="Flip">The flip.</param>
internal sealed record FlipLine(Flip Flip);

/// <summary>The line of a count.</summary>
/// <param name="Count">The number.</param>
/// <param name="Key">The words of its key.</param>
internal sealed record CountLine(long Count, string[] Key);

/// <summary>The last line of a result, by which a cut or changed file is found.</summary>
/// <param name="End">The contents.</param>
internal sealed record EndLine(ResultEnd End);

/// <summary>What a result contains.</summary>
/// <param name="Shards">The shards in it, as ranges such as <c>0-3</c> and <c>7</c>, in order.</param>
/// <param name="Patients">The number of patients.</param>
/// <param name="Calls">The number of calls.</param>
/// <param name="Flips">The number of lines with a flip.</param>
/// <param name="Counts">The number of lines with a count.</param>
/// <param name="Served">The SHA-256 of knowledge and parameters of the served rules.</param>
/// <param name="Candidate">The same of the candidate; null without one.</param>
/// <param name="Sha256">The SHA-256 of all lines before this one, and of this one with an empty SHA-256.</param>
internal sealed record ResultEnd(IReadOnlyList<string> Shards, long Patients, long Calls, long Flips, long Counts, string Served, string? Candidate, string Sha256);
