using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>Kind <c>care-duration</c>: clusters of care, their length and recency.</summary>
public sealed class CareDurationTests
{
    private static readonly TinyPlan Plan = new(Node.Leaf(
        "it",
        "care-duration",
        "minDays=90 d;fullDays=180 d;clusterGap=180 d;lookback=24 mo;assumedDays=90 d",
        Node.Input("counts", "Procedure", "code:visit", "inProgress=true"),
        Node.Input("counts", "Encounter", "type:visit"),
        Node.Input("counts", "MedicationRequest", "medication:drug"),
        Node.Input("counts", "MedicationStatement", "medication:drug"),
        Node.Input("doubts", "Observation", "code:failed", "reason=unconfirmed;doubts=not-documented")));

    [Theory]
    [InlineData("Procedure visit on:2026-01-01\nProcedure visit on:2026-04-01", 90, "met documented", "90 days")]
    [InlineData("Procedure visit on:2026-01-01\nProcedure visit on:2026-03-31", 89, "not-met too-short", "89 days")]
    [InlineData("Procedure visit on:2025-11-01\nProcedure visit on:2026-04-30", 180, "met documented", "a gap of 180 days joins")]
    [InlineData("Procedure visit on:2025-11-01\nProcedure visit on:2026-05-01", 0, "not-met too-short", "a gap of 181 days parts")]
    [InlineData("Procedure visit on:2024-06-10\nProcedure visit on:2024-09-20\nProcedure visit on:2026-05-30", 102, "met documented", "the longest cluster decides, not the latest")]
    [InlineData("Procedure visit on:2024-01-10\nProcedure visit on:2024-06-01", 0, "not-met too-short", "only its last day is in the look-back")]
    [InlineData("Procedure visit over:2023-01-10/2024-08-30", 90, "met documented", "90 of its days are in the look-back")]
    [InlineData("Procedure visit over:2023-01-10/2024-08-29", 89, "not-met too-short", "89 of them are")]
    [InlineData("Procedure visit over:1999-01-10/2026-05-01", 699, "met documented", "care never lasts longer than the look-back")]
    [InlineData("Procedure visit on:2024-01-10\nProcedure visit on:2024-05-31", 142, "not-met too-old", "it ends the day before")]
    [InlineData("Procedure visit over:2026-01-01/2026-04-01", 90, "met documented", "one period")]
    [InlineData("Procedure visit over:2026-04-01/2026-01-01", 0, "not-met too-short", "a period that ends before it begins is a day")]
    [InlineData("Procedure visit over:2026-01-01/9999-12-31", 151, "met documented", "cut off at today")]
    [InlineData("Encounter visit on:2026-01-01\nEncounter visit on:2026-07-01", 0, "not-met too-short", "the future is ignored")]
    [InlineData("MedicationRequest drug on:2025-10-15 supply:30x3", 120, "met documented", "a supply lasts to the day it runs out")]
    [InlineData("MedicationRequest drug on:2026-01-01 supply:89 status:completed", 89, "not-met too-short", "89 days")]
    [InlineData("MedicationRequest drug on:2026-01-01", 90, "met documented", "active without a length: 90 days")]
    [InlineData("MedicationRequest drug on:2026-03-04", 89, "not-met too-short", "active, up to today")]
    [InlineData("MedicationRequest drug on:2010-01-01\nMedicationRequest drug on:2026-01-01", 90, "met documented", "an order of long ago that is still active makes care no longer")]
    [InlineData("MedicationStatement drug over:2026-01-01/2026-04-01", 90, "met documented", "a period")]
    [InlineData("Procedure visit on:2025-12-15\nMedicationRequest drug on:2026-03-15 status:stopped", 90, "met documented", "of a stopped drug its first day")]
    [InlineData("MedicationStatement drug over:2026-01-01/", 90, "met documented", "active: 90 days")]
    [InlineData("MedicationStatement drug over:2026-01-01/ | 'dateAsserted':'2026-05-01'", 151, "met documented", "said to be taken in May: up to today")]
    public void The_longest_recent_cluster_decides(string chart, int days, string expected, string why)
    {
        Say.That(Plan, chart, expected, why);

        Assert.Equal(days, Chart.Of(chart).Finding(Plan).Facts!.Days);
    }

