using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>The patient: gender and birth date. No names and no addresses.</summary>
internal static class PatientBlocks
{
    private const string Adult = "adult";

    public static Block Gender { get; } = new("gender", [.. new[] { "female", "male", "unknown" }.Select(gender => new Variant(gender, draft => draft.Gender = gender))]);

    public static Block Age { get; } = new("age", [
        new Variant("adult", draft => Write(draft, draft.AsOf.AddYears(-draft.Dice.Between(25, 84)).AddDays(-draft.Dice.Next(365))), Outcome.Met(Adult)),
        new Variant("adult-by-year", draft => Write(draft, When.Year(draft.AsOf.Year - draft.Dice.Between(30, 80))), Outcome.Met(Adult)),
        new Variant("eighteen-on-the-day", draft => Write(draft, draft.AsOf.AddYears(-18)), Outcome.Met(Adult)),
        new Variant("eighteen-the-next-day", draft => Write(draft, draft.AsOf.AddDays(1).AddYears(-18)), Outcome.NotMet(Adult, Reason.MeasuredNegative)),
        new Variant("minor", draft => Write(draft, draft.AsOf.AddYears(-draft.Dice.Between(10, 17)).AddDays(30)), Outcome.NotMet(Adult, Reason.MeasuredNegative)),
        new Variant("eighteen-this-year", EighteenThisYear),
        new Variant("not-stated", draft => Write(draft, When.NotStated), Outcome.Unknown(Adult, Reason.NotStated)),
    ]);

    /// <summary>On the last day of a year, everybody who turns eighteen in it has done so.</summary>
    private static void EighteenThisYear(ChartDraft draft)
    {
        draft.Expect(draft.AsOf is { Month: 12, Day: 31 } ? Outcome.Met(Adult) : Outcome.Unknown(Adult, Reason.Unusable));
        Write(draft, When.Year(draft.AsOf.Year - 18));
    }

    private static void Write(ChartDraft draft, When birth)
    {
        var chart = draft.Chart;
        chart.Start("Patient");
        chart.Json.WriteStartArray("identifier"u8);
        chart.Json.WriteStartObject();
        chart.Json.WriteString("system"u8, "https://cdshooks.example.org/synthetic-cohort"u8);
        chart.Json.WriteString("value"u8, chart.PatientId);
        chart.Json.WriteEndObject();
        chart.Json.WriteEndArray();
        chart.Json.WriteString("gender"u8, draft.Gender);
        chart.When("birthDate"u8, birth);
        chart.End();
    }
}
