using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>The listed indications by diagnosis, grade and angle; films are in <see cref="FilmBlock"/>, deficits in <see cref="DeficitBlock"/>.</summary>
internal static class StructuralBlocks
{
    private const string Slip = "spondylolisthesis-diagnosis";
    private const string Graded = "graded-diagnosis";
    private static readonly Coded MeyerdingGrade = Coded.OfRules("meyerding-grade", "Meyerding grade");
    private static readonly Coded CobbAngle = Coded.OfRules("cobb-angle-coronal", "Coronal Cobb angle");
    private static readonly Coded Correction = Coded.OfRules("deformity-correction-planned", "Deformity correction planned");

    private static readonly Coded[] Grades =
    [
        Coded.Snomed("44494000", "Spondylolisthesis grade 1"),
        Coded.Snomed("62620001", "Spondylolisthesis grade 2"),
        Coded.Snomed("13131000", "Spondylolisthesis grade 3"),
    ];

    public static IReadOnlyList<Block> All { get; } =
    [
        new DiagnosisBlock
        {
            Name = "spondylolisthesis",
            Codes = [Coded.Icd10("M43.16", "Spondylolisthesis, lumbar region"), Coded.Icd10("M43.17", "Spondylolisthesis, lumbosacral region")],
            Criteria = [Slip],
            AnyRegion = Coded.Snomed("203681002", "Acquired spondylolisthesis"),
            Others =
            [
                new Variant("graded-diagnosis", draft => draft.Chart.Write(new Diagnosis(draft.Dice.Pick(Grades)) { Onset = draft.Before(400) }), Outcome.Met(Slip), Outcome.Met(Graded)),
                new Variant("graded-diagnosis-elsewhere", draft => draft.Chart.Write(new Diagnosis(Grades[0]) { Onset = draft.Before(400), Site = BodySites.CervicalSpine }), Outcome.NotMet(Slip, Reason.OtherRegion), Outcome.NotMet(Graded, Reason.OtherRegion)),
                new Variant("graded-diagnosis-provisional", draft => draft.Chart.Write(new Diagnosis(Grades[1]) { Onset = draft.Before(400), Verification = "provisional" }), Outcome.Unknown(Slip, Reason.Unconfirmed) with { IsAfterOrder = true }, Outcome.Unknown(Graded, Reason.Unconfirmed)),
                new Variant("grade-measured", draft => draft.Chart.Write(Grade(draft, draft.Dice.Between(1, 2))), Outcome.Met("meyerding-grade")),
                new Variant("grade-as-code", draft => draft.Chart.Write(new Measurement(MeyerdingGrade, draft.Before(60)) { Answer = draft.Dice.Pick(Grades) }), Outcome.Met("meyerding-grade")),
                new Variant("grade-zero", draft => draft.Chart.Write(Grade(draft, 0)), Outcome.NotMet("meyerding-grade", Reason.MeasuredNegative)),
                new Variant("grade-in-words", draft => draft.Chart.Write(new Measurement(MeyerdingGrade, draft.Before(60)) { Answer = Concept.Words("low grade") }), Outcome.Unknown("meyerding-grade", Reason.Unusable)),
                new Variant("grade-preliminary", draft => draft.Chart.Write(Grade(draft, 1) with { Status = "preliminary" }), Outcome.Unknown("meyerding-grade", Reason.Preliminary)),
                new Variant("grade-withheld", draft => draft.Chart.Write(new Measurement(MeyerdingGrade, draft.Before(60)) { IsWithheld = true }), Outcome.Unknown("meyerding-grade", Reason.ReportWithoutValues)),
            ],
        }.ToBlock(),
        new DiagnosisBlock
        {
            Name = "instability-diagnosis",
            Codes = [Coded.Icd10("M53.2X6", "Spinal instabilities, lumbar region"), Coded.Icd10("M53.2X7", "Spinal instabilities, lumbosacral region")],
            Criteria = ["instability-diagnosis"],
            AnyRegion = Coded.Snomed("240220009", "Spinal instability"),
        }.ToBlock(),
        new DiagnosisBlock
        {
            Name = "deformity",
            Codes = [Coded.Icd10("M41.26", "Other idiopathic scoliosis, lumbar region"), Coded.Icd10("M40.36", "Flatback syndrome, lumbar region")],
            Criteria = ["deformity-diagnosis"],
            AnyRegion = Coded.Icd10("M41.9", "Scoliosis, unspecified"),
            Others =
            [
                new Variant("cobb-angle-large", draft => Cobb(draft, draft.Dice.Between(30, 70)), Outcome.Met("deformity-angle")),
                new Variant("cobb-angle-small", draft => Cobb(draft, draft.Dice.Between(5, 29)), Outcome.NotMet("deformity-angle", Reason.MeasuredNegative)),
                new Variant("cobb-angle-without-unit", draft => draft.Chart.Write(new Measurement(CobbAngle, draft.Before(90)) { Amount = new Quantity(35, null) }), Outcome.Unknown("deformity-angle", Reason.Unusable)),
                new Variant("cobb-angle-preliminary", draft => draft.Chart.Write(new Measurement(CobbAngle, draft.Before(90)) { Amount = new Quantity(35, "deg"), Status = "preliminary" }), Outcome.Unknown("deformity-angle", Reason.Preliminary)),
                new Variant("correction-planned", draft => draft.Chart.Write(new Measurement(Correction, draft.Before(20)) { Flag = true }), Outcome.Met("deformity-correction-planned")),
                new Variant("correction-withheld", draft => draft.Chart.Write(new Measurement(Correction, draft.Before(20)) { IsWithheld = true }), Outcome.Unknown("deformity-correction-planned", Reason.ReportWithoutValues)),
                new Variant("correction-not-planned", draft => draft.Chart.Write(new Measurement(Correction, draft.Before(20)) { Flag = false }), Outcome.NotMet("deformity-correction-planned", Reason.MeasuredNegative)),
            ],
        }.ToBlock(),
        new DiagnosisBlock
        {
            Name = "stenosis",
            Codes = [Coded.Icd10("M48.061", "Spinal stenosis, lumbar region without neurogenic claudication"), Coded.Snomed("18347007", "Spinal stenosis of lumbar region")],
            Criteria = ["lumbar-stenosis"],
            AnyRegion = Coded.Snomed("76107001", "Spinal stenosis"),
            Others =
            [
                new Variant("with-claudication-in-one-code", draft => draft.Chart.Write(new Diagnosis(Coded.Icd10("M48.062", "Spinal stenosis, lumbar region with neurogenic claudication")) { Onset = draft.Before(400) }), Outcome.Met("lumbar-stenosis"), Outcome.Met("neurogenic-claudication")),
            ],
        }.ToBlock(),
        new DiagnosisBlock
        {
            Name = "claudication",
            Codes = [Coded.Snomed("303081002", "Neurogenic claudication")],
            Criteria = ["neurogenic-claudication"],
        }.ToBlock(),
    ];

    private static Measurement Grade(ChartDraft draft, int grade)
    {
        draft.Measured("meyerdingGrade", grade);
        return new Measurement(MeyerdingGrade, draft.Before(draft.Dice.Between(20, 200))) { Number = grade, Site = Concept.Words("L4-L5") };
    }

    private static void Cobb(ChartDraft draft, int angle)
    {
        draft.Measured("cobbDegrees", angle);
        draft.Chart.Write(new Measurement(CobbAngle, draft.Before(90)) { Amount = new Quantity(angle, "deg") });
    }
}