    [Theory]
    [InlineData("Procedure visit", "unknown unusable", "undated: it may complete anything")]
    [InlineData("Procedure visit on:2026-01-01\nProcedure visit on:2026", "unknown unusable", "it may be of May")]
    [InlineData("Procedure visit on:2026-01-01\nProcedure visit on:2026-02", "not-met too-short", "58 days at most")]
    [InlineData("Procedure visit on:2026-05-30\nProcedure visit on:2019", "not-met too-short", "2019 is too far away")]
    [InlineData("Procedure visit on:2019", "not-met too-old", "too old whichever day it was")]
    [InlineData("Procedure visit on:2026-02", "not-met too-short", "one day, whichever it was")]
    [InlineData("Procedure visit on:2026-01-01\nProcedure visit on:2026-04-01\nProcedure visit", "met documented", "it is met without it")]
    [InlineData("Procedure visit on:2026-01-01\nProcedure visit on:2026-04-01\nProcedure visit on:2025", "met documented", "a year long gone does not part it")]
    [InlineData("Procedure visit over:2025-07-01/2025-12-01\nProcedure visit on:2025\nProcedure visit over:2026-05-30/2026-05-31", "met documented", "nor does one between")]
    [InlineData("Procedure visit on:2025-09\nProcedure visit on:2026-01", "met documented", "93 days at least, though neither day is known")]
    [InlineData("MedicationRequest drug on:2026-01 supply:120", "met documented", "90 days are covered whichever day it began")]
    [InlineData("MedicationRequest drug on:2026-01 supply:119", "unknown unusable", "89 days are")]
    [InlineData("MedicationStatement drug over:2026-01-01/2026-04", "met documented", "90 days at least")]
    [InlineData("MedicationStatement drug over:2026-01-01/2026-03", "not-met too-short", "59 to 89 days")]
    [InlineData("MedicationStatement drug over:2026-01-01/2026", "unknown unusable", "up to 151 days")]
    [InlineData("Procedure visit status:in-progress over:2026-01-01/", "unknown unusable", "an open period may go on")]
    [InlineData("Procedure visit over:2026-01-01/", "unknown unusable", "nobody says when the course ended")]
    [InlineData("Procedure visit over:2026-03-04/", "not-met too-short", "89 days ago it began")]
    [InlineData("Encounter visit over:2026-01-01/", "not-met too-short", "a visit is of one day")]
    [InlineData("MedicationRequest drug on:2026-01-01 status:completed", "unknown unusable", "completed without a length")]
    [InlineData("MedicationRequest drug on:2026-03-04 status:completed", "not-met too-short", "89 days ago it was written")]
    [InlineData("MedicationRequest drug on:2026-01-01 status:completed\nProcedure visit on:2026-04-01", "met documented", "90 days are sure without it")]
    [InlineData("MedicationRequest drug on:2026-01-01 status:stopped supply:365", "unknown unusable", "stopped, nobody says when")]
    [InlineData("MedicationRequest drug on:2026-01-01 status:stopped supply:365 changed:2026-01-10", "unknown unusable", "when the record was changed says nothing of it")]
    [InlineData("MedicationRequest drug on:2014-01-01 status:stopped changed:2026-05-30", "not-met too-old", "imported lately, of long ago")]
    [InlineData("MedicationRequest drug on:2026-01-01 status:stopped supply:89", "not-met too-short", "stopped, but 89 days were planned")]
    [InlineData("MedicationStatement drug status:completed over:2026-01-01/", "unknown unusable", "taken, nobody says how long")]
    [InlineData("Procedure visit status:unknown on:2026-01-01", "unknown unconfirmed", "a status that says nothing")]
    [InlineData("Procedure visit status:unknown on:2019-03-02", "not-met too-old", "too old whatever its status says")]
    [InlineData("MedicationRequest drug on:2019-03-02 status:on-hold supply:30", "not-met too-old", "it has run out long ago")]
    [InlineData("MedicationRequest drug on:2019-03-02 status:on-hold", "not-met too-old", "90 days at most")]
    [InlineData("MedicationRequest drug on:2026-03-02 status:on-hold", "unknown unconfirmed", "it may have been taken")]
    [InlineData("", "not-met not-documented", "nothing")]
    [InlineData("Observation failed is:true", "unknown unconfirmed", "a statement and nothing else")]
    [InlineData("Observation failed is:true\nProcedure visit on:2026-01-01", "not-met too-short", "a statement, and a day")]
    [InlineData("Procedure visit on:2026-01-01\n!encounters failed", "unknown not-retrieved", "more may be lost")]
    [InlineData("Procedure visit on:2026-01-01\n!encounters truncated", "unknown truncated", "more may be lost")]
    [InlineData("Procedure visit on:2026-01-01\nProcedure visit on:2026-04-01\n!encounters failed", "met documented", "enough is in hand")]
    public void What_is_not_known_raises_doubt_only_where_it_could_help(string chart, string expected, string why) =>
        Say.That(Plan, chart, expected, why);

    [Theory]
    [InlineData("MedicationRequest drug on:2026-01-01 status:stopped supply:365", "a drug of unknown length")]
    [InlineData("MedicationRequest drug on:2026-01-01 status:stopped supply:365\nProcedure visit on:2026-01-20", "beside a visit")]
    [InlineData("Procedure visit over:2026-01-01/", "a course of unknown length")]
    public void What_cannot_be_used_is_not_said_to_last_so_many_days(string chart, string why)
    {
        Say.That(Plan, chart, "unknown unusable", why);

        Assert.Null(Chart.Of(chart).Finding(Plan).Facts);
    }

    [Theory]
    [InlineData("2026-04-29", false)]
    [InlineData("2026-04-30", true)]
    public void A_duration_is_full_from_the_longer_limit(string last, bool isFull) =>
        Assert.Equal(isFull, Chart.Of($"Procedure visit on:2025-11-01\nProcedure visit on:2026-02-01\nProcedure visit on:{last}").Finding(Plan).Facts!.IsFull);
}
