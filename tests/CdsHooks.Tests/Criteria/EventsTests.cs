using System.Globalization;
using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Kind <c>events</c>: days, spans, gaps, weeks, recency.</summary>
public sealed class EventsTests
{
    private const string Course = "minEvents=6;minSpan=6 wk;maxGap=21;lookback=12 mo;nearMiss=true;nearMissDays=7";

    private static readonly TinyPlan Therapy = Of(Course);
    private static readonly TinyPlan StrictTherapy = Of(Course.Replace("nearMiss=true", "nearMiss=false", StringComparison.Ordinal));

    [Theory]
    [InlineData("2026-03-02", "0,7,14,21,28,35,42", "met documented", "six weeks to the day")]
    [InlineData("2026-03-02", "0,7,14,21,28,35,41", "unknown borderline", "41 days in six ISO weeks")]
    [InlineData("2026-03-02", "0,7,14,21,28,35", "unknown borderline", "35 days in six ISO weeks")]
    [InlineData("2026-03-02", "0,7,14,21,28,34", "not-met too-short", "34 days")]
    [InlineData("2026-03-02", "0,7,14,21,27,34", "not-met too-short", "34 days")]
    [InlineData("2026-03-02", "0,6,13,20,27,34,35", "unknown borderline", "35 days, Monday to Monday")]
    [InlineData("2026-03-02", "0,1,2,3,4,35", "not-met too-short", "a gap of 31 days splits it")]
    [InlineData("2026-03-02", "0,1,2,15,16,36", "not-met too-short", "36 days, but only four ISO weeks")]
    [InlineData("2026-03-08", "0,8,15,22,29,36", "unknown borderline", "from a Sunday: 36 days in six weeks")]
    [InlineData("2026-03-02", "0,14,28,35,42", "not-met too-few", "42 days, five visits")]
    [InlineData("2026-03-02", "0,14,28,35,41", "not-met too-short", "41 days and too few: no near miss")]
    [InlineData("2026-03-02", "0,21,42,43,44,45", "met documented", "gaps of 21 days")]
    [InlineData("2026-03-02", "0,22,43,44,45,46", "not-met gap", "a gap of 22 days")]
    [InlineData("2026-03-02", "0,10,20,30,40,80,81", "not-met gap", "together it would do")]
    [InlineData("2026-03-02", "0", "not-met too-short", "one visit")]
    [InlineData("2026-05-25", "0,7,8", "not-met too-short", "the future is ignored")]
    public void A_course_needs_days_span_and_no_gap(string first, string offsets, string expected, string why) =>
        Say.That(Therapy, Visits(first, offsets), expected, why);

    [Fact]
    public void A_visit_that_lasts_into_the_future_lasts_up_to_today() =>
        Say.That(Of("minEvents=2;minSpan=2 wk"), "Procedure visit over:2026-05-25/2026-12-31", "not-met too-short", "a week");

    [Fact]
    public void A_near_miss_has_all_its_visits()
    {
        var plan = Of(Course.Replace("minEvents=6", "minEvents=7", StringComparison.Ordinal));

        Say.That(plan, Visits("2026-03-02", "0,7,14,21,28,35"), "not-met too-short", "six visits of seven");
        Say.That(plan, Visits("2026-03-02", "0,7,14,21,28,34,35"), "unknown borderline", "seven");
    }

    [Fact]
    public void Only_the_visits_of_the_course_are_its_evidence() =>
        Assert.Equal(7, Chart.Of(Visits("2026-03-02", "0,7,14,21,28,35,42") + Visits("2025-09-01", "0")).Finding(Therapy).Evidence.Count);

    [Fact]
    public void Without_the_near_miss_41_days_are_too_short() =>
        Say.That(StrictTherapy, Visits("2026-03-02", "0,7,14,21,28,35,41"), "not-met too-short", "nearMiss is off");

