using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Kind <c>measurement</c>: how one value is judged.</summary>
public sealed class MeasurementTests
{
    private static readonly TinyPlan Translation = Of("unit=mm;metAbove=4.0;indeterminateAbove=3.0;maxPlausible=30;absolute=true");
    private static readonly TinyPlan Angulation = Of("unit=deg;metAbove=10;maxPlausible=60;absolute=true");
    private static readonly TinyPlan Cobb = Of("unit=deg;metFrom=30;maxPlausible=180;absolute=true");
    private static readonly TinyPlan Power = Of("metTo=3;maxPlausible=5");
    private static readonly TinyPlan Shown = Of("unit=%;metAny=true;maxPlausible=30");
    private static readonly TinyPlan Score = Of("metAny=true;maxPlausible=10;absolute=true");
    private static readonly TinyPlan Planned = Of("metBoolean=true");

    private static readonly TinyPlan Grade = Of("metFrom=$grade;ordinals=vs:grades;maxPlausible=5") with
    {
        Parameters = [TinyPlan.Number("grade", 2, 1, 3, isInteger: true)],
        Ordinals = new(StringComparer.Ordinal) { ["grades"] = [("grade-i", 1), ("grade-ii", 2), ("grade-iii", 3)] },
    };

    private static readonly TinyPlan Work = Of("metCodes=$levels;metValues=vs:site-work;otherValues=vs:work", "absent=unknown") with
    {
        Parameters = [TinyPlan.List("levels", ["heavy", "medium"], "heavy", "medium", "light")],
        Sets = new(StringComparer.Ordinal) { ["work"] = ["heavy", "medium", "light", "seated"], ["site-work"] = ["roofer"] },
    };

    [Theory]
    [InlineData("q:3.0mm", "not-met measured-negative", "the lower cut-off itself")]
    [InlineData("q:3.1mm", "unknown borderline", "just above the lower cut-off")]
    [InlineData("q:4.0mm", "unknown borderline", "the upper cut-off itself")]
    [InlineData("q:4.1mm", "met documented", "just above the upper cut-off")]
    [InlineData("q:0.40cm", "unknown borderline", "0.40 cm is exactly 4.0 mm")]
    [InlineData("q:0.41cm", "met documented", "4.1 mm")]
    [InlineData("q:0.0041m", "met documented", "4.1 mm")]
    [InlineData("q:-4.1mm", "met documented", "the direction does not matter")]
    [InlineData("q:-2mm", "not-met measured-negative", "the direction does not matter")]
    [InlineData("q:30mm", "met documented", "the last plausible value")]
    [InlineData("q:30.1mm", "unknown unusable", "implausible")]
    [InlineData("q:-41mm", "unknown unusable", "implausible whichever way")]
    [InlineData("q:4.5", "unknown unusable", "no unit")]
    [InlineData("q:4.5deg", "unknown unusable", "a unit of something else")]
    [InlineData("int:5", "unknown unusable", "an integer has no unit")]
    [InlineData("value:large", "unknown unusable", "words are no millimetres")]
    [InlineData("| 'valueString':'3-4 mm'", "unknown unusable", "free text is not read")]
    [InlineData("| 'valueRange':{'low':{'value':5,'unit':'mm'},'high':{'value':6,'unit':'mm'}}", "unknown unusable", "a range is no value")]
    [InlineData("| 'valueQuantity':{'value':4.1,'unit':' Millimetres '}", "met documented", "a printed unit suffices")]
    [InlineData("| 'valueQuantity':{'value':4.1,'unit':'mm','code':'cm'}", "unknown unusable", "code and print contradict each other")]
    [InlineData("| 'valueQuantity':{'unit':'mm','code':'mm'}", "unknown unusable", "a quantity without a number")]
    [InlineData("| 'valueQuantity':{'value':'4.1','unit':'mm'}", "unknown unusable", "a number in quotes is malformed")]
    [InlineData("", "unknown report-without-values", "measured, and nobody is told")]
    [InlineData("q:9mm | 'dataAbsentReason':@error", "unknown report-without-values", "a value with dataAbsentReason is withheld")]
    public void A_translation_has_two_cut_offs(string value, string expected, string why) =>
        Say.That(Translation, "Observation measure on:2026-04-20 " + value, expected, why);

