using System.Text.Json.Serialization;
using CdsHooks.Simulation.Results;

namespace CdsHooks.Simulation.Reports;

/// <summary>A result as people read it. It names no patient.</summary>
/// <param name="Header">What was simulated.</param>
/// <param name="Patients">The number of patients.</param>
/// <param name="PatientsWithCalls">The number of patients with a call.</param>
/// <param name="Calls">The number of calls.</param>
/// <param name="Origins">The calls by the source of their orders.</param>
/// <param name="NotJudged">The orders that were not judged, by reason.</param>
/// <param name="Cards">The calls by card and indicator, most frequent first.</param>
/// <param name="Rows">The calls by row of the decision table.</param>
/// <param name="Criteria">The results of each criterion, in alphabetical order.</param>
/// <param name="Evidence">The completeness of the evidence.</param>
/// <param name="Flips">The calls whose card or indicator changes, most frequent first.</param>
/// <param name="Turns">The criteria that turn, most frequent first.</param>
/// <param name="Sweeps">The swept thresholds.</param>
internal sealed record SimulationReport(
    SimulationHeader Header,
    long Patients,
    long PatientsWithCalls,
    long Calls,
    IReadOnlyList<Named> Origins,
    IReadOnlyList<Named> NotJudged,
    IReadOnlyList<CardCount> Cards,
    IReadOnlyList<BothSides> Rows,
    IReadOnlyList<CriterionCount> Criteria,
    EvidenceReport Evidence,
    IReadOnlyList<FlipCount> Flips,
    IReadOnlyList<TurnCount> Turns,
    IReadOnlyList<SweepReport> Sweeps)
{
    /// <summary>Gets the number of calls with a card, on either side.</summary>
    public BothSides Fired => new("with a card", Cards.Where(card => card.IsCard).Sum(card => card.Served), Cards.Where(card => card.IsCard).Sum(card => card.Candidate));

    /// <summary>Gets the number of calls whose orders the rules are about, on either side.</summary>
    [JsonIgnore]
    public BothSides Reviewed => new(
        "reviewed",
        Calls - Cards.Where(card => card.Card is CountNames.NotCovered).Sum(card => card.Served),
        Calls - Cards.Where(card => card.Card is CountNames.NotCovered).Sum(card => card.Candidate));

    /// <summary>Gets the title of a criterion or a card, or the id itself.</summary>
    public string TitleOf(string id) => Header.Titles.GetValueOrDefault(id, id);
}

/// <summary>A count with its name.</summary>
internal sealed record Named(string Name, long Count);

/// <summary>The number of calls on both sides; the candidate's is zero when there is none.</summary>
internal sealed record BothSides(string Name, long Served, long Candidate);

/// <summary>The calls with one card and indicator.</summary>
/// <param name="Card">The kind of the card, <c>no card</c> or <c>not covered</c>.</param>
/// <param name="Indicator">The indicator; null without a card.</param>
/// <param name="Served">The number of calls under the served rules.</param>
/// <param name="Candidate">The number of calls under the candidate.</param>
internal sealed record CardCount(string Card, string? Indicator, long Served, long Candidate)
{
    /// <summary>Gets a value indicating whether it is a card.</summary>
    [JsonIgnore]
    public bool IsCard => Card is not (CountNames.NoCard or CountNames.NotCovered);
}

/// <summary>The results of one criterion.</summary>
/// <param name="Id">The id.</param>
/// <param name="Outcomes">The calls by result and reason.</param>
internal sealed record CriterionCount(string Id, IReadOnlyList<OutcomeCount> Outcomes)
{
    /// <summary>Counts the calls with one result.</summary>
    public BothSides Of(string result) => new(
        result,
        Outcomes.Where(outcome => string.Equals(outcome.Result, result, StringComparison.Ordinal)).Sum(outcome => outcome.Served),
        Outcomes.Where(outcome => string.Equals(outcome.Result, result, StringComparison.Ordinal)).Sum(outcome => outcome.Candidate));
}

