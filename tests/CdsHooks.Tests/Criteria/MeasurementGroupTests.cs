using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Kind <c>measurement</c>: which of several values decides, and what raises doubt.</summary>
public sealed class MeasurementGroupTests
{
    private static readonly TinyPlan Plan = new(Node.Leaf(
        "it",
        "measurement",
        "lookback=12 mo;level=vs:level",
        Node.Input("counts", "Observation", "code:translation", "unit=mm;metAbove=4;indeterminateAbove=3;maxPlausible=30;absolute=true"),
        Node.Input("counts", "Observation", "code:angulation", "unit=deg;metAbove=10;maxPlausible=60;absolute=true"),
        Node.Input("doubts", "DiagnosticReport", "code:film", "reason=report-without-values;lookback=12 mo;graceDays=30")));

    [Theory]
    [InlineData(
        """
        Observation translation site:lumbar on:2025-08-10 q:4.6mm
        Observation translation site:lumbar on:2026-04-20 q:2.1mm
        """, "not-met measured-negative", "the newest of a level wins")]
    [InlineData(
        """
        Observation translation site:lumbar on:2026-04-20 q:4.6mm
        Observation translation site:lumbar-2 on:2026-05-20 q:2.1mm
        """, "met documented", "each level for itself")]
    [InlineData(
        """
        Observation translation on:2026-04-20 q:2mm
        Observation angulation on:2026-04-20 q:11deg
        """, "met documented", "each measure for itself")]
    [InlineData(
        """
        Observation translation on:2026-04-20 q:3.5mm
        Observation angulation on:2026-04-20 q:6deg
        """, "unknown borderline", "a grey value is not outvoted")]
    [InlineData(
        """
        Observation translation on:2026-04-20 q:4.6mm
        Observation translation on:2026-04-20 q:2.1mm
        """, "unknown conflicting", "met against not met on one day")]
    [InlineData(
        """
        Observation translation on:2026-04-20 q:4.6mm
        Observation translation on:2026-04-20 q:3.5mm
        """, "unknown conflicting", "met against borderline on one day")]
    [InlineData(
        """
        Observation translation on:2026-04-20 q:4.6mm
        Observation translation on:2026-04-20 q:4.7mm
        """, "met documented", "two values that agree")]
    [InlineData(
        """
        Observation translation on:2026-04-20T23:00:00-05:00 q:4.6mm
        Observation translation on:2026-04-20T01:00:00+09:00 q:2.1mm
        """, "unknown conflicting", "days are those of the record's own offset")]
    [InlineData(
        """
        Observation translation on:2026-04 q:4.6mm
        Observation translation on:2026-04-20 q:2.1mm
        """, "unknown conflicting", "either may be the newer")]
    [InlineData(
        """
        Observation translation on:2026-03 q:4.6mm
        Observation translation on:2026-04-20 q:2.1mm
        """, "not-met measured-negative", "March is over before 20 April")]
    [InlineData(
        """
        Observation translation q:4.6mm
        Observation translation on:2026-04-20 q:2.1mm
        """, "unknown conflicting", "an undated value may be the newest")]
    [InlineData(
        """
        Observation translation on:2026-03-01 q:4.6mm
        Observation translation on:2026-04-20 q:9
        """, "unknown unusable", "a newer value that cannot be read is not replaced by an older")]
    [InlineData(
        """
        Observation translation on:2026-04-20 q:4.6mm
        Observation translation status:entered-in-error on:2026-05-20 q:1mm
        """, "met documented", "an error replaces nothing")]
    [InlineData(
        """
        Observation panel on:2026-03-01 | 'component':[{'code':@translation,'valueQuantity':{'value':5,'unit':'mm'}},{'code':@level,'valueCodeableConcept':@l4}]
        Observation panel on:2026-04-20 | 'component':[{'code':@translation,'valueQuantity':{'value':1,'unit':'mm'}},{'code':@level,'valueCodeableConcept':@l5}]
        """, "met documented", "a level may stand in a component")]
    [InlineData(
        """
        Observation panel on:2026-03-01 | 'component':[{'code':@translation,'valueQuantity':{'value':5,'unit':'mm'}},{'code':@level,'valueCodeableConcept':@l4}]
        Observation panel on:2026-04-20 | 'component':[{'code':@translation,'valueQuantity':{'value':1,'unit':'mm'}},{'code':@level,'valueCodeableConcept':@l4}]
        """, "not-met measured-negative", "the newest of that level")]
    [InlineData("Observation panel on:2026-04-20 | 'component':[{'code':@angulation,'dataAbsentReason':@unknown},{'code':@translation,'valueQuantity':{'value':5,'unit':'mm'}}]", "met documented", "only the absent component says nothing")]
    public void The_newest_value_of_each_group_decides(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);

