using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>Risk and baseline, which judge nothing: nicotine, body mass, scores.</summary>
internal static class RiskBlocks
{
    private static readonly Coded Smoking = Coded.Loinc("72166-2", "Tobacco smoking status");

    public static IReadOnlyList<Block> All { get; } =
    [
        new Block("nicotine", [
            new Variant("none", _ => { }),
            new Variant("smoking-status", draft => draft.Chart.Write(Status(draft, draft.Dice.Between(5, 330))), Outcome.Met("nicotine")),
            new Variant("old-smoking-status", draft => draft.Chart.Write(Status(draft, draft.Dice.Between(400, 1500))), Outcome.NotMet("nicotine", Reason.TooOld)),
            new Variant("diagnosis", draft => draft.Chart.Write(new Diagnosis(Coded.Icd10("F17.210", "Nicotine dependence, cigarettes, uncomplicated")) { Onset = draft.Before(2000) }), Outcome.Met("nicotine")),
            new Variant("status-in-words", draft => draft.Chart.Write(new Measurement(Smoking, draft.Before(60)) { Answer = Concept.Words("smokes sometimes"), Category = "social-history" }), Outcome.Unknown("nicotine", Reason.NotCoded)),
        ]),
        Value("cotinine", Coded.Loinc("10365-5", "Cotinine in serum"), 5, 300, "ng/mL"),
        Value("body-mass-index", Coded.Loinc("39156-5", "Body mass index"), 20, 44, "kg/m2"),
        Value("glycated-haemoglobin", Coded.Loinc("4548-4", "Hemoglobin A1c"), 5, 11, "%"),
        Value("disability-score", Coded.Loinc("97909-6", "Oswestry Disability Index score"), 10, 70, "{score}"),
        Value("pain-score", Coded.Loinc("72514-3", "Pain severity, 0 to 10"), 1, 10, "{score}"),
        Value("bone-density", Coded.Loinc("38267-1", "DXA lumbar spine T-score"), -4, 1, "{T-score}"),
        Value("phq-9", Coded.Loinc("44261-6", "PHQ-9 total score"), 0, 27, "{score}"),
        Value("phq-2", Coded.Loinc("55758-7", "PHQ-2 total score"), 0, 6, "{score}"),
    ];

    private static Block Value(string criterion, Coded code, int least, int most, string unit)
    {
        return new(criterion, [
            new Variant("none", _ => { }),
            new Variant("on-file", draft => draft.Chart.Write(Of(draft, draft.Before(draft.Dice.Between(3, 330)))), Outcome.Met(criterion)),
            new Variant("old", draft => draft.Chart.Write(Of(draft, draft.Before(draft.Dice.Between(400, 1500)))), Outcome.NotMet(criterion, Reason.TooOld)),
            new Variant("withheld", draft => draft.Chart.Write(new Measurement(code, draft.Before(60)) { IsWithheld = true }), Outcome.Unknown(criterion, Reason.ReportWithoutValues)),
            new Variant("preliminary", draft => draft.Chart.Write(Of(draft, draft.Before(10)) with { Status = "preliminary" }), Outcome.Unknown(criterion, Reason.Preliminary)),
            new Variant("undated", draft => draft.Chart.Write(Of(draft, When.NotStated)), Outcome.Unknown(criterion, Reason.Unusable)),
        ]);

        Measurement Of(ChartDraft draft, When on) => new(code, on) { Amount = new Quantity(draft.Dice.Between(least, most), unit), Category = "survey" };
    }

    private static Measurement Status(ChartDraft draft, int before) => new(Smoking, draft.Before(before))
    {
        Answer = draft.Dice.Pick(Coded.Snomed("449868002", "Smokes tobacco daily"), Coded.Snomed("266919005", "Never smoked tobacco"), Coded.Snomed("8517006", "Ex-smoker")),
        Category = "social-history",
    };
}
