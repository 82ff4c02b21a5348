using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Kind <c>trajectory</c>: the representations a to g of a deficit's course, and how they outweigh each other.</summary>
public sealed class TrajectoryTests
{
    private const string Course = "'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/condition-diseaseCourse','valueCodeableConcept':@";

    private static readonly TinyPlan Plan = new(Node.Leaf(
        "it",
        "trajectory",
        "window=90 d;minGrades=1;newOnset=42 d;severeTo=3;deficitTo=4;maxPlausible=5;level=vs:muscle;progressive=vs:worse;stable=vs:same;improving=vs:better",
        Node.Input("urgent", "Condition", "code:cauda"),
        Node.Input("urgent", "Condition", "code:myelopathy", "bodySite=neutral"),
        Node.Input("grades", "Observation", "code:power", "siteNamesPart=true"),
        Node.Input("counts", "Condition", "code:deficit"),
        Node.Input("states", "Observation", "code:statement"),
        Node.Input("states", "Observation", "code:worse"),
        Node.Input("states", "Condition", "code:better"),
        Node.Input("doubts", "DiagnosticReport", "code:film")))
    {
        Sets = new(StringComparer.Ordinal) { ["statement"] = ["statement"] },
    };

    [Theory]
    [InlineData("Observation power on:2026-04-10 int:4\nObservation power on:2026-05-25 int:3", "met documented", "fallen by one")]
    [InlineData("Observation power on:2026-04-10 int:4\nObservation power on:2026-05-25 q:3{score}", "met documented", "a quantity is a grade too")]
    [InlineData("Observation power on:2026-03-10 int:5\nObservation power on:2026-04-10 int:3\nObservation power on:2026-05-25 int:4", "not-met improving-or-stable", "above the reading before it")]
    [InlineData("Observation power on:2026-03-10 int:5\nObservation power on:2026-04-10 int:4\nObservation power on:2026-05-25 int:4", "met documented", "below the best of the window, not above the one before")]
    [InlineData("Observation power on:2026-04-10 int:4\nObservation power on:2026-05-25 int:4", "not-met improving-or-stable", "equal")]
    [InlineData("Observation power on:2026-01-10 int:2\nObservation power on:2026-03-20 int:3\nObservation power on:2026-05-15 int:4", "not-met improving-or-stable", "rising")]
    [InlineData("Observation power on:2026-04-10 q:4.5\nObservation power on:2026-05-25 q:4", "unknown borderline", "fallen by less than a grade")]
    [InlineData("Observation power on:2026-03-02 int:5\nObservation power on:2026-05-25 int:4", "unknown not-stated", "the better one lies before the window: a deficit without a course")]
    [InlineData("Observation power on:2026-03-03 int:5\nObservation power on:2026-05-25 int:4", "met documented", "the first day of the window")]
    [InlineData("Observation power on:2026-05-25 int:4", "unknown not-stated", "one reading is a deficit without a course")]
    [InlineData("Observation power on:2026-05-25 int:5", "not-met not-documented", "full strength is no deficit")]
    [InlineData("Observation power site:left on:2026-04-10 int:4\nObservation power site:right on:2026-05-25 int:3", "met documented", "each side for itself: the right one is newly severe")]
    [InlineData("Observation power site:left on:2026-03-10 int:5\nObservation power site:right on:2026-05-25 int:4", "unknown not-stated", "each side for itself: no course")]
    [InlineData("Observation power on:2026-04-10 int:5\nObservation power on:2026-05-25 int:4\nObservation power on:2026-05-25 int:5", "unknown conflicting", "two readings of the last day")]
    [InlineData("Observation power on:2026-05-25 int:2\nObservation power on:2026-05-25 int:5", "unknown conflicting", "two readings of the only day: severe or not")]
    [InlineData("Observation power on:2026-05-25 int:5\nObservation power on:2026-05-25 int:2", "unknown conflicting", "in either order")]
    [InlineData("Observation power on:2026-04-10 int:4\nObservation power on:2026-05 int:4", "unknown not-stated", "a reading whose day is not known")]
    [InlineData("Observation power on:2026-05-25 int:6", "unknown unusable", "implausible")]
    [InlineData("Observation power on:2026-05-25 q:3mm", "unknown unusable", "a length is no grade")]
    [InlineData("Observation power on:2026-05-25 q:<3", "unknown unusable", "a bound is no grade")]
    [InlineData("Observation power on:2026-05-25 value:weak", "unknown unusable", "words are no grade")]
    [InlineData("Observation power int:3", "unknown unusable", "undated")]
    [InlineData("Observation power status:preliminary on:2026-05-25 int:3", "unknown preliminary", "preliminary")]
    [InlineData("Observation panel on:2026-04-10 | 'component':[{'code':@power,'valueInteger':4},{'code':@muscle,'valueString':'x','valueCodeableConcept':@tibialis}]\nObservation panel on:2026-05-25 | 'component':[{'code':@power,'valueInteger':4},{'code':@muscle,'valueCodeableConcept':@gluteus}]", "unknown not-stated", "each muscle for itself")]
    public void A_graded_readings(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);

