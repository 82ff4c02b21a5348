using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Blocks;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort;

/// <summary>One patient of a synthetic cohort, valid until the next one is read.</summary>
/// <param name="Truth">The truth about the patient.</param>
/// <param name="Resources">The resources, the Patient first.</param>
/// <param name="Shared">The references of the chart to resources that patients share: <see cref="CohortSource.Shared"/>.</param>
internal sealed record CohortPatient(PatientTruth Truth, IReadOnlyList<CohortResource> Resources, IReadOnlyCollection<string> Shared);

/// <summary>The truth about a patient: what was drawn, and what follows from it under the plan's defaults.</summary>
/// <param name="Id">The logical id.</param>
/// <param name="AsOf">The day of the order; where there is none, of the made-up one that the results are for.</param>
/// <param name="Order">The order; null when the chart holds none that the plan reviews.</param>
internal sealed record PatientTruth(string Id, DateOnly AsOf, OrderOfTruth? Order)
{
    /// <summary>Gets the variant that was drawn of each block.</summary>
    public required IReadOnlyList<(string Block, string Variant)> Drawn { get; init; }

    /// <summary>Gets the values that thresholds are held against.</summary>
    public required IReadOnlyList<(string Name, decimal Value)> Values { get; init; }

    /// <summary>Gets the result of every enabled criterion, groups included, in the plan's order.</summary>
    public required IReadOnlyList<Finding> Criteria { get; init; }

    /// <summary>Gets the row of the decision table.</summary>
    public required string Row { get; init; }

    /// <summary>Gets the kind of the card; null for none.</summary>
    public required string? Card { get; init; }

    /// <summary>Gets the indicator of the card; null for none.</summary>
    public required string? Indicator { get; init; }

    /// <summary>Gets a value; null when none was measured.</summary>
    public decimal? ValueOf(string name) => Values.Where(value => string.Equals(value.Name, name, StringComparison.Ordinal)).Select(value => (decimal?)value.Value).FirstOrDefault();

    /// <summary>Gets the variant that was drawn of a block.</summary>
    public string DrawnOf(string block) => Drawn.First(drawn => string.Equals(drawn.Block, block, StringComparison.Ordinal)).Variant;
}