/// <summary>The calls in which a criterion has one result and reason.</summary>
internal sealed record OutcomeCount(string Result, string Reason, long Served, long Candidate);

/// <summary>The completeness of the evidence, under the served rules.</summary>
/// <param name="Sets">Of each FHIR type, the calls by the outcome of the retrieval.</param>
/// <param name="Found">Of each criterion, the calls in whose charts any record of it was found, and those that could not tell.</param>
/// <param name="UnknownCodes">The codes that no value set knows, most frequent first; only those that several calls have.</param>
/// <param name="RareCodes">The number of the other codes that no value set knows.</param>
/// <param name="Uncoded">Of each FHIR type, the calls with a record without a code that the rules know.</param>
internal sealed record EvidenceReport(
    IReadOnlyList<SetCount> Sets, IReadOnlyList<FoundCount> Found, IReadOnlyList<CodeCount> UnknownCodes, long RareCodes, IReadOnlyList<Named> Uncoded);

/// <summary>The calls in which the retrieval of a type had one outcome.</summary>
internal sealed record SetCount(string Type, string Outcome, long Calls);

/// <summary>The calls by whether any record of a criterion was found.</summary>
/// <param name="Criterion">The id.</param>
/// <param name="Any">The calls with a record, whatever it says.</param>
/// <param name="None">The calls without a record, where all was read.</param>
/// <param name="NotSeen">The calls in which not all could be read.</param>
internal sealed record FoundCount(string Criterion, long Any, long None, long NotSeen);

/// <summary>The calls with a resource of one code.</summary>
internal sealed record CodeCount(string Type, string System, string Code, string Display, long Calls);

/// <summary>The calls that flip from one card to another.</summary>
internal sealed record FlipCount(string From, string To, long Calls);

/// <summary>The calls in which a criterion turns.</summary>
internal sealed record TurnCount(string Criterion, string From, string To, long Calls);

/// <summary>A swept threshold.</summary>
/// <param name="Sweep">The parameter and its values.</param>
/// <param name="Points">The outcomes at each value, in the order of the values.</param>
/// <param name="Values">The distributions of the values behind it.</param>
internal sealed record SweepReport(SweepIdentity Sweep, IReadOnlyList<SweepPointReport> Points, IReadOnlyList<ValueDistribution> Values);

/// <summary>The outcomes at one value of a threshold.</summary>
/// <param name="Value">The value.</param>
/// <param name="Fired">The calls with a card.</param>
/// <param name="Cards">The calls by card and indicator.</param>
/// <param name="Criteria">The calls by criterion and result.</param>
internal sealed record SweepPointReport(string Value, long Fired, IReadOnlyList<SweptCard> Cards, IReadOnlyList<SweepCriterion> Criteria)
{
    /// <summary>Counts the calls with a card of one indicator.</summary>
    public long FiredAs(string indicator) => Cards.Where(card => string.Equals(card.Indicator, indicator, StringComparison.Ordinal)).Sum(card => card.Calls);
}

/// <summary>The calls with one card and indicator at one value; the indicator is null without a card.</summary>
internal sealed record SweptCard(string Card, string? Indicator, long Calls);

/// <summary>The results of a criterion at one value.</summary>
internal sealed record SweepCriterion(string Criterion, long Met, long NotMet, long Unknown);

/// <summary>The distribution of the values behind a threshold.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="Kind">The kind of number, such as <c>course</c>.</param>
/// <param name="Unit">The UCUM unit; empty when it has none.</param>
/// <param name="Values">The calls by value, in ascending order.</param>
internal sealed record ValueDistribution(string Criterion, string Kind, string Unit, IReadOnlyList<ValueCount> Values);

/// <summary>The calls with one value.</summary>
internal sealed record ValueCount(decimal Value, long Calls);

/// <summary>The serialization of reports.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SimulationReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
