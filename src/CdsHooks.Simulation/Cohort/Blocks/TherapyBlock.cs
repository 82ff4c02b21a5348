using System.Globalization;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>Physical therapy: courses of stated lengths, and everything that looks like one.</summary>
internal static class TherapyBlock
{
    private const string Pt = "physical-therapy";
    private const string Home = "home-exercise";
    private static readonly Coded Session = Coded.Snomed("91251008", "Physical therapy procedure");
    private static readonly Coded Exercises = Coded.Cpt("97110", "Therapeutic exercises");
    private static readonly Coded Weeks = Coded.OfRules("supervised-pt-weeks", "Supervised physical therapy, weeks");
    private static readonly Coded Sessions = Coded.OfRules("supervised-pt-sessions", "Supervised physical therapy, sessions");
    private static readonly Coded Referral = Coded.Snomed("308447003", "Referral to physiotherapist");
    private static readonly Coded HomeProgram = Coded.OfRules("home-exercise-program", "Home exercise program");
    private static readonly int[] LengthsInWeeks = [3, 4, 5, 6, 7, 8, 10, 12, 16];
    private static readonly Coded Knee = Coded.Icd10("M17.11", "Unilateral primary osteoarthritis, right knee");

    public static Block Block { get; } = new(Pt, [
        new Variant("none", _ => { }),
        .. Courses(),
        new Variant("twice-a-week-for-38-days", TwiceAWeek, Outcome.Unknown(Pt, Reason.Borderline)),
        new Variant("course-of-8-weeks", draft => Course(draft, 56), Outcome.Met(Pt)),
        new Variant("course-of-3-weeks", draft => Course(draft, 21), Outcome.NotMet(Pt, Reason.TooShort)),
        new Variant("course-without-end", OpenCourse, Outcome.Unknown(Pt, Reason.Unusable)),
        new Variant("weeks-stated-8", draft => Stated(draft, new Measurement(Weeks, StatedOn(draft)) { Amount = new Quantity(8, "wk"), By = SharedResources.Therapist(3) }, 56), Outcome.Met(Pt)),
        new Variant("weeks-stated-4", draft => Stated(draft, new Measurement(Weeks, StatedOn(draft)) { Amount = new Quantity(4, "wk"), By = SharedResources.Therapist(3) }, 28), Outcome.NotMet(Pt, Reason.TooShort)),
        new Variant("weeks-stated-by-nobody", draft => Stated(draft, new Measurement(Weeks, StatedOn(draft)) { Amount = new Quantity(8, "wk") }), Outcome.AfterFailure(Pt, Reason.NotStated)),
        new Variant("weeks-stated-without-unit", draft => Stated(draft, new Measurement(Weeks, StatedOn(draft)) { Amount = new Quantity(8, null), By = SharedResources.Therapist(4) }), Outcome.AfterFailure(Pt, Reason.Unusable)),
        new Variant("weeks-withheld", draft => Stated(draft, new Measurement(Weeks, StatedOn(draft)) { IsWithheld = true, By = SharedResources.Therapist(5) }), Outcome.AfterFailure(Pt, Reason.ReportWithoutValues)),
        new Variant("sessions-stated", draft => Stated(draft, new Measurement(Sessions, StatedOn(draft)) { Amount = new Quantity(12, "{count}"), By = SharedResources.Therapist(6) }), Outcome.AfterFailure(Pt, Reason.NotStated)),
        new Variant("import-of-one-day", Imported, Outcome.NotMet(Pt, Reason.TooShort)),
        new Variant("visits-undated", Undated, Outcome.AfterFailure(Pt, Reason.Unusable)),
        new Variant("visits-known-by-month", ByMonth, Outcome.Unknown(Pt, Reason.Unusable)),
        new Variant("too-few-visits", draft => TherapyVisits.Write(draft, TherapyVisits.Every(14, 5, draft.Before(draft.Dice.Between(80, 250)))), Outcome.NotMet(Pt, Reason.TooFew)),
        new Variant("long-pause", Pause, Outcome.NotMet(Pt, Reason.Gap)),
        new Variant("too-long-ago", draft => TherapyVisits.Write(draft, TherapyVisits.Every(7, 9, draft.Before(draft.Dice.Between(460, 640)))), Outcome.NotMet(Pt, Reason.TooOld)),
        new Variant("for-the-knee", ForTheKnee, Outcome.NotMet(Pt, Reason.OtherRegion)),
        new Variant("after-the-order", draft => Visits(draft, TherapyVisits.Every(7, 9, draft.AsOf.AddDays(10)))),
        new Variant("cancelled", draft => Visits(draft, TherapyVisits.Every(7, 9, draft.Before(120)), "cancelled")),
        new Variant("status-unknown", StatusUnknown, Outcome.Unknown(Pt, Reason.Unconfirmed)),
        new Variant("in-words", draft => Each(draft, day => draft.Chart.Write(new Visit(day) { Type = Concept.Words("PT visit") }))),
        new Variant("in-local-codes", draft => Each(draft, day => draft.Chart.Write(new Visit(day) { Type = Coded.OfHospital("PT60", "PT visit 60 min") }))),
        new Variant("by-a-chiropractor", ByChiropractor, []),
        new Variant("evaluation-only", Evaluation),
        new Variant("passive-only", Passive, Outcome.NotMet(Pt, Reason.PassiveOnly)),
        new Variant("home-exercise-only", draft => draft.Chart.Write(new Treatment(HomeProgram, draft.Before(draft.Dice.Between(30, 300)))), Outcome.NotMet(Pt, Reason.HomeExerciseOnly), Outcome.Met(Home)),
        new Variant("referral-active", draft => draft.Chart.WriteRequest(Referral, "active", draft.Before(draft.Dice.Between(10, 200))), Outcome.NotMet(Pt, Reason.ReferralOnly)),
        new Variant("referral-completed", draft => draft.Chart.WriteRequest(Referral, "completed", draft.Before(draft.Dice.Between(60, 300))), Outcome.AfterFailure(Pt, Reason.ReferralOnly)),
        new Variant("plan-of-care", draft => draft.Chart.WritePlan(Session, draft.Before(draft.Dice.Between(20, 200))), Outcome.NotMet(Pt, Reason.Planned)),
        new Variant("reported-by-the-patient", draft => draft.Chart.WriteAnswers("mpq-1014", draft.Before(60)), Outcome.Unknown(Pt, Reason.PatientReported)),
        new Variant("home-exercise-reported", draft => draft.Chart.WriteAnswers("mpq-1008", draft.Before(60)), Outcome.NotMet(Pt, Reason.HomeExerciseOnly), Outcome.Met(Home)),
    ]);