    [Theory]
    [InlineData("'valueCodeableConcept':@left", "'valueCodeableConcept':@right", "met documented", "each side for itself")]
    [InlineData("'valueCodeableConcept':@left", "'valueCodeableConcept':@left", "not-met measured-negative", "one side")]
    [InlineData("'valueString':'L4-L5'", "'valueString':'L4/5'", "not-met measured-negative", "one level")]
    [InlineData("'valueQuantity':{'value':45,'unit':'deg'}", "'valueQuantity':{'value':46,'unit':'deg'}", "not-met measured-negative", "a number separates nothing")]
    public void Where_no_level_is_named_every_component_in_codes_or_words_separates(string earlier, string later, string expected, string why)
    {
        var plan = new TinyPlan(Node.Leaf("it", "measurement", "", Node.Input("counts", "Observation", "code:translation", "unit=mm;metAbove=4")));

        Say.That(
            plan,
            $$"""
            Observation translation on:2026-03-20 q:5mm | 'component':[{'code':@pose,{{earlier}}}]
            Observation translation on:2026-04-20 q:1mm | 'component':[{'code':@pose,{{later}}}]
            """,
            expected,
            why);
    }

    [Theory]
    [InlineData("2025-06-01", "met documented", "the first day of the look-back")]
    [InlineData("2025-05-31", "not-met too-old", "the day before it")]
    [InlineData("2026-06-01", "met documented", "today")]
    [InlineData("2026-06-02", "not-met not-documented", "the future is ignored")]
    [InlineData("2025", "unknown unusable", "the year straddles the look-back")]
    [InlineData("2025-07", "met documented", "a month inside")]
    [InlineData("2025-05", "not-met too-old", "a month before")]
    [InlineData("2026-06", "met documented", "this month")]
    public void The_look_back_counts_from_the_evaluation_date(string date, string expected, string why) =>
        Say.That(Plan, $"Observation translation on:{date} q:4.6mm", expected, why);

    [Theory]
    [InlineData("Observation translation q:4.6mm", "unknown unusable", "undated")]
    [InlineData("Observation translation issued:2026-04-20T10:00:00Z q:4.6mm", "met documented", "issued stands in")]
    [InlineData("Observation translation over:2024-01-01/2026-04-20 q:4.6mm", "met documented", "a period is dated by its end")]
    [InlineData("Observation translation on:2026-04-20 site:neck q:4.6mm", "not-met other-region", "another part of the spine")]
    [InlineData("Observation translation on:2026-04-20 site:neck q:1", "not-met other-region", "unusable, but elsewhere")]
    [InlineData("Observation translation on:2026-04-20 for:Patient/p2 q:4.6mm", "not-met not-documented", "another patient")]
    [InlineData("Observation translation on:soon q:4.6mm", "unknown unusable", "a malformed date")]
    [InlineData("Observation film on:soon q:4.6mm", "not-met not-documented", "a malformed date of something else")]
    [InlineData("Observation translation on:soon status:entered-in-error q:4.6mm", "not-met not-documented", "malformed, but an error anyway")]
    [InlineData("Observation on:2026-04-20 q:4.6mm | 'code':'translation'", "unknown unusable", "a malformed code may be about anything")]
    public void Dates_places_and_malformed_parts(string chart, string expected, string why) => Say.That(Plan, chart, expected, why);

    [Theory]
    [InlineData("Observation translation status:preliminary on:2026-04-20 q:4.6mm", "unknown preliminary", "it would meet")]
    [InlineData("Observation translation status:preliminary on:2026-04-20 q:3.5mm", "not-met not-documented", "it would not meet for sure")]
    [InlineData("Observation translation status:preliminary on:2026-04-20 q:1mm", "not-met not-documented", "it would not meet")]
    [InlineData("Observation translation status:preliminary on:2024-04-20 q:4.6mm", "not-met too-old", "it would meet, but is too old")]
    [InlineData("Observation translation status:preliminary on:2026-07-20 q:4.6mm", "not-met not-documented", "the future is ignored")]
    [InlineData(
        """
        Observation translation on:2026-03-20 q:1mm
        Observation translation status:preliminary on:2026-04-20 q:4.6mm
        """, "unknown preliminary", "it would override the final value")]
    [InlineData(
        """
        Observation translation status:preliminary on:2026-03-20 q:4.6mm
        Observation translation on:2026-04-20 q:1mm
        """, "not-met measured-negative", "a final value has overtaken it")]
    [InlineData(
        """
        Observation translation on:2026-03-20 q:5mm
        Observation translation status:preliminary on:2026-04-20 q:4.6mm
        """, "met documented", "it takes nothing from a final value that meets")]
    [InlineData(
        """
        Observation translation on:2026-03-20 q:5mm
        Observation translation status:preliminary on:2026-04-20 q:1mm
        """, "met documented", "a preliminary negative is ignored")]
    public void A_preliminary_value_only_turns_not_met_into_unknown(string chart, string expected, string why) =>
        Say.That(Plan, chart, expected, why);