    [Theory]
    [InlineData("q:10deg", "not-met measured-negative", "strictly above")]
    [InlineData("q:10.1deg", "met documented", "just above")]
    [InlineData("q:600'", "not-met measured-negative", "10 degrees in minutes of arc")]
    [InlineData("q:660'", "met documented", "11 degrees in minutes of arc")]
    [InlineData("q:60deg", "met documented", "the last plausible value")]
    [InlineData("q:61deg", "unknown unusable", "implausible")]
    public void An_angulation_has_no_grey_zone(string value, string expected, string why) =>
        Say.That(Angulation, "Observation measure on:2026-04-20 " + value, expected, why);

    [Theory]
    [InlineData("q:>4mm", "met documented", "> T")]
    [InlineData("q:>=4mm", "unknown unusable", ">= T may be T")]
    [InlineData("q:>=4.1mm", "met documented", ">= above T")]
    [InlineData("q:>3.9mm", "unknown unusable", "> below T may be either")]
    [InlineData("q:<3mm", "not-met measured-negative", "< L")]
    [InlineData("q:<=3mm", "not-met measured-negative", "<= L")]
    [InlineData("q:<3.1mm", "unknown unusable", "< above L may be either")]
    [InlineData("q:>31mm", "unknown unusable", "implausible")]
    [InlineData("q:<-1mm", "unknown unusable", "the sign cannot be dropped from a bound")]
    [InlineData("| 'valueQuantity':{'value':9,'comparator':'ad','code':'mm','system':'http://unitsofmeasure.org'}", "unknown unusable", "another comparator")]
    public void Comparators_decide_only_where_every_value_they_allow_agrees(string value, string expected, string why) =>
        Say.That(Translation, "Observation measure on:2026-04-20 " + value, expected, why);

    [Theory]
    [InlineData("q:29.9deg", "not-met measured-negative", "below")]
    [InlineData("q:30deg", "met documented", "from")]
    [InlineData("q:>=30deg", "met documented", "all of them")]
    [InlineData("q:>30deg", "met documented", "all of them")]
    [InlineData("q:>29deg", "unknown unusable", "either")]
    [InlineData("q:<30deg", "not-met measured-negative", "none of them")]
    [InlineData("q:<=30deg", "unknown unusable", "30 itself meets")]
    [InlineData("q:<=29deg", "not-met measured-negative", "none of them")]
    public void MetFrom_includes_the_limit(string value, string expected, string why) =>
        Say.That(Cobb, "Observation measure on:2026-04-20 " + value, expected, why);

    [Theory]
    [InlineData("int:3", "met documented", "up to")]
    [InlineData("int:4", "not-met measured-negative", "above")]
    [InlineData("q:3{score}", "met documented", "a score")]
    [InlineData("q:3", "met documented", "a bare number is a score")]
    [InlineData("q:3mm", "unknown unusable", "a length is no score")]
    [InlineData("| 'valueQuantity':{'value':3,'unit':'mm'}", "unknown unusable", "a printed length is no score either")]
    [InlineData("int:6", "unknown unusable", "implausible")]
    [InlineData("int:-1", "unknown unusable", "implausible")]
    [InlineData("q:<=3", "met documented", "all of them")]
    [InlineData("q:<3", "met documented", "all of them")]
    [InlineData("q:<4", "unknown unusable", "either")]
    [InlineData("q:>3", "not-met measured-negative", "none of them")]
    [InlineData("q:>=3", "unknown unusable", "3 itself meets")]
    [InlineData("q:>=4", "not-met measured-negative", "none of them")]
    public void MetTo_includes_the_limit_and_scores_need_no_unit(string value, string expected, string why) =>
        Say.That(Power, "Observation measure on:2026-04-20 " + value, expected, why);

    [Theory]
    [InlineData("is:true", "met documented", "the value asked for")]
    [InlineData("is:false", "not-met measured-negative", "the other")]
    [InlineData("int:1", "unknown unusable", "no boolean")]
    public void A_boolean_is_compared(string value, string expected, string why) =>
        Say.That(Planned, "Observation measure on:2026-04-20 " + value, expected, why);

