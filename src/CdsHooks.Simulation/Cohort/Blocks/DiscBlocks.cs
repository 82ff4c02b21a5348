using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>Discs, roots, back pain and work: what the relative indications rest on.</summary>
internal static class DiscBlocks
{
    private const string Herniation = "disc-herniation";
    private const string Earlier = "earlier-herniation";
    private const string Later = "later-herniation";
    private const string Discectomy = "earlier-discectomy";
    private const string Pain = "low-back-pain";
    private const string Chronic = "chronic-low-back-pain";
    private static readonly Coded Disc = Coded.Icd10("M51.26", "Other intervertebral disc displacement, lumbar region");
    private static readonly Coded DiscWithRoot = Coded.Icd10("M51.16", "Intervertebral disc disorders with radiculopathy, lumbar region");
    private static readonly Coded BackPain = Coded.Icd10("M54.50", "Low back pain, unspecified");
    private static readonly Coded Occupation = Coded.Loinc("11341-5", "History of occupation");
    private static readonly Coded Labor = Coded.OfRules("manual-labor", "Physical demand of work");

    public static IReadOnlyList<Block> All { get; } =
    [
        new Block("disc", [
            new Variant("none", _ => { }),
            new Variant("herniation", draft => draft.Chart.Write(Of(Disc, draft.Before(300))), Outcome.Met(Herniation), Outcome.Met(Earlier)),
            new Variant("herniation-with-radiculopathy", draft => draft.Chart.Write(Of(DiscWithRoot, draft.Before(300))), Outcome.Met(Herniation), Outcome.Met(Earlier), Outcome.Met("radiculopathy")),
            new Variant("herniation-resolved", draft => draft.Chart.Write(Of(Disc, draft.Before(1500)) with { Clinical = "resolved" }), Outcome.NotMet(Herniation, Reason.Excluded), Outcome.Met(Earlier), Outcome.NotMet(Later, Reason.Excluded)),
            new Variant("herniation-provisional", draft => draft.Chart.Write(Of(Disc, draft.Before(100)) with { Verification = "provisional" }), Outcome.Unknown(Herniation, Reason.Unconfirmed), Outcome.Unknown(Earlier, Reason.Unconfirmed)),
            new Variant("herniation-by-report", draft => draft.Chart.Write(new Report(Coded.Loinc("30679-5", "MR lumbar spine without contrast"), draft.Before(60)) { ConclusionCode = Disc }), Outcome.Met(Herniation)),
            new Variant("herniation-on-order", draft => draft.AddOrderReason(Disc), Outcome.Met(Herniation)) { NeedsOrder = true },
            new Variant("discectomy-only", draft => draft.Chart.Write(Operation(draft, 900)), Outcome.Met(Discectomy)),
            new Variant("herniation-after-discectomy", AfterDiscectomy, Outcome.Met(Herniation), Outcome.Met(Earlier), Outcome.Met(Discectomy), Outcome.Met(Later)),
            new Variant("herniation-before-discectomy", BeforeDiscectomy, Outcome.Met(Herniation), Outcome.Met(Earlier), Outcome.Met(Discectomy)),
            new Variant("recurrence-as-coded", draft => draft.Chart.Write(Of(Coded.OfRules("recurrent-lumbar-disc-herniation", "Recurrent lumbar disc herniation"), draft.Before(90))), Outcome.Met("recurrence-diagnosis")),
            new Variant("recurrence-provisional", draft => draft.Chart.Write(Of(Coded.OfRules("recurrent-lumbar-disc-herniation", "Recurrent lumbar disc herniation"), draft.Before(90)) with { Verification = "provisional" }), Outcome.Unknown("recurrence-diagnosis", Reason.Unconfirmed)),
            new Variant("discectomy-status-unknown", draft => draft.Chart.Write(Operation(draft, 900) with { Status = "unknown" }), Outcome.Unknown(Discectomy, Reason.Unconfirmed)),
            new Variant("herniation-provisional-after-discectomy", ProvisionalAfterDiscectomy, Outcome.Unknown(Herniation, Reason.Unconfirmed), Outcome.Unknown(Earlier, Reason.Unconfirmed), Outcome.Met(Discectomy), Outcome.Unknown(Later, Reason.Unconfirmed)),
            new Variant("laminectomy-without-herniation", draft => draft.Chart.Write(new Treatment(Coded.Cpt("63047", "Laminectomy, one segment, lumbar"), draft.Before(900)))),
        ]),
        new DiagnosisBlock
        {
            Name = "radiculopathy",
            Codes = [Coded.Icd10("M54.16", "Radiculopathy, lumbar region"), Coded.Icd10("M54.31", "Sciatica, right side"), Coded.Snomed("23056005", "Sciatica")],
            Criteria = ["radiculopathy"],
        }.ToBlock(),
        new DiagnosisBlock
        {
            Name = "degeneration",
            Codes = [Coded.Icd10("M51.360", "Disc degeneration, lumbar region, with discogenic back pain only"), Coded.Icd10("M47.816", "Spondylosis, lumbar region")],
            Criteria = ["degeneration"],
        }.ToBlock(),
        new Block("back-pain", [
            new Variant("none", _ => { }),
            new Variant("chronic-by-onset", draft => draft.Chart.Write(Of(BackPain, draft.Before(draft.Dice.Between(120, 1500)))), Outcome.Met(Pain), Outcome.Met(Chronic)),
            new Variant("chronic-by-code", draft => draft.Chart.Write(Of(Coded.Snomed("278860009", "Chronic low back pain"), When.NotStated)), Outcome.Met(Pain), Outcome.Met(Chronic)),
            new Variant("chronic-by-year", draft => draft.Chart.Write(Of(BackPain, When.Year(draft.AsOf.Year - 3))), Outcome.Met(Pain), Outcome.Met(Chronic)),
            new Variant("recent", draft => draft.Chart.Write(Of(BackPain, draft.Before(draft.Dice.Between(10, 80)))), Outcome.Met(Pain), Outcome.NotMet(Chronic, Reason.TooShort)),
            new Variant("undated", draft => draft.Chart.Write(Of(BackPain, When.NotStated)), Outcome.Met(Pain), Outcome.Unknown(Chronic, Reason.Unusable)),
            new Variant("provisional", draft => draft.Chart.Write(Of(BackPain, draft.Before(300)) with { Verification = "provisional" }), Outcome.Unknown(Pain, Reason.Unconfirmed), Outcome.Unknown(Chronic, Reason.Unconfirmed)),
            new Variant("resolved", draft => draft.Chart.Write(Of(BackPain, draft.Before(900)) with { Clinical = "resolved" }), Outcome.NotMet(Pain, Reason.Excluded), Outcome.NotMet(Chronic, Reason.Excluded)),
            new Variant("on-order", draft => draft.AddOrderReason(BackPain), Outcome.Met(Pain)) { NeedsOrder = true },
        ]),
        new Block("occupation", [
            new Variant("none", _ => { }),
            new Variant("heavy", draft => draft.Chart.Write(Work(draft, "heavy")), Outcome.Met("manual-occupation")),
            new Variant("medium", draft => draft.Chart.Write(Work(draft, "medium")), Outcome.Met("manual-occupation")),
            new Variant("sedentary", draft => draft.Chart.Write(Work(draft, draft.Dice.Pick("sedentary", "light"))), Outcome.NotMet("manual-occupation", Reason.MeasuredNegative)),
            new Variant("in-words", draft => draft.Chart.Write(new Measurement(Occupation, draft.Before(400)) { Answer = Concept.Words("roofing"), Category = "social-history" }), Outcome.Unknown("manual-occupation", Reason.NotCoded)),
        ]),
    ];

