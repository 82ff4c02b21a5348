using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>Neurologic deficits and their course.</summary>
internal static class DeficitBlock
{
    private const string Course = "deficit-course";
    private const string OnFile = "deficit-diagnosis";
    private const string Weakness = "motor-weakness";
    private static readonly Coded FootDrop = Coded.Icd10("M21.371", "Foot drop, right foot");
    private static readonly Coded CaudaEquina = Coded.Icd10("G83.4", "Cauda equina syndrome");
    private static readonly Coded Power = Coded.OfRules("mrc-motor-grade", "Motor power, MRC grade");
    private static readonly Coded Worse = Coded.Snomed("230993007", "Worsening");
    private static readonly Coded Better = Coded.Snomed("385633008", "Improving");

    public static IReadOnlyList<Block> All { get; } =
    [
        new Block("deficit", [
            new Variant("none", _ => { }),
            new Variant("new-foot-drop", draft => draft.Chart.Write(Drop(draft.Before(draft.Dice.Between(3, 40)))), Outcome.Met(Course), Outcome.Met(OnFile)),
            new Variant("old-foot-drop", draft => draft.Chart.Write(Drop(draft.Before(draft.Dice.Between(60, 900)))), Outcome.Open(Course, Reason.NotStated), Outcome.Met(OnFile)),
            new Variant("foot-drop-improving", draft => draft.Chart.Write(Drop(draft.Before(300)) with { Course = Better, Recorded = draft.Before(20) }), Outcome.NotMet(Course, Reason.ImprovingOrStable), Outcome.Met(OnFile)),
            new Variant("foot-drop-worsening", draft => draft.Chart.Write(Drop(draft.Before(300)) with { Course = Worse, Recorded = draft.Before(20) }), Outcome.Met(Course), Outcome.Met(OnFile)),
            new Variant("foot-drop-provisional", draft => draft.Chart.Write(Drop(draft.Before(200)) with { Verification = "provisional" }), Outcome.Unknown(Course, Reason.Unconfirmed), Outcome.Unknown(OnFile, Reason.Unconfirmed)),
            new Variant("foot-drop-resolved", draft => draft.Chart.Write(Drop(draft.Before(700)) with { Clinical = "resolved" }), Outcome.NotMet(Course, Reason.Excluded), Outcome.NotMet(OnFile, Reason.Excluded)),
            new Variant("onset-only-as-month", Imprecise, Outcome.Open(Course, Reason.NotStated), Outcome.Met(OnFile)),
            new Variant("power-falling", draft => Grades(draft, (80, 4), (20, 3)), Outcome.Met(Course), Outcome.Met(Weakness)),
            new Variant("power-rising", draft => Grades(draft, (85, 3), (50, 4), (15, 4)), Outcome.NotMet(Course, Reason.ImprovingOrStable), Outcome.Met(Weakness)),
            new Variant("power-known-once", draft => Grades(draft, (200, 4)), Outcome.Open(Course, Reason.NotStated), Outcome.Met(Weakness)),
            new Variant("power-full", draft => Grades(draft, (30, 5)), Outcome.NotMet(Weakness, Reason.MeasuredNegative)),
            new Variant("power-withheld", draft => draft.Chart.Write(new Measurement(Power, draft.Before(30)) { IsWithheld = true, Site = Concept.Words("right ankle dorsiflexors") }), Outcome.Unknown(Course, Reason.ReportWithoutValues), Outcome.Unknown(Weakness, Reason.ReportWithoutValues)),
            new Variant("said-to-progress", draft => draft.Chart.Write(new Measurement(Coded.OfRules("neuro-progressive", "Neurologic deficit progressive"), draft.Before(15)) { Flag = true }), Outcome.Met(Course)),
            new Variant("said-to-be-stable", draft => draft.Chart.Write(new Measurement(Coded.OfRules("neuro-stable", "Neurologic deficit stable"), draft.Before(15)) { Flag = true }), Outcome.NotMet(Course, Reason.ImprovingOrStable)),
            new Variant("statements-contradict", Contradict, Outcome.Open(Course, Reason.Conflicting)),
            new Variant("cauda-equina", draft => draft.Chart.Write(new Diagnosis(CaudaEquina) { Onset = draft.Before(5) }), Outcome.Met(Course)),
            new Variant("cord-compression-without-region", draft => draft.Chart.Write(new Diagnosis(Coded.Icd10("G95.20", "Unspecified cord compression")) { Onset = draft.Before(90) }), Outcome.Unknown(Course, Reason.NotStated)),
            new Variant("cauda-equina-on-order", draft => draft.AddOrderReason(CaudaEquina), Outcome.Met("urgent-deficit-on-order")) { NeedsOrder = true },
            new Variant("foot-drop-on-order", draft => draft.AddOrderReason(FootDrop), Outcome.Unknown(Course, Reason.NotStated), Outcome.Met(OnFile)) { NeedsOrder = true },
        ]),
        new DiagnosisBlock
        {
            Name = "nonspecific-findings",
            Codes = [Coded.Icd10("R20.2", "Paresthesia of skin"), Coded.Icd10("M62.81", "Muscle weakness (generalized)")],
            Criteria = ["nonspecific-findings"],
            ByReport = [],
        }.ToBlock(),
    ];

    private static Diagnosis Drop(When onset) => new(FootDrop) { Onset = onset };

    private static void Grades(ChartDraft draft, params ReadOnlySpan<(int Before, int Grade)> readings)
    {
        foreach (var (before, grade) in readings)
        {
            draft.Chart.Write(new Measurement(Power, draft.Before(before)) { Number = grade, Site = Concept.Words("right ankle dorsiflexors") });
        }
    }

    private static void Imprecise(ChartDraft draft) => draft.Chart.Write(Drop(When.Month(draft.Before(120))));

    private static void Contradict(ChartDraft draft)
    {
        draft.Chart.Write(new Measurement(Coded.OfRules("neuro-progressive", "Neurologic deficit progressive"), draft.Before(12)) { Flag = true });
        draft.Chart.Write(new Measurement(Coded.OfRules("neuro-improving", "Neurologic deficit improving"), draft.Before(12)) { Flag = true });
    }
}