    [Theory]
    [InlineData("Observation measure on:2026-04-20 value:grade-i", "not-met measured-negative", "ordinal 1")]
    [InlineData("Observation measure on:2026-04-20 value:grade-ii", "met documented", "ordinal 2")]
    [InlineData("Observation measure on:2026-04-20 value:grade-iii", "met documented", "ordinal 3")]
    [InlineData("Observation measure on:2026-04-20 value:grade-v", "unknown unusable", "no ordinal")]
    [InlineData("Observation measure on:2026-04-20 int:2", "met documented", "an integer is one already")]
    public void A_coded_grade_becomes_a_number(string chart, string expected, string why) => Say.That(Grade, chart, expected, why);

    [Fact]
    public void A_grade_may_be_in_the_code_of_a_condition()
    {
        var plan = Grade with
        {
            Criteria = [Node.Leaf("it", "measurement", "", Node.Input("counts", "Condition", "code:grades", "metFrom=$grade;ordinals=vs:grades"))],
        };

        Say.That(plan, "Condition grade-ii on:2026-01-01", "met documented", "ordinal 2");
        Say.That(plan, "Condition grade-i on:2026-01-01", "not-met measured-negative", "ordinal 1");
    }

    [Theory]
    [InlineData("Observation measure on:2026-04-20 value:heavy", "met documented", "a code of the list")]
    [InlineData("Observation measure on:2026-04-20 value:roofer", "met documented", "a code of the value set")]
    [InlineData("Observation measure on:2026-04-20 value:light", "not-met measured-negative", "a known code that does not meet")]
    [InlineData("Observation measure on:2026-04-20 value:pilot", "unknown not-coded", "a code that says nothing here")]
    [InlineData("Observation measure on:2026-04-20 | 'valueString':'heavy'", "unknown not-coded", "words are no code")]
    [InlineData("Observation measure on:2026-04-20 | 'valueCoding':{'system':'https://codes.example/made-up','code':'heavy'}", "met documented", "a lone coding")]
    [InlineData("Observation measure status:entered-in-error on:2026-04-20 value:light", "unknown not-stated", "an error is as good as no record")]
    [InlineData("", "unknown not-stated", "absent is unknown here")]
    [InlineData("!observations failed", "unknown not-retrieved", "a failed set is not absence")]
    public void Coded_values_meet_or_not_by_their_codes(string chart, string expected, string why) => Say.That(Work, chart, expected, why);

    [Theory]
    [InlineData("q:0%", "met documented", "any number")]
    [InlineData("q:8.4%", "met documented", "any number")]
    [InlineData("| 'valueQuantity':{'value':14,'comparator':'>','unit':'%'}", "met documented", "a bound is shown as it stands")]
    [InlineData("| 'valueQuantity':{'value':4,'comparator':'<','unit':'%'}", "met documented", "either way")]
    [InlineData("q:31%", "unknown unusable", "implausible")]
    [InlineData("q:8.4", "unknown unusable", "no unit")]
    [InlineData("q:65mm", "unknown unusable", "a unit of something else")]
    [InlineData("value:high", "unknown unusable", "words are no number")]
    public void What_is_only_shown_is_met_by_any_number_that_can_be_read(string value, string expected, string why) =>
        Say.That(Shown, "Observation measure on:2026-05-01 " + value, expected, why);

    [Theory]
    [InlineData("int:7", "met documented", "an integer")]
    [InlineData("q:-2.5", "met documented", "a T-score")]
    [InlineData("q:7mm", "met documented", "in whatever unit")]
    [InlineData("q:-11", "unknown unusable", "implausible whichever way")]
    public void Any_unit_will_do_where_none_is_required(string value, string expected, string why) =>
        Say.That(Score, "Observation measure on:2026-05-01 " + value, expected, why);

    private static TinyPlan Of(string input, string settings = "") =>
        new(Node.Leaf("it", "measurement", settings, Node.Input("counts", "Observation", "code:measure", input)));
}
