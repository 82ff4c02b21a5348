using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>Cognitive behavioural therapy, psychotherapy of unstated kind, refusals and referrals.</summary>
internal static class BehaviouralTherapyBlock
{
    private const string Cbt = "cognitive-behavioral-therapy";
    private static readonly Coded Therapy = Coded.Snomed("304891004", "Cognitive behavioral therapy");
    private static readonly Coded Psychotherapy = Coded.Cpt("90834", "Psychotherapy, 45 minutes");
    private static readonly Coded Intervention = Coded.Cpt("96158", "Health behavior intervention, individual, initial 30 minutes");
    private static readonly Coded BackPain = Coded.Icd10("M54.50", "Low back pain, unspecified");
    private static readonly Coded Refused = Coded.Snomed("105480006", "Refusal of treatment by patient");

    public static Block Block { get; } = new(Cbt, [
        new Variant("none", _ => { }),
        new Variant("procedures", draft => Sessions(draft, day => draft.Chart.Write(new Treatment(Therapy, day))), Outcome.Met(Cbt)),
        new Variant("visits", draft => Sessions(draft, day => draft.Chart.Write(new Visit(day) { Type = Therapy })), Outcome.Met(Cbt)),
        new Variant("psychotherapy-of-that-category", draft => Sessions(draft, day => draft.Chart.Write(new Treatment(Psychotherapy, day) { Category = Therapy })), Outcome.Met(Cbt)),
        new Variant("psychotherapy-of-unstated-kind", draft => Sessions(draft, day => draft.Chart.Write(new Treatment(Psychotherapy, day))), Outcome.AfterFailure(Cbt, Reason.NotCoded)),
        new Variant("health-behaviour-for-back-pain", draft => Sessions(draft, day => draft.Chart.Write(new Treatment(Intervention, day) { Why = BackPain })), Outcome.Met(Cbt)),
        new Variant("health-behaviour-for-anything", draft => Sessions(draft, day => draft.Chart.Write(new Treatment(Intervention, day))), Outcome.AfterFailure(Cbt, Reason.NotCoded)),
        new Variant("sessions-stated", Stated, Outcome.Met(Cbt)),
        new Variant("known-by-month", ByMonth, Outcome.Met(Cbt)),
        new Variant("undated", Undated, Outcome.AfterFailure(Cbt, Reason.Unusable)),
        new Variant("too-long-ago", draft => One(draft, draft.Before(draft.Dice.Between(400, 700))), Outcome.NotMet(Cbt, Reason.TooOld)),
        new Variant("refused", draft => draft.Chart.Write(new Treatment(Therapy, draft.Before(60)) { Status = "not-done", StatusReason = Refused }), Outcome.Met(Cbt, Reason.ByException)),
        new Variant("refused-in-words", draft => draft.Chart.Write(new Treatment(Therapy, draft.Before(60)) { Status = "not-done", StatusReason = Concept.Words("patient declined") }), Outcome.Met(Cbt, Reason.ByException)),
        new Variant("order-revoked-for-a-reason", draft => draft.Chart.WriteRequest(Therapy, "revoked", draft.Before(80), Refused), Outcome.Met(Cbt, Reason.ByException)),
        new Variant("order-revoked", draft => draft.Chart.WriteRequest(Therapy, "revoked", draft.Before(80))),
        new Variant("referral-active", draft => draft.Chart.WriteRequest(Therapy, "active", draft.Before(80)), Outcome.NotMet(Cbt, Reason.ReferralOnly)),
        new Variant("referral-completed", draft => draft.Chart.WriteRequest(Therapy, "completed", draft.Before(80)), Outcome.AfterFailure(Cbt, Reason.ReferralOnly)),
        new Variant("status-unknown", StatusUnknown, Outcome.Unknown(Cbt, Reason.Unconfirmed)),
        new Variant("reported-by-the-patient", draft => draft.Chart.WriteAnswers("mpq-1058", draft.Before(50)), Outcome.Unknown(Cbt, Reason.PatientReported)),
        new Variant("in-words", draft => draft.Chart.Write(new Visit(draft.Before(70)) { Type = Concept.Words("CBT group") })),
    ]);

    private static void Sessions(ChartDraft draft, Action<DateOnly> write)
    {
        foreach (var day in TherapyVisits.Every(14, draft.Dice.Between(3, 7), draft.Before(draft.Dice.Between(110, 330))))
        {
            write(day);
            draft.Care.Add(day);
        }
    }

    private static void One(ChartDraft draft, DateOnly day)
    {
        draft.Chart.Write(new Treatment(Therapy, day));
        draft.Care.Add(day);
    }

    private static void Stated(ChartDraft draft)
    {
        var day = draft.Before(draft.Dice.Between(20, 300));
        draft.Chart.Write(new Measurement(Coded.OfRules("cbt-sessions", "Cognitive behavioral therapy, sessions"), day) { Amount = new Quantity(6, "{count}") });
        draft.Care.Add(day);
    }

    private static void ByMonth(ChartDraft draft)
    {
        var day = draft.Before(draft.Dice.Between(40, 300));
        draft.Chart.Write(new Treatment(Therapy, When.Month(day)));
        draft.Care.AddInMonthOf(day);
    }

    private static void Undated(ChartDraft draft)
    {
        draft.Chart.Write(new Treatment(Therapy, When.NotStated));
        draft.Care.AddUndated();
    }

    private static void StatusUnknown(ChartDraft draft)
    {
        draft.Chart.Write(new Visit(draft.Before(90)) { Type = Therapy, Status = "unknown" });
        draft.Care.AddDoubt(5, Reason.Unconfirmed);
    }
}