    [Theory]
    [InlineData("Observation power on:2026-05-25 int:5 reads:worse", "met documented", "worse")]
    [InlineData("Observation power on:2026-05-25 int:5 reads:better", "not-met improving-or-stable", "better")]
    [InlineData("Observation power on:2026-05-25 int:5 reads:same", "not-met improving-or-stable", "the same")]
    [InlineData("Observation power on:2026-04-10 int:4 reads:worse\nObservation power on:2026-05-25 int:5 reads:better", "not-met improving-or-stable", "the newest wins")]
    [InlineData("Observation power on:2026-05-25 int:5 reads:worse\nObservation power on:2026-05-25 int:5 reads:better", "unknown conflicting", "worse and better on one day")]
    [InlineData("Observation power on:2026-05-25 int:5 | 'interpretation':[@worse,@better]", "unknown unusable", "worse and better in one record")]
    [InlineData("Observation power on:2026-05-25 int:5 | 'interpretation':[@same,@better]", "not-met improving-or-stable", "neither is worse")]
    [InlineData("Observation power on:2026-03-02 int:5 reads:worse", "not-met not-documented", "before the window")]
    public void B_interpretations(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);

    [Theory]
    [InlineData("Condition deficit recorded:2026-05-01 on:2025-10-01 | " + Course + "worse}]", "met documented", "progressive")]
    [InlineData("Condition deficit recorded:2026-05-01 on:2025-10-01 | " + Course + "same}]", "not-met improving-or-stable", "stable")]
    [InlineData("Condition deficit on:2025-10-01 | " + Course + "better}]", "not-met improving-or-stable", "improving, dated by onset")]
    [InlineData("Condition deficit | " + Course + "worse}]", "unknown unusable", "undated")]
    [InlineData("Condition deficit on:2025-10-01", "unknown not-stated", "no course")]
    [InlineData("Condition deficit recorded:2026-05-01 on:2026 | " + Course + "same}]", "unknown unusable", "stable, but perhaps new")]
    [InlineData("Condition deficit on:2025-10-01 status:resolved | " + Course + "worse}]", "not-met excluded", "resolved")]
    [InlineData("Condition deficit on:2025-10-01 verified:provisional", "unknown unconfirmed", "a suspicion")]
    [InlineData("Condition deficit on:2025-10-01 | " + Course + "better}]\nObservation statement on:2026-05-25 value:worse", "met documented", "a newer statement speaks of every deficit")]
    [InlineData("Condition deficit recorded:2026-05-30 on:2025-10-01 | " + Course + "worse}]\nObservation statement on:2026-05-25 value:better", "met documented", "an older one does not")]
    [InlineData("Condition deficit recorded:2026-05-25 on:2025-10-01 | " + Course + "worse}]\nObservation statement on:2026-05-25 value:better", "unknown conflicting", "of one day")]
    [InlineData("Condition deficit recorded:2026-05 on:2025-10-01 | " + Course + "worse}]\nObservation statement on:2026-05-25 value:better", "unknown conflicting", "perhaps of one day")]
    public void C_courses_of_conditions(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);

