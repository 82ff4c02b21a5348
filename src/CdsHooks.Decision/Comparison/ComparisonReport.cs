namespace CdsHooks.Decision.Comparison;

/// <summary>The comparison of two sets of rules over the same calls.</summary>
/// <param name="Compared">The number of calls that both judged.</param>
/// <param name="Skipped">The number of calls that were not judged in shadow, by reason.</param>
/// <param name="Rules">The rules that were compared, with the number of calls; several where they were changed in between.</param>
/// <param name="Outcomes">The number of calls by kind of card, <c>no card</c> and <c>not covered</c>.</param>
/// <param name="Rows">The number of calls by row of the decision table.</param>
/// <param name="Flips">The calls with another outcome, most frequent first.</param>
/// <param name="TurnedWithoutFlip">The number of calls with the same outcome in which a criterion has another result or reason.</param>
/// <param name="Lacking">The number of calls in which the rules in shadow needed a data set that was not fetched, by prefetch key.</param>
public sealed record ComparisonReport(
    long Compared,
    IReadOnlyDictionary<string, long> Skipped,
    IReadOnlyList<ComparedRules> Rules,
    IReadOnlyList<Frequency> Outcomes,
    IReadOnlyList<Frequency> Rows,
    IReadOnlyList<FlipReport> Flips,
    long TurnedWithoutFlip,
    IReadOnlyDictionary<string, long> Lacking);

/// <summary>Two sets of rules that judged the same calls.</summary>
/// <param name="Served">The rules that answered.</param>
/// <param name="Shadow">The rules in shadow.</param>
/// <param name="Calls">The number of calls.</param>
public sealed record ComparedRules(RulesIdentity Served, RulesIdentity Shadow, long Calls);

/// <summary>The frequency of one outcome or row.</summary>
/// <param name="Name">The outcome or row.</param>
/// <param name="Served">The number of calls under the served rules.</param>
/// <param name="Shadow">The number of calls under the rules in shadow.</param>
public sealed record Frequency(string Name, long Served, long Shadow);

/// <summary>The calls that turn from one outcome to another.</summary>
/// <param name="From">The outcome under the served rules.</param>
/// <param name="To">The outcome under the rules in shadow.</param>
/// <param name="Calls">The number of calls.</param>
/// <param name="Turns">The criteria that turned in them, most frequent first; empty where one of the plans is about none of the orders.</param>
public sealed record FlipReport(string From, string To, long Calls, IReadOnlyList<TurnReport> Turns);

/// <summary>A criterion that turned in flipped calls.</summary>
/// <param name="Criterion">The id of the criterion.</param>
/// <param name="From">The result and reason under the served rules; <c>not judged</c> when their plan does not have it.</param>
/// <param name="To">The result and reason under the rules in shadow.</param>
/// <param name="Calls">The number of calls.</param>
/// <param name="Values">The distribution of the measured values.</param>
public sealed record TurnReport(string Criterion, string From, string To, long Calls, IReadOnlyList<ValueReport> Values);

/// <summary>The distribution of one kind of value: of each call, the newest measured value or the longest course.</summary>
/// <param name="Kind">The kind of number, such as <c>course</c> or <c>value</c>.</param>
/// <param name="Unit">The UCUM code of the unit; empty when it has none.</param>
/// <param name="Calls">The number of calls with such a value.</param>
/// <param name="Least">The least value.</param>
/// <param name="LowerQuartile">The value that a quarter of the calls do not exceed.</param>
/// <param name="Median">The value that half of the calls do not exceed.</param>
/// <param name="UpperQuartile">The value that three quarters of the calls do not exceed.</param>
/// <param name="Most">The greatest value.</param>
public sealed record ValueReport(string Kind, string Unit, long Calls, decimal Least, decimal LowerQuartile, decimal Median, decimal UpperQuartile, decimal Most);
