using System.Globalization;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>Writes visits of physical therapy in the shapes in which charts hold them.</summary>
internal static class TherapyVisits
{
    private static readonly Coded Therapist = new("http://nucc.org/provider-taxonomy", "225100000X", "Physical therapist");
    private static readonly Coded Assistant = new("http://nucc.org/provider-taxonomy", "225200000X", "Physical therapist assistant");
    private static readonly Coded Visit = Coded.Snomed("91251008", "Physical therapy procedure");
    private static readonly Coded BackPain = Coded.Icd10("M54.50", "Low back pain, unspecified");

    /// <summary>Gets the shapes, which have no bearing on the result.</summary>
    public static Block Shapes { get; } = new("therapy-shape", [
        .. new[]
        {
            "encounters-in-snomed", "encounters-by-service", "encounters-by-therapist", "encounters-beside-a-local-code", "encounters-at-home-by-video",
            "procedures-in-cpt", "procedures-in-snomed", "procedures-in-hcpcs",
        }.Select(shape => new Variant(shape, draft => draft.VisitShape = shape)),
    ]);

    /// <summary>Writes visits at days before the order, which count and last as one course.</summary>
    public static void Write(ChartDraft draft, IReadOnlyList<DateOnly> days)
    {
        foreach (var day in days)
        {
            Write(draft, day);
            draft.Care.Add(day);
        }
    }

    /// <summary>Writes visits and notes what a threshold for them is held against.</summary>
    public static void WriteMeasured(ChartDraft draft, IReadOnlyList<DateOnly> days)
    {
        Write(draft, days);
        draft.Measured("ptDays", days[^1].DayNumber - days[0].DayNumber);
        draft.Measured("ptVisits", days.Count);
        draft.Measured("ptIsoWeeks", days.Select(WeekOf).Distinct().Count());
    }

    /// <summary>Gets days at a distance, from a first day on.</summary>
    public static IReadOnlyList<DateOnly> Every(int days, int count, DateOnly first) => [.. Enumerable.Range(0, count).Select(index => first.AddDays(index * days))];

    /// <summary>Writes one visit in the shape that was drawn for the patient.</summary>
    public static void Write(ChartDraft draft, DateOnly day, string status = "finished", Concept? why = null)
    {
        var reason = why ?? (draft.Dice.Next(3) == 0 ? null : BackPain);
        var chart = draft.Chart;
        if (status is not "finished" && draft.VisitShape.StartsWith("procedures", StringComparison.Ordinal))
        {
            chart.Write(new Visit(day) { Type = Visit, Why = reason, Status = status });
            return;
        }

        switch (draft.VisitShape)
        {
            case "encounters-by-service":
                chart.Write(new Visit(day) { Service = new Coded("http://terminology.hl7.org/CodeSystem/service-type", "65", "Physiotherapy"), Why = reason, Status = status });
                break;
            case "encounters-by-therapist":
                chart.Write(new Visit(day) { Type = Coded.Snomed("185349003", "Encounter for check up"), By = draft.Dice.Next(4) == 0 ? Assistant : Therapist, Why = reason, Status = status });
                break;
            case "encounters-beside-a-local-code":
                chart.Write(new Visit(day) { Type = Concept.Of(Coded.OfHospital("PT60", "PT visit 60 min"), Visit), With = SharedResources.Therapist(draft.Dice.Next(12)), Why = reason, Status = status });
                break;
            case "encounters-at-home-by-video":
                chart.Write(new Visit(When.Moment(day, 540)) { Type = Visit, Class = "VR", Why = reason, Status = status });
                break;
            case "procedures-in-cpt":
                chart.Write(new Treatment(Coded.Cpt("97110", "Therapeutic exercises"), day) { Why = reason });
                chart.Write(new Treatment(Coded.Cpt(draft.Dice.Pick("97140", "97112", "97530"), "Physical therapy"), day) { Why = reason });
                break;
            case "procedures-in-snomed":
                chart.Write(new Treatment(Visit, When.Moment(day, 600)) { Why = reason, By = Therapist });
                break;
            case "procedures-in-hcpcs":
                chart.Write(new Treatment(Coded.Hcpcs("G0151", "Services by a physical therapist, each 15 minutes"), day) { Why = reason });
                break;
            default:
                chart.Write(new Visit(day) { Type = Visit, Why = reason, Status = status });
                break;
        }
    }

    private static int WeekOf(DateOnly day) => (ISOWeek.GetYear(day.ToDateTime(default)) * 100) + ISOWeek.GetWeekOfYear(day.ToDateTime(default));
}