    /// <summary>Lists courses of weekly or twice-weekly visits; the last day is whole weeks after the first.</summary>
    private static IEnumerable<Variant> Courses() => LengthsInWeeks.Select(weeks => new Variant(
        string.Create(CultureInfo.InvariantCulture, $"visits-over-{weeks}-weeks"),
        draft => Weekly(draft, weeks),
        weeks switch
        {
            < 5 => Outcome.NotMet(Pt, Reason.TooShort),
            5 => Outcome.Unknown(Pt, Reason.Borderline),
            _ => Outcome.Met(Pt),
        }));

    private static void Weekly(ChartDraft draft, int weeks)
    {
        var first = draft.Before((weeks * 7) + draft.Dice.Between(20, 200));
        SortedSet<DateOnly> days = [.. TherapyVisits.Every(7, weeks + 1, first)];
        if (draft.Dice.Next(2) == 0)
        {
            days.UnionWith(TherapyVisits.Every(7, weeks, first.AddDays(3)));
        }

        TherapyVisits.WriteMeasured(draft, [.. days]);
    }

    /// <summary>Twelve visits on Mondays and Thursdays last 38 days.</summary>
    private static void TwiceAWeek(ChartDraft draft)
    {
        var day = draft.Before(draft.Dice.Between(80, 250));
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        TherapyVisits.WriteMeasured(draft, [.. TherapyVisits.Every(7, 6, monday).Concat(TherapyVisits.Every(7, 6, monday.AddDays(3))).Order()]);
    }

    private static void Course(ChartDraft draft, int days)
    {
        var first = draft.Before(days + draft.Dice.Between(20, 200));
        draft.Chart.Write(new Treatment(Session, first) { IsPeriod = true, Until = first.AddDays(days) });
        draft.Care.Add(first, first.AddDays(days));
        draft.Measured("ptDaysStated", days);
    }