    [Theory]
    [InlineData("2025-06-01", "met documented", "the last visit on the first day of the look-back")]
    [InlineData("2025-05-31", "not-met too-old", "the day before")]
    public void The_last_day_of_a_course_must_be_in_the_look_back(string last, string expected, string why)
    {
        var end = DateOnly.ParseExact(last, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        Say.That(Therapy, Visits(end.AddDays(-42), "0,7,14,21,28,35,42"), expected, why);
    }

    [Fact]
    public void A_finding_carries_the_figures_of_the_course()
    {
        var finding = Chart.Of(Visits("2026-03-02", "0,7,14,21,28,35,42")).Finding(Therapy);

        Assert.Equal((42, 7, 7), (finding.Facts!.Days, finding.Facts.Events, finding.Facts.Weeks));
        Assert.Equal((new DateOnly(2026, 3, 2), new DateOnly(2026, 4, 13)), (finding.Facts.First, finding.Facts.Last));
        Assert.Equal("2026-04-13", finding.Evidence[0].Date);
        Assert.Equal(7, finding.Evidence.Count);
    }

    [Fact]
    public void Visits_of_one_day_are_one_visit() =>
        Say.That(Therapy, Visits("2026-03-02", "0,0,0,0,14,28,42,42"), "not-met too-few", "four distinct days");

    [Theory]
    [InlineData("Procedure visit over:2026-03-02/2026-04-13", "not-met too-short", "its two ends are two visits, too far apart")]
    [InlineData("Procedure visit over:2026-03-02/", "not-met too-short", "its start is one")]
    [InlineData("Procedure visit over:2026-05-02/2026-08-13", "not-met too-short", "its end is not later than today")]
    [InlineData("Procedure visit status:in-progress on:2026-03-02", "not-met not-documented", "in progress does not count unless the input says so")]
    [InlineData("Procedure visit status:not-done on:2026-03-02", "not-met not-documented", "not done")]
    [InlineData("Procedure visit status:stopped", "not-met not-documented", "stopped without dates")]
    [InlineData("Procedure visit status:stopped over:2026-03-02/2026-04-13", "not-met too-short", "stopped, but counted up to its end")]
    [InlineData("Procedure visit", "unknown unusable", "undated: it may complete a course")]
    [InlineData("Procedure visit on:2026", "unknown unusable", "some day of the year: it may complete a course")]
    [InlineData("Procedure visit on:2026-05", "not-met too-short", "one month is no course")]
    [InlineData("Procedure visit on:2026-05\nProcedure visit on:2019", "not-met too-short", "the later tells")]
    [InlineData("Procedure visit on:2025-05", "not-met too-old", "the month before the look-back")]
    [InlineData("Procedure visit on:2019", "not-met too-old", "too old whichever day it was")]
    [InlineData("Procedure visit status:unknown on:2019-03-02", "not-met too-old", "too old whatever its status says")]
    [InlineData("Procedure visit status:unknown on:2025-06-01", "unknown unconfirmed", "the first day of the look-back")]
    [InlineData("Procedure visit status:unknown over:2019-03-02/", "unknown unconfirmed", "it may go on")]
    [InlineData("", "not-met not-documented", "nothing")]
    [InlineData("!procedures failed", "unknown not-retrieved", "nothing is known")]
    [InlineData("!procedures truncated", "unknown truncated", "part is known")]
    public void Single_records(string chart, string expected, string why) => Say.That(Therapy, chart, expected, why);

    [Theory]
    [InlineData("Procedure visit on:2026-04", "met documented", "it is met without it")]
    [InlineData("Procedure visit on:2019", "met documented", "it is met without it")]
    [InlineData("!procedures truncated", "met documented", "enough is in hand")]
    public void What_is_met_stays_met(string more, string expected, string why) =>
        Say.That(Therapy, Visits("2026-03-02", "0,7,14,21,28,35,42") + more, expected, why);

    [Theory]
    [InlineData("Procedure visit on:2026-04", "unknown unusable", "it may be the missing visit")]
    [InlineData("Procedure visit on:2025-07", "not-met too-few", "it cannot be")]
    [InlineData("Procedure visit on:2019", "not-met too-few", "it cannot be")]
    [InlineData("Procedure visit", "unknown unusable", "it may be")]
    public void A_visit_whose_day_is_not_known_raises_doubt_only_where_it_could_help(string more, string expected, string why) =>
        Say.That(Therapy, Visits("2026-03-02", "0,14,28,35,42") + more, expected, why);

    [Fact]
    public void A_visit_that_could_only_make_a_near_miss_raises_doubt_too()
    {
        Say.That(Therapy, Visits("2026-03-02", "0,7,14,21,35") + "Procedure visit on:2026-03", "unknown unusable", "six visits in 36 days");
        Say.That(StrictTherapy, Visits("2026-03-02", "0,7,14,21,35") + "Procedure visit on:2026-03", "not-met too-short", "36 days at most");
    }

    [Theory]
    [InlineData("Procedure visit on:2015", "met documented", "the year suffices")]
    [InlineData("Procedure visit", "met documented", "that it was done suffices")]
    [InlineData("Procedure visit on:2026-05-02", "met documented", "a day")]
    [InlineData("Procedure visit on:2027", "not-met not-documented", "the future")]
    [InlineData("Procedure visit status:unknown on:2015", "unknown unconfirmed", "a status that says nothing")]
    public void A_history_of_one_event_needs_no_exact_day(string chart, string expected, string why) => Say.That(Of("minEvents=1"), chart, expected, why);

    [Theory]
    [InlineData("Procedure visit on:2025-07", "met documented", "inside, whichever day")]
    [InlineData("Procedure visit on:2025-05", "not-met too-old", "outside, whichever day")]
    [InlineData("Procedure visit on:2025", "unknown unusable", "either")]
    [InlineData("Procedure visit", "unknown unusable", "either")]
    [InlineData("Procedure visit on:2025-05-31T23:00:00-10:00", "not-met too-old", "the day is that of the record's own offset")]
    public void A_recent_event_needs_a_day_that_is_certainly_recent(string chart, string expected, string why) =>
        Say.That(Of("minEvents=1;lookback=12 mo"), chart, expected, why);

    private static TinyPlan Of(string settings) => new(Node.Leaf("it", "events", settings, Node.Input("counts", "Procedure", "code:visit")));

    private static string Visits(string first, string offsets) => Visits(DateOnly.ParseExact(first, "yyyy-MM-dd", CultureInfo.InvariantCulture), offsets);

    private static string Visits(DateOnly first, string offsets) => string.Concat(offsets
        .Split(',')
        .Select(offset => first.AddDays(int.Parse(offset, CultureInfo.InvariantCulture)))
        .Select(day => $"Procedure visit on:{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\n"));
}
