using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>The ways in which a chart states a diagnosis, the same for every criterion that asks for one.</summary>
internal sealed class DiagnosisBlock
{
    private static readonly Coded Mri = Coded.Loinc("30679-5", "MR lumbar spine without contrast");

    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the codes of the diagnosis, of which each chart uses one.</summary>
    public required IReadOnlyList<Coded> Codes { get; init; }

    /// <summary>Gets the criteria that the diagnosis meets.</summary>
    public required IReadOnlyList<string> Criteria { get; init; }

    /// <summary>Gets those of them that a report meets too; null for all.</summary>
    public IReadOnlyList<string>? ByReport { get; init; }

    /// <summary>Gets those of them that the reason of the order meets too; null for all.</summary>
    public IReadOnlyList<string>? ByOrder { get; init; }

    /// <summary>Gets the code that names no region; null when there is none.</summary>
    public Coded? AnyRegion { get; init; }

    /// <summary>Gets further variants.</summary>
    public IReadOnlyList<Variant> Others { get; init; } = [];

    public Block ToBlock() => new(Name, [
        new Variant("none", _ => { }),
        new Variant("problem-list", draft => Write(draft, code => new Diagnosis(code) { Onset = draft.Before(draft.Dice.Between(120, 1500)) }), Met(Criteria)),
        new Variant("encounter-diagnosis", draft => Write(draft, code => new Diagnosis(code) { Category = "encounter-diagnosis", Recorded = draft.Before(draft.Dice.Between(100, 600)) }), Met(Criteria)),
        new Variant("beside-a-local-code", draft => Write(draft, code => new Diagnosis(Concept.Of(Coded.OfHospital("DX-" + code.Code, "Hospital diagnosis"), code)) { Onset = When.Year(draft.AsOf.Year - 2) }), Met(Criteria)),
        new Variant("undated", draft => Write(draft, code => new Diagnosis(code) { Verification = null }), Met(Criteria)),
        new Variant("provisional", draft => Write(draft, code => new Diagnosis(code) { Verification = draft.Dice.Pick("provisional", "differential", "unconfirmed"), Recorded = draft.Before(200) }), Each(Criteria, id => Outcome.Unknown(id, Reason.Unconfirmed))),
        new Variant("refuted", draft => Write(draft, code => new Diagnosis(code) { Verification = "refuted", Clinical = "inactive", Recorded = draft.Before(200) }), Each(Criteria, id => Outcome.NotMet(id, Reason.Excluded))),
        new Variant("resolved", draft => Write(draft, code => new Diagnosis(code) { Clinical = draft.Dice.Pick("resolved", "inactive", "remission"), Onset = draft.Before(900) }), Each(Criteria, id => Outcome.NotMet(id, Reason.Excluded))),
        .. OnReport(),
        .. OnOrder(),
        .. Elsewhere(),
        .. Others,
    ]);

    /// <summary>Lists the outcomes of several criteria.</summary>
    public static IReadOnlyList<Outcome> Each(IEnumerable<string> criteria, Func<string, Outcome> outcome) => [.. criteria.Select(outcome)];

    public static IReadOnlyList<Outcome> Met(IEnumerable<string> criteria) => Each(criteria, id => Outcome.Met(id));

    private void Write(ChartDraft draft, Func<Coded, Diagnosis> diagnosis) => draft.Chart.Write(diagnosis(Codes[draft.Dice.Next(Codes.Count)]));

    private IEnumerable<Variant> OnReport()
    {
        if ((ByReport ?? Criteria) is { Count: > 0 } criteria)
        {
            yield return new Variant(
                "conclusion-of-a-report",
                draft => draft.Chart.Write(new Report(Mri, draft.Before(draft.Dice.Between(30, 500))) { ConclusionCode = Codes[draft.Dice.Next(Codes.Count)] }),
                Met(criteria));
        }
    }

    private IEnumerable<Variant> OnOrder()
    {
        if ((ByOrder ?? Criteria) is { Count: > 0 } criteria)
        {
            yield return new Variant("reason-of-the-order", draft => draft.AddOrderReason(Codes[draft.Dice.Next(Codes.Count)]), Met(criteria)) { NeedsOrder = true };
        }
    }

    private IEnumerable<Variant> Elsewhere()
    {
        if (AnyRegion is { } code)
        {
            yield return new Variant("region-not-stated", draft => draft.Chart.Write(new Diagnosis(code) { Onset = draft.Before(300) }), Met(Criteria));
            yield return new Variant(
                "another-region",
                draft => draft.Chart.Write(new Diagnosis(code) { Onset = draft.Before(300), Site = BodySites.CervicalSpine }),
                Each(Criteria, id => Outcome.NotMet(id, Reason.OtherRegion)));
        }
    }
}
