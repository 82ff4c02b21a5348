namespace CdsHooks.Decision.Criteria;

/// <summary>The settings of a <c>trajectory</c> criterion; value sets are -1 where the plan names none.</summary>
internal sealed class TrajectorySettings
{
    public required int Window { get; init; }

    public required decimal MinGrades { get; init; }

    public required int NewOnset { get; init; }

    /// <summary>Gets the grade that, first seen within the new-onset days, decides at once.</summary>
    public required decimal SevereTo { get; init; }

    /// <summary>Gets the grade up to which a reading is a deficit; null when only conditions are.</summary>
    public decimal? DeficitTo { get; init; }

    public decimal? MaxPlausible { get; init; }

    public int Level { get; init; } = -1;

    public int Progressive { get; init; } = -1;

    public int Stable { get; init; } = -1;

    public int Improving { get; init; } = -1;
}