    private static Diagnosis Of(Coded code, When onset) => new(code) { Onset = onset };

    private static Treatment Operation(ChartDraft draft, int before) =>
        new(draft.Dice.Pick(Coded.Cpt("63030", "Lumbar discectomy, one interspace"), Coded.Snomed("178625001", "Primary microdiscectomy of lumbar disc")), draft.Before(before));

    private static Measurement Work(ChartDraft draft, string demand) => new(draft.Dice.Pick(Labor, Occupation), draft.Before(draft.Dice.Between(30, 700)))
    {
        Answer = Coded.OfRules(demand, demand),
        Category = "social-history",
    };

    private static void AfterDiscectomy(ChartDraft draft)
    {
        draft.Chart.Write(Operation(draft, 800));
        draft.Chart.Write(Of(Disc, draft.Before(draft.Dice.Between(60, 700))));
    }

    private static void ProvisionalAfterDiscectomy(ChartDraft draft)
    {
        draft.Chart.Write(Operation(draft, 800));
        draft.Chart.Write(Of(Disc, draft.Before(200)) with { Verification = "provisional" });
    }

    private static void BeforeDiscectomy(ChartDraft draft)
    {
        draft.Chart.Write(Of(Disc, draft.Before(700)));
        draft.Chart.Write(Operation(draft, 600));
    }
}
