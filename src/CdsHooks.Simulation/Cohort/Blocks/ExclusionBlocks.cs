using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>What takes an order out of the rule: red flags and earlier fusions.</summary>
internal static class ExclusionBlocks
{
    private const string Fracture = "spinal-fracture";
    private const string Infection = "spinal-infection";
    private const string Tumor = "spinal-tumor";
    private static readonly Coded Broken = Coded.Icd10("S32.020A", "Wedge compression fracture of second lumbar vertebra, initial encounter");
    private static readonly Coded Discitis = Coded.Icd10("M46.46", "Discitis, unspecified, lumbar region");
    private static readonly Coded Metastasis = Coded.Icd10("C79.51", "Secondary malignant neoplasm of bone");
    private static readonly string[] UncodedOpens = [Fracture, Infection, Tumor, "deficit-course"];

    public static IReadOnlyList<Block> All { get; } =
    [
        new Block("red-flag", [
            new Variant("none", _ => { }),
            new Variant("fracture", draft => draft.Chart.Write(Of(Broken, draft.Before(draft.Dice.Between(2, 300)))), Outcome.Met(Fracture)),
            new Variant("fracture-long-ago", draft => draft.Chart.Write(Of(Broken, draft.Before(draft.Dice.Between(400, 1500)))), Outcome.NotMet(Fracture, Reason.TooOld)),
            new Variant("fracture-undated", draft => draft.Chart.Write(Of(Broken, When.NotStated)), Outcome.Unknown(Fracture, Reason.Unusable)),
            new Variant("fracture-provisional", draft => draft.Chart.Write(Of(Broken, draft.Before(10)) with { Verification = "differential" }), Outcome.Unknown(Fracture, Reason.Unconfirmed)),
            new Variant("fracture-on-order", draft => draft.AddOrderReason(Broken), Outcome.Met(Fracture)) { NeedsOrder = true },
            new Variant("infection", draft => draft.Chart.Write(Of(Discitis, draft.Before(draft.Dice.Between(5, 200)))), Outcome.Met(Infection)),
            new Variant("infection-resolved", draft => draft.Chart.Write(Of(Discitis, draft.Before(200)) with { Clinical = "resolved" }), Outcome.NotMet(Infection, Reason.Excluded)),
            new Variant("infection-provisional", draft => draft.Chart.Write(Of(Discitis, draft.Before(9)) with { Verification = "provisional" }), Outcome.Unknown(Infection, Reason.Unconfirmed)),
            new Variant("tumour", draft => draft.Chart.Write(Of(Coded.Icd10("C41.2", "Malignant neoplasm of vertebral column"), draft.Before(200))), Outcome.Met(Tumor)),
            new Variant("tumour-refuted", draft => draft.Chart.Write(Of(Coded.Icd10("C41.2", "Malignant neoplasm of vertebral column"), draft.Before(200)) with { Verification = "refuted", Clinical = "inactive" }), Outcome.NotMet(Tumor, Reason.Excluded)),
            new Variant("metastasis-site-not-stated", draft => draft.Chart.Write(Of(Metastasis, draft.Before(100))), Outcome.Unknown(Tumor, Reason.NotStated)),
            new Variant("metastasis-in-the-spine", draft => draft.Chart.Write(Of(Metastasis, draft.Before(100)) with { Site = BodySites.LumbarSpine }), Outcome.Met(Tumor)),
            new Variant("problem-in-words", draft => draft.Chart.Write(new Diagnosis(Concept.Words(draft.Dice.Pick("back problem, see note", "spine pathology", "work injury"))) { Onset = draft.Before(100) }), DiagnosisBlock.Each(UncodedOpens, id => Outcome.Unknown(id, Reason.NotCoded))),
            new Variant("problem-in-a-local-code", draft => draft.Chart.Write(new Diagnosis(Coded.OfHospital("DX-4711", "Hospital diagnosis")) { Onset = draft.Before(100) }), DiagnosisBlock.Each(UncodedOpens, id => Outcome.Unknown(id, Reason.NotCoded))),
        ]),
        new Block("earlier-surgery", [
            new Variant("none", _ => { }),
            new Variant("fusion-procedure", draft => draft.Chart.Write(new Treatment(Coded.Cpt("22612", "Posterior lumbar fusion, one level"), EarlierFusion(draft, 800, 3000))), Outcome.Met("earlier-fusion-procedure")),
            new Variant("fusion-procedure-status-unknown", draft => draft.Chart.Write(new Treatment(Coded.Cpt("22612", "Posterior lumbar fusion, one level"), EarlierFusion(draft, 800, 3000)) { Status = "unknown" }), Outcome.Unknown("earlier-fusion-procedure", Reason.Unconfirmed)),
            new Variant("pseudarthrosis", draft => draft.Chart.Write(Of(Coded.Icd10("M96.0", "Pseudarthrosis after fusion or arthrodesis"), draft.Before(200))), Outcome.Met("earlier-fusion-diagnosis")),
            new Variant("fused-spine-resolved", draft => draft.Chart.Write(Of(Coded.Icd10("M43.26", "Fusion of spine, lumbar region"), draft.Before(2000)) with { Clinical = "resolved" }), Outcome.Met("earlier-fusion-diagnosis")),
            new Variant("failed-fusion-provisional", draft => draft.Chart.Write(Of(Coded.Icd10("M96.0", "Pseudarthrosis after fusion or arthrodesis"), draft.Before(40)) with { Verification = "provisional" }), Outcome.Unknown("earlier-fusion-diagnosis", Reason.Unconfirmed)),
            new Variant("status-without-level", draft => draft.Chart.Write(Of(Coded.Icd10("Z98.1", "Arthrodesis status"), When.NotStated)), Outcome.Unknown("fusion-status", Reason.NotStated), Outcome.Met("fusion-status-any-level")),
            new Variant("status-with-lumbar-site", draft => draft.Chart.Write(Of(Coded.Icd10("Z98.1", "Arthrodesis status"), When.NotStated) with { Site = BodySites.LumbarSpine }), Outcome.Met("fusion-status"), Outcome.Met("fusion-status-any-level")),
            new Variant("status-of-the-neck", draft => draft.Chart.Write(Of(Coded.Icd10("Z98.1", "Arthrodesis status"), When.NotStated) with { Site = BodySites.CervicalSpine }), Outcome.NotMet("fusion-status", Reason.OtherRegion), Outcome.NotMet("fusion-status-any-level", Reason.OtherRegion)),
            new Variant("post-laminectomy", draft => draft.Chart.Write(Of(Coded.Icd10("M96.1", "Postlaminectomy syndrome"), draft.Before(700))), Outcome.Met("post-laminectomy")),
            new Variant("status-provisional", draft => draft.Chart.Write(Of(Coded.Icd10("Z98.1", "Arthrodesis status"), When.NotStated) with { Verification = "provisional", Site = BodySites.LumbarSpine }), Outcome.Unknown("fusion-status", Reason.Unconfirmed), Outcome.Unknown("fusion-status-any-level", Reason.Unconfirmed)),
            new Variant("post-laminectomy-provisional", draft => draft.Chart.Write(Of(Coded.Icd10("M96.1", "Postlaminectomy syndrome"), draft.Before(700)) with { Verification = "provisional" }), Outcome.Unknown("post-laminectomy", Reason.Unconfirmed)),
            new Variant("post-laminectomy-with-status", BothAfterLaminectomy, Outcome.Unknown("fusion-status", Reason.NotStated), Outcome.Met("fusion-status-any-level"), Outcome.Met("post-laminectomy")),
        ]),
    ];

    private static Diagnosis Of(Coded code, When onset) => new(code) { Onset = onset };

    private static DateOnly EarlierFusion(ChartDraft draft, int least, int most)
    {
        var before = draft.Dice.Between(least, most);
        draft.Measured("daysSinceEarlierFusion", before);
        return draft.Before(before);
    }

    private static void BothAfterLaminectomy(ChartDraft draft)
    {
        draft.Chart.Write(Of(Coded.Icd10("M96.1", "Postlaminectomy syndrome"), draft.Before(700)));
        draft.Chart.Write(Of(Coded.Icd10("Z98.1", "Arthrodesis status"), When.NotStated));
    }
}