    [Theory]
    [InlineData("Observation statement on:2026-05-25 value:worse", "met documented", "d: a value")]
    [InlineData("Observation worse on:2026-05-25", "met documented", "e: the code itself")]
    [InlineData("Condition better recorded:2026-05-25", "not-met improving-or-stable", "e: a condition")]
    [InlineData("Observation statement on:2026-05-25 value:other", "not-met not-documented", "a value that says nothing here")]
    [InlineData("Observation statement on:2026-03-02 value:worse", "not-met not-documented", "before the window")]
    [InlineData("Observation statement value:worse", "unknown unusable", "undated")]
    [InlineData("Observation statement on:2026-05-20 value:worse\nObservation statement on:2026-05-25 value:better", "not-met improving-or-stable", "the newest wins")]
    public void D_and_e_statements(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);

    [Theory]
    [InlineData("Condition deficit on:2026-04-20", "met documented", "f: 42 days ago")]
    [InlineData("Condition deficit on:2026-04-19", "unknown not-stated", "f: 43 days ago")]
    [InlineData("Condition deficit on:2026-05", "met documented", "f: some day in May")]
    [InlineData("Condition deficit on:2026-04", "unknown not-stated", "f: some day in April")]
    [InlineData("Condition deficit recorded:2026-05-20", "unknown not-stated", "recorded lately is not begun lately")]
    [InlineData("Condition deficit on:2026-05-20 | " + Course + "better}]", "met documented", "a new deficit decides at once")]
    [InlineData("Observation power on:2026-04-20 int:3", "met documented", "f: severe, first seen 42 days ago")]
    [InlineData("Observation power on:2026-04-19 int:3", "unknown not-stated", "f: 43 days ago")]
    [InlineData("Observation power on:2026-05-25 int:4", "unknown not-stated", "f: not severe")]
    [InlineData("Observation power on:2025-12-25 int:3\nObservation power on:2026-05-25 int:3", "unknown not-stated", "f: severe for long")]
    [InlineData("Observation power on:2026-05-20 int:3\nObservation power on:2026-05-25 int:4", "not-met improving-or-stable", "f: no longer severe")]
    [InlineData("Condition cauda", "met documented", "g: always")]
    [InlineData("Condition cauda status:resolved", "not-met excluded", "g: over")]
    [InlineData("Condition cauda verified:provisional", "unknown unconfirmed", "g: suspected")]
    [InlineData("Condition myelopathy", "unknown not-stated", "g: perhaps of the neck")]
    [InlineData("Condition myelopathy site:lumbar", "met documented", "g: not of the neck")]
    [InlineData("Condition myelopathy site:neck", "not-met other-region", "g: of the neck")]
    public void F_and_g_decide_at_once(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);

    [Theory]
    [InlineData("Condition cauda\n!observations failed", "met documented", "g stays")]
    [InlineData("Condition deficit on:2026-05-20\n!observations truncated", "met documented", "f stays")]
    [InlineData("Observation statement on:2026-05-25 value:worse\n!conditions failed", "unknown not-retrieved", "a newer course may be lost")]
    [InlineData("Observation statement on:2026-05-25 value:worse\n!observations truncated", "unknown truncated", "a newer statement may be lost")]
    [InlineData("Observation statement on:2026-05-25 value:better\n!observations truncated", "unknown truncated", "a newer statement may be lost")]
    [InlineData("Observation statement on:2026-05-25 value:worse\n!diagnosticReports failed", "met documented", "what only doubts holds no newer statement")]
    [InlineData("Observation statement on:2026-05-25 value:better\n!diagnosticReports failed", "unknown not-retrieved", "what doubts may be lost")]
    [InlineData("Observation statement on:2026-05-25 value:better\nDiagnosticReport film on:2026-05-25", "unknown not-coded", "a doubt")]
    [InlineData("!observations failed", "unknown not-retrieved", "nothing is known")]
    [InlineData("", "not-met not-documented", "nothing")]
    public void Where_the_newest_wins_a_lost_set_is_unknown(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);
}