    [Theory]
    [InlineData("DiagnosticReport film on:2026-04-20", "unknown report-without-values", "a film without numbers")]
    [InlineData("DiagnosticReport film on:2025-04-20", "not-met not-documented", "an old film")]
    [InlineData("DiagnosticReport film status:preliminary on:2026-04-20", "unknown preliminary", "a preliminary report")]
    [InlineData("DiagnosticReport film status:cancelled on:2026-04-20", "not-met not-documented", "no film")]
    [InlineData(
        """
        DiagnosticReport film on:2026-04-20
        Observation translation on:2026-03-21 q:1mm
        """, "not-met measured-negative", "a value 30 days before it still speaks for it")]
    [InlineData(
        """
        DiagnosticReport film on:2026-04-20
        Observation translation on:2026-03-20 q:1mm
        """, "unknown report-without-values", "a value 31 days before it does not")]
    [InlineData(
        """
        DiagnosticReport film on:2026-04
        Observation translation on:2026-03-15 q:1mm
        """, "unknown report-without-values", "the report may be of 30 April")]
    [InlineData(
        """
        DiagnosticReport film on:2026-04
        Observation translation on:2026-03-31 q:1mm
        """, "not-met measured-negative", "30 days before any day of April")]
    [InlineData(
        """
        DiagnosticReport film on:2026-04-20
        Observation translation on:2026-04-20 q:1
        """, "unknown unusable", "an unusable value speaks for nothing")]
    [InlineData(
        """
        DiagnosticReport film
        Observation translation on:2026-04-20 q:1mm
        """, "unknown unusable", "an undated report may be the newest")]
    [InlineData(
        """
        DiagnosticReport film on:2026-04-20
        Observation translation on:2026-04-20 q:5mm
        """, "met documented", "doubt does not matter where a value meets")]
    [InlineData("DiagnosticReport film on:0001-01-01", "not-met not-documented", "the first day there is")]
    public void A_report_without_values_raises_doubt_unless_a_recent_value_replaces_it(string chart, string expected, string why) =>
        Say.That(Plan, chart, expected, why);

    [Fact]
    public void A_grace_at_the_start_of_the_calendar_does_no_harm()
    {
        var plan = new TinyPlan(Node.Leaf(
            "it",
            "measurement",
            "",
            Node.Input("counts", "Observation", "code:translation", "unit=mm;metAbove=4"),
            Node.Input("doubts", "DiagnosticReport", "code:film", "reason=report-without-values;graceDays=30")));

        Say.That(plan, "DiagnosticReport film on:0001-01-01\nObservation translation on:2026-04-20 q:1mm", "not-met measured-negative", "silenced");
    }

    [Theory]
    [InlineData("'status':'final','code':@translation,'valueQuantity':{'value':5,'unit':'mm'}", "final", "met documented", "a contained result, dated by its report")]
    [InlineData("'status':'final','code':@translation,'valueQuantity':{'value':1,'unit':'mm'}", "final", "not-met measured-negative", "which also speaks for its report")]
    [InlineData("'status':'final','code':@translation,'effectiveDateTime':'2024-01-01','valueQuantity':{'value':5,'unit':'mm'}", "final", "unknown report-without-values", "its own date goes first")]
    [InlineData("'status':'final','code':@translation,'valueQuantity':{'value':5,'unit':'mm'}", "entered-in-error", "not-met not-documented", "an error takes its results with it")]
    [InlineData("'status':'final','code':@translation,'valueQuantity':{'value':5,'unit':'mm'}", "cancelled", "not-met not-documented", "and so does a cancelled report")]
    public void Contained_results_of_a_report_count(string result, string status, string expected, string why) => Say.That(
        Plan,
        $"DiagnosticReport film on:2026-04-20 status:{status} | 'contained':[{{'resourceType':'Observation','id':'v1',{result}}}],'result':[{{'reference':'#v1'}}]",
        expected,
        why);

    [Theory]
    [InlineData("!observations truncated", "q:5mm", "unknown truncated", "the lost part may hold a newer value")]
    [InlineData("!observations truncated", "q:1mm", "unknown truncated", "the lost part may hold one that meets")]
    [InlineData("!observations truncated", "q:3.5mm", "unknown borderline", "unknown already")]
    [InlineData("!observations failed", "q:5mm", "unknown not-retrieved", "nothing is known")]
    [InlineData("!observations absent", "q:5mm", "unknown not-retrieved", "nothing is known")]
    [InlineData("!diagnosticReports failed", "q:5mm", "met documented", "a report without values would not matter")]
    [InlineData("!diagnosticReports failed", "q:1mm", "unknown not-retrieved", "a report without values might have raised doubt")]
    [InlineData("!diagnosticReports truncated", "q:1mm", "unknown truncated", "a report without values might have raised doubt")]
    public void Where_the_newest_wins_a_lost_set_is_unknown(string loss, string value, string expected, string why) =>
        Say.That(Plan, $"{loss}\nObservation translation on:2026-04-20 {value}", expected, why);
}
