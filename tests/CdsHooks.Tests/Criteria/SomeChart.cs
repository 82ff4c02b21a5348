using System.Globalization;
using CdsHooks.Tests.Intake;
using FsCheck;
using FsCheck.Fluent;

namespace CdsHooks.Tests.Criteria;

/// <summary>Made-up charts for laws, and a plan with a leaf of every kind that reads them.</summary>
internal static class SomeChart
{
    public static readonly TinyPlan Plan = new(
        Node.Leaf(
            "diagnosis",
            "condition",
            "",
            Node.Input("counts", "Condition", "code:slip", "lookback=400 d"),
            Node.Input("counts", "DiagnosticReport", "conclusion:slip", "bodySite=neutral"),
            Node.Input("doubts", "Observation", "code:failed", "doubts=not-documented")),
        Node.Leaf("later-diagnosis", "condition", "", Node.Input("counts", "Condition", "code:slip", "after=visited;afterDays=30")),
        Node.Leaf("visited", "events", "minEvents=1", Node.Input("counts", "Procedure", "code:visit")),
        Node.Leaf(
            "therapy",
            "events",
            "minEvents=3;minSpan=3 wk;maxGap=21;lookback=365 d;nearMiss=true;nearMissDays=7",
            Node.Input("counts", "Procedure", "code:visit", "inProgress=true;sameBodySite=true"),
            Node.Input("counts", "Encounter", "type:visit"),
            Node.Input("spans", "Procedure", "code:visit", "sameBodySite=true"),
            Node.Input("excepts", "Procedure", "code:visit", "status=not-done;statusReasonIn=true"),
            Node.Input("doubts", "QuestionnaireResponse", "item:asked", "reason=patient-reported;lookback=365 d"),
            Node.Input("explains", "ServiceRequest", "code:referral", "reason=referral-only")),
        Node.Leaf(
            "drug-trial",
            "medication-trial",
            "minTrial=28 d;lookback=365 d;assumedDays=90 d",
            Node.Input("counts", "MedicationRequest", "medication:drug"),
            Node.Input("counts", "MedicationStatement", "medication:drug"),
            Node.Input("excepts", "AllergyIntolerance", "code:drug")),
        Node.Leaf(
            "duration",
            "care-duration",
            "minDays=90 d;clusterGap=60 d;lookback=365 d;assumedDays=90 d",
            Node.Input("counts", "Procedure", "code:visit"),
            Node.Input("counts", "MedicationRequest", "medication:drug"),
            Node.Input("counts", "MedicationStatement", "medication:drug")),
        Node.Leaf(
            "motion",
            "measurement",
            "lookback=365 d",
            Node.Input("counts", "Observation", "code:translation", "unit=mm;metAbove=4;indeterminateAbove=3;maxPlausible=30;absolute=true"),
            Node.Input("doubts", "DiagnosticReport", "code:film", "reason=report-without-values;graceDays=30")),
        Node.Leaf(
            "course",
            "trajectory",
            "window=90 d;minGrades=1;newOnset=42 d;severeTo=2;deficitTo=4;maxPlausible=5;progressive=vs:worse;stable=vs:same;improving=vs:better",
            Node.Input("grades", "Observation", "code:power"),
            Node.Input("counts", "Condition", "code:deficit"),
            Node.Input("states", "Observation", "code:statement")),
        Node.Group("every", "all", "", Node.Reference("diagnosis"), Node.Reference("therapy"), Node.Reference("motion")),
        Node.Group("some", "any", "", Node.Reference("drug-trial"), Node.Reference("duration"), Node.Reference("course")),
        Node.Group("no", "none", "", Node.Reference("diagnosis"), Node.Reference("duration")));

    /// <summary>The kinds in which more evidence never takes anything away.</summary>
    public static readonly string[] Growing = ["diagnosis", "later-diagnosis", "visited", "therapy", "drug-trial", "duration"];

    /// <summary>The leaves in which the newest record wins, with the sets that may hold a newer one.</summary>
    public static readonly (string Id, string[] Sets)[] NewestWins = [("motion", ["observations"]), ("course", ["observations", "conditions"])];

    /// <summary>Up to a dozen lines of a chart, dated to the day, the month, the year, or not at all.</summary>
    public static Gen<string[]> Lines(bool onlyDays = false) =>
        Gen.Choose(1, 1_000_000).ListOf().Resize(12).Select(seeds => seeds.Distinct().Select(seed => Line((uint)seed, onlyDays)).ToArray());

    public static string Join(IEnumerable<string> lines) => string.Join('\n', lines);

    public static string Day(int before) => Iso(Chart.EvaluationDate.AddDays(-before));

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Line(uint seed, bool onlyDays)
    {
        var dice = new Dice((seed * 2_654_435_761) | 1);
        dice.Next(7);
        var dated = Dated(dice, onlyDays, "on");
        var line = dice.Next(13) switch
        {
            0 => $"Condition slip {dated} {One(dice, "", "", "verified:provisional", "status:resolved", "verified:refuted")}",
            1 => $"DiagnosticReport mri {dated} {One(dice, "", "status:preliminary")} | 'conclusionCode':[@slip]",
            2 => $"DiagnosticReport film {dated}",
            3 => $"Observation translation {dated} q:{One(dice, "1mm", "3.5mm", "5mm", "0.5cm", "50mm", "4")} {One(dice, "", "", "site:l4", "status:preliminary")}",
            4 or 5 or 6 => $"Procedure visit {One(dice, dated, dated, Over(dice))} {One(dice, "", "", "", "status:in-progress", "status:unknown", "reason:knee", "reason:nearby", "reasonRef:Condition/gone")}",
            7 => $"Procedure visit {dated} status:not-done{One(dice, "", " | 'statusReason':@declined")}",
            8 => $"MedicationRequest drug {dated} {One(dice, "supply:10", "supply:30", "supply:30x2", "status:completed", "status:stopped supply:90")}",
            9 => $"MedicationStatement drug {One(dice, dated, Over(dice))} {One(dice, "", "status:completed")}",
            10 => $"Observation power {dated} int:{3 + dice.Next(3)} {One(dice, "", "reads:worse", "reads:better", "site:left")}",
            11 => $"Observation {One(dice, "statement value:worse", "statement value:better", "failed")} {dated}",
            _ => One(dice, $"Condition deficit {dated}", $"QuestionnaireResponse asked=Boolean=true {dated}", $"ServiceRequest referral {dated}", $"Encounter visit {dated}"),
        };
        return line.Replace(" | ", $" id:x{seed} | ", StringComparison.Ordinal) + (line.Contains('|', StringComparison.Ordinal) ? string.Empty : $" id:x{seed}");
    }

    private static string One(Dice dice, params string[] choices) => choices[dice.Next(choices.Length)];

    private static string Over(Dice dice)
    {
        var start = dice.Next(500);
        return $"over:{Day(start)}/{Day(start - dice.Next(120))}";
    }

    private static string Dated(Dice dice, bool onlyDays, string key)
    {
        var day = Day(dice.Next(10) == 0 ? -dice.Next(20) : dice.Next(500));
        return (onlyDays ? 0 : dice.Next(9)) switch
        {
            6 => string.Empty,
            7 => $"{key}:{day[..7]}",
            8 => $"{key}:{day[..4]}",
            _ => $"{key}:{day}",
        };
    }
}
