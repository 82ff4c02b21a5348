using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>A part of a chart that is drawn by itself: one of its variants for each patient, with the shares that the prevalences state.</summary>
/// <param name="Name">The name, as the prevalences and the truth have it.</param>
/// <param name="Variants">The variants.</param>
internal sealed record Block(string Name, IReadOnlyList<Variant> Variants);

/// <summary>One way in which charts hold a part, with the results that follow from it.</summary>
/// <param name="Name">The name, as the prevalences and the truth have it.</param>
/// <param name="Write">Writes the resources.</param>
/// <param name="Outcomes">The results of the criteria that it decides; the others are as if nothing were on file.</param>
internal sealed record Variant(string Name, Action<ChartDraft> Write, params IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>Gets a value indicating whether it is written into the order, so that it is not drawn for patients without one.</summary>
    public bool NeedsOrder { get; init; }

    /// <summary>Gets the gender that it is drawn for; null for any.</summary>
    public string? Gender { get; init; }
}

/// <summary>The result of one criterion with its reason.</summary>
internal readonly record struct Outcome(string Criterion, CriterionResult Result, Reason Reason)
{
    public static Outcome Met(string criterion, Reason reason = Reason.Documented) => new(criterion, CriterionResult.Met, reason);

    public static Outcome NotMet(string criterion, Reason reason = Reason.NotDocumented) => new(criterion, CriterionResult.NotMet, reason);

    public static Outcome Unknown(string criterion, Reason reason) => new(criterion, CriterionResult.Unknown, reason);

    /// <summary>Gets a value indicating whether it is doubt that other doubt about the same criterion does not replace.</summary>
    public bool IsFirm { get; init; }

    /// <summary>Creates doubt that other doubt about the same criterion does not replace.</summary>
    public static Outcome Open(string criterion, Reason reason) => Unknown(criterion, reason) with { IsFirm = true };

    /// <summary>Gets a value indicating whether it is doubt whose reason gives way to that of a statement that care failed, which the plan reads first.</summary>
    public bool IsAfterFailure { get; init; }

    /// <summary>Gets a value indicating whether it is doubt whose reason gives way to that of the order, which the plan reads before such diagnoses.</summary>
    public bool IsAfterOrder { get; init; }

    /// <summary>Creates doubt whose reason gives way to that of a statement that care failed.</summary>
    public static Outcome AfterFailure(string criterion, Reason reason) => Unknown(criterion, reason) with { IsAfterFailure = true };

    /// <summary>Gets the rank by which several blocks that bear on one criterion are reconciled: what meets it wins, then doubt, then the more specific reason.</summary>
    public int Rank => Result switch
    {
        CriterionResult.Met => Reason is Reason.ByException ? 6 : 7,
        CriterionResult.Unknown => IsFirm ? 5 : IsAfterOrder ? 3 : 4,
        _ => Reason is Reason.NotDocumented ? 0 : Reason is Reason.Excluded ? 1 : 2,
    };

    public override string ToString() => $"{Criterion} {Result.ToCode()} {Reason.ToCode()}";
}