    private static void OpenCourse(ChartDraft draft)
    {
        var first = draft.Before(draft.Dice.Between(60, 200));
        draft.Chart.Write(new Treatment(Session, first) { IsPeriod = true });
        draft.Care.AddAtLeast(first, first, draft.AsOf);
    }

    private static DateOnly StatedOn(ChartDraft draft) => draft.Before(draft.Dice.Between(20, 300));

    private static void Stated(ChartDraft draft, Measurement measurement, int? days = null)
    {
        draft.Chart.Write(measurement);
        draft.Care.Add(measurement.On.Day!.Value);
        if (days is { } stated)
        {
            draft.Measured("ptDaysStated", stated);
        }
    }

    /// <summary>An import that gave every visit the day of the import.</summary>
    private static void Imported(ChartDraft draft)
    {
        var day = draft.Before(draft.Dice.Between(20, 300));
        TherapyVisits.WriteMeasured(draft, [day]);
        Visits(draft, [day, day, day, day, day, day, day, day, day]);
    }

    private static void Undated(ChartDraft draft)
    {
        for (var visit = 0; visit < 8; visit++)
        {
            draft.Chart.Write(new Visit(When.NotStated) { Type = Session });
        }

        draft.Care.AddUndated();
    }

    private static void ByMonth(ChartDraft draft)
    {
        var last = draft.Before(draft.Dice.Between(40, 200));
        foreach (var back in (ReadOnlySpan<int>)[2, 2, 2, 1, 1, 1, 0, 0])
        {
            draft.Chart.Write(new Treatment(Exercises, When.Month(last.AddMonths(-back))));
            draft.Care.AddInMonthOf(last.AddMonths(-back));
        }
    }

    private static void Pause(ChartDraft draft)
    {
        var first = draft.Before(draft.Dice.Between(120, 250));
        TherapyVisits.Write(draft, [.. TherapyVisits.Every(7, 4, first), .. TherapyVisits.Every(7, 4, first.AddDays(60))]);
    }

    private static void ForTheKnee(ChartDraft draft)
    {
        foreach (var day in TherapyVisits.Every(7, 9, draft.Before(150)))
        {
            TherapyVisits.Write(draft, day, why: Knee);
        }

        draft.Care.AddDropped(Reason.OtherRegion);
    }

    private static void StatusUnknown(ChartDraft draft)
    {
        Visits(draft, TherapyVisits.Every(7, 9, draft.Before(120)), "unknown");
        draft.Care.AddDoubt(6, Reason.Unconfirmed);
    }

    private static void Visits(ChartDraft draft, IReadOnlyList<DateOnly> days, string status = "finished")
    {
        foreach (var day in days)
        {
            TherapyVisits.Write(draft, day, status);
        }
    }

    private static void Each(ChartDraft draft, Action<DateOnly> write)
    {
        foreach (var day in TherapyVisits.Every(7, 9, draft.Before(draft.Dice.Between(90, 250))))
        {
            write(day);
        }
    }

    private static void ByChiropractor(ChartDraft draft) => Each(draft, day =>
    {
        draft.Chart.Write(new Treatment(Exercises, day) { By = new Coded("http://nucc.org/provider-taxonomy", "111N00000X", "Chiropractor"), With = SharedResources.Practitioner });
        draft.Care.Add(day);
    });

    private static void Evaluation(ChartDraft draft)
    {
        var day = draft.Before(draft.Dice.Between(20, 300));
        draft.Chart.Write(new Treatment(Coded.Cpt("97161", "Physical therapy evaluation, low complexity"), day));
        draft.Care.Add(day);
    }

    private static void Passive(ChartDraft draft)
    {
        foreach (var day in TherapyVisits.Every(4, 6, draft.Before(draft.Dice.Between(60, 250))))
        {
            draft.Chart.Write(new Treatment(draft.Dice.Pick(Coded.Cpt("97035", "Ultrasound"), Coded.Hcpcs("G0283", "Electrical stimulation"), Coded.Cpt("97012", "Traction, mechanical")), day));
            draft.Care.Add(day);
        }
    }
}
