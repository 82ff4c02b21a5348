using Xunit;

namespace CdsHooks.Tests.Rules;

/// <summary>Kind <c>measurement</c>: thresholds, units, plausibility, comparators.</summary>
public sealed class MeasurementTests
{
    private static readonly TinyPlan Translation = new(Node.Leaf(
        "it",
        "measurement",
        "lookback=12 mo;level=vs:level",
        Node.Input("counts", "Observation", "code:translation", "unit=mm;metAbove=4.0;indeterminateAbove=3.0;maxPlausible=30;absolute=true")));

    [Theory]
    [InlineData("q:3.0mm", "not-met measured-negative", "the lower cut-off itself")]
    [InlineData("q:3.1mm", "unknown borderline", "just above the lower cut-off")]
    [InlineData("q:4.0mm", "unknown borderline", "the upper cut-off itself")]
    [InlineData("q:4.1mm", "met documented", "just above the upper cut-off")]
    [InlineData("q:0.40cm", "unknown borderline", "0.40 cm is exactly 4.0 mm")]
    public void A_value_is_judged_by_both_cut_offs(string value, string expected, string why) =>
        Say.That(Translation, $"Observation translation on:2026-04-20 {value}", expected, why);
}
