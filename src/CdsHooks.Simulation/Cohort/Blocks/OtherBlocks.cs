using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>What colours a card without being an indication or required care: statements, unread texts, a pain programme, pregnancy.</summary>
internal static class OtherBlocks
{
    private static readonly Coded Mri = Coded.Loinc("24968-0", "MR lumbar spine");
    private static readonly Coded PainCare = Coded.Snomed("408957008", "Chronic pain control management");

    public static IReadOnlyList<Block> All { get; } =
    [
        new Block("care-failed-statement", [
            new Variant("none", _ => { }),
            new Variant("stated", draft => Failed(draft, draft.Dice.Between(10, 600)), Outcome.Met("care-failure-stated")),
            new Variant("stated-long-ago", draft => draft.Chart.Write(Statement(draft, draft.Dice.Between(800, 1500))), Outcome.NotMet("care-failure-stated", Reason.TooOld)),
        ]),
        new Block("static-imaging", [
            new Variant("none", _ => { }),
            new Variant("report-in-words", draft => draft.Chart.Write(new Report(Mri, draft.Before(draft.Dice.Between(10, 330))) { Conclusion = "Multilevel degenerative change." }), Outcome.Met("unread-text")),
            new Variant("report-with-nothing", draft => draft.Chart.Write(new Report(Mri, draft.Before(90)))),
            new Variant("old-report-in-words", draft => draft.Chart.Write(new Report(Mri, draft.Before(draft.Dice.Between(400, 900))) { Conclusion = "Disc narrowing." }), Outcome.NotMet("unread-text", Reason.TooOld)),
            new Variant("preliminary-report-in-words", draft => draft.Chart.Write(new Report(Mri, draft.Before(20)) { Conclusion = "Preliminary read.", Status = "preliminary" }), Outcome.Unknown("unread-text", Reason.Preliminary)),
            new Variant("questionnaire-in-words", draft => draft.Chart.WriteAnswers("q-7", draft.Before(40), "since the accident"), Outcome.Met("unread-text")),
        ]),
        new Block("pain-programme", [
            new Variant("none", _ => { }),
            new Variant("attended", draft => Attend(draft, draft.Before(draft.Dice.Between(20, 500))), Outcome.Met("pain-program")),
            new Variant("referred", draft => draft.Chart.WriteRequest(Coded.Snomed("306265007", "Referral to pain management service"), "active", draft.Before(50)), Outcome.Met("pain-program")),
            new Variant("status-unknown", StatusUnknown, Outcome.Unknown("pain-program", Reason.Unconfirmed)),
            new Variant("attended-long-ago", draft => Attend(draft, draft.Before(draft.Dice.Between(800, 1500))), Outcome.NotMet("pain-program", Reason.TooOld)),
        ]),
        new Block("shared-decision", [
            new Variant("none", _ => { }),
            new Variant("documented", draft => Shared(draft, value: true), Outcome.Met("shared-decision-documented")),
            new Variant("withheld", draft => draft.Chart.Write(new Measurement(Coded.OfRules("shared-decision-documented", "Shared decision documented"), draft.Before(9)) { IsWithheld = true }), Outcome.Unknown("shared-decision-documented", Reason.ReportWithoutValues)),
            new Variant("said-not-to-be", draft => Shared(draft, value: false), Outcome.NotMet("shared-decision-documented", Reason.MeasuredNegative)),
        ]),
        new Block("pregnancy", [
            new Variant("none", _ => { }),
            new Variant("pregnant", draft => draft.Chart.Write(new Diagnosis(Coded.Snomed("77386006", "Pregnancy")) { Onset = draft.Before(90) }), Outcome.Met("pregnancy"), Outcome.Met("anti-inflammatory-trial", Reason.ByException)) { Gender = "female" },
        ]),
        new Block("injections", [
            new Variant("none", _ => { }),
            new Variant("epidural", draft => Inject(draft, draft.Dice.Between(1, 3))),
        ]),
    ];

    private static Measurement Statement(ChartDraft draft, int before) =>
        new(Coded.OfRules("conservative-care-failed", "Conservative care failed"), draft.Before(before)) { Flag = true };

    private static void Failed(ChartDraft draft, int before)
    {
        draft.Chart.Write(Statement(draft, before));
        draft.IsCareFailed = true;
    }

    private static void Attend(ChartDraft draft, DateOnly day)
    {
        draft.Chart.Write(new Treatment(PainCare, day));
        draft.Care.Add(day);
    }

    private static void StatusUnknown(ChartDraft draft)
    {
        draft.Chart.Write(new Treatment(PainCare, draft.Before(70)) { Status = "unknown" });
        draft.Care.AddDoubt(7, Reason.Unconfirmed);
    }

    private static void Shared(ChartDraft draft, bool value) =>
        draft.Chart.Write(new Measurement(Coded.OfRules("shared-decision-documented", "Shared decision documented"), draft.Before(9)) { Flag = value });

    private static void Inject(ChartDraft draft, int count)
    {
        foreach (var day in TherapyVisits.Every(30, count, draft.Before(draft.Dice.Between(100, 300))))
        {
            draft.Chart.Write(new Treatment(Coded.Cpt("62323", "Lumbar epidural injection with imaging"), day));
            draft.Care.Add(day);
        }
    }
}
