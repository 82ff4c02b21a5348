using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>One row of a table: a plan, a chart, what the criterion <c>it</c> must say, and why.</summary>
internal static class Say
{
    public static void That(TinyPlan plan, string chart, string expected, string why)
    {
        var said = Chart.Of(chart).Says(plan);

        Assert.True(string.Equals(expected, said, StringComparison.Ordinal), $"Expected {expected} ({why}), but it said {said}.");
    }
}
