using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Summaries;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Tests.Analytics;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Store;

/// <summary>Decisions and feedback counted by day.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Decisions_are_counted_by_day_with_the_feedback_on_their_cards()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store);
        List<DecisionRecord> decisions = [.. Enumerable.Range(0, 1300).Select(number => Seed.Decision(number, number % 2, number % 10 is 0 ? null : "indicationMissing", number % 10 is 0 ? "D12" : "D8"))];
        var again = Seed.Dismissed(decisions[2], Seed.Films);
        await Seed.WriteAsync(
            app,
            decisions,
            Seed.Accepted(decisions[1]),
            Seed.Dismissed(decisions[2], Seed.Elsewhere),
            again with { Id = "again", OutcomeAt = again.OutcomeAt.AddMinutes(5) },
            Seed.Dismissed(decisions[4], null),
            Seed.Accepted(decisions[6]),
            Seed.Dismissed(decisions[6], Seed.Films),
            Seed.Dismissed(decisions[8], Seed.Films) with { Client = "somebody else" });

        var days = await CountAsync(app);

        Assert.Equal(2, days.Count);
        var today = days[^1].Groups.Single(group => group.Key.CardKind is not null);
        Assert.Equal((520, 1, 2), (today.All.Decisions, today.All.Accepted, today.All.Overridden));
        Assert.Equal(130, days[^1].Groups.Single(group => group.Key.CardKind is null).All.Decisions);
        Assert.Equal([(Seed.Films, 1L), (GivenReason.None, 1L)], today.Reasons.Select(reason => (reason.Key, reason.Value)).OrderByDescending(reason => reason.Key, StringComparer.Ordinal));
        Assert.Equal((520, 1), (today.Suggestions[Seed.Therapy].Offered, today.Suggestions[Seed.Therapy].Accepted));
        Assert.Equal(520, today.Rows["D8"].Decisions);
        var criteria = days[^1].Criteria!;
        var ofCards = criteria.Groups[days[^1].Groups.ToList().IndexOf(today)].Chunk(CriteriaSummary.Width).ToDictionary(count => criteria.Names[(int)count[0]], count => (count[1], count[2], count[3]), StringComparer.Ordinal);
        Assert.Equal((520, 1, 2), ofCards["physical-therapy not-met too-short"]);
        Assert.Equal(520, ofCards["instability met documented"].Item1 + ofCards["instability not-met not-documented"].Item1);
        Assert.Equal("abc123", today.Key.RulesVersion);
    }

    [Fact]
    public async Task Later_feedback_and_decisions_are_counted_where_they_belong_and_what_is_removed_no_longer_is()
    {
        await using var store = await NewStoreAsync();
        MovableClock clock = new(Noon);
        await using ServiceApp app = new() { Store = store.ConnectionString, Clock = clock, Settings = Some.Settings(("Retention:DecisionDays", "400")) };
        List<DecisionRecord> decisions = [Seed.Decision(1, 300), Seed.Decision(2, 300), Seed.Decision(3, 1)];
        await Seed.WriteAsync(app, decisions);
        Assert.Equal([2L, 1L], (await CountAsync(app)).Select(day => day.Groups[0].All.Decisions));

        clock.Advance(TimeSpan.FromHours(1));
        await Seed.WriteAsync(app, [Seed.Decision(4, 300)], Seed.Accepted(decisions[0]) with { ReceivedAt = clock.GetUtcNow() });
        var days = await CountAsync(app);
        Assert.Equal([(3L, 1L), (1L, 0L)], days.Select(day => (day.Groups[0].All.Decisions, day.Groups[0].All.Accepted)));

        clock.Advance(TimeSpan.FromHours(1));
        await Seed.WriteAsync(app, [], Seed.Dismissed(decisions[1], null) with { ReceivedAt = clock.GetUtcNow() });
        Assert.Equal((1L, 1L), (await CountAsync(app)) is [var first, _] ? (first.Groups[0].All.Accepted, first.Groups[0].All.Overridden) : default);

        clock.Advance(TimeSpan.FromDays(110));
        await SweepAsync(app);
        Assert.Equal(1L, Assert.Single(await CountAsync(app)).Groups[0].All.Decisions);
    }

    [Fact]
    public async Task Two_instances_count_the_same()
    {
        await using var store = await NewStoreAsync();
        await using var one = AppOn(store);
        await using var other = AppOn(store);
        await Seed.WriteAsync(one, Enumerable.Range(0, 400).Select(number => Seed.Decision(number, number % 40)));

        await Task.WhenAll(CountAsync(one), CountAsync(other));

        Assert.Equal([.. Enumerable.Repeat(10L, 40)], (await CountAsync(other)).Select(day => day.Groups.Sum(group => group.All.Decisions)));
        Assert.Equal(40, (await CountAsync(one)).Count);
    }

    [Fact]
    public async Task Figures_that_cannot_be_read_say_so_and_come_back_with_the_store()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store);
        await Seed.WriteAsync(app, [Seed.Decision(1, 1)]);
        Assert.Single(await CountAsync(app));

        await store.BreakAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CountAsync(app));

        await store.MendAsync();
        await SeeHealthAsync(app, "ready");
        Assert.Single(await Eventually.SeeAsync(() => CountOrNoneAsync(app), days => days.Count is 1));
    }

    [Fact]
    public async Task A_read_for_people_that_takes_too_long_is_stopped_and_harms_nobody()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store);
        await SeeTablesAsync(app);
        var access = app.Services.GetRequiredService<StoreAccess>();
        using CancellationTokenSource gone = new();

        // A count that would take for ever, in both databases; the caller goes away once it runs.
        var reading = access.ReadAsideAsync(
            async (connection, token) =>
            {
                var counting = connection.QueryAsync(
                    "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n > 0) SELECT COUNT(*) FROM number", [], row => row.GetInt64(0), token);
                return await counting;
            },
            gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await AssertFeedbackIsTakenAsync(app);
        Assert.Equal("ready", (await HealthAsync(app)).Status);
        Assert.Empty(await CountAsync(app));
    }

    /// <summary>Brings the counts up to date, and reads them, oldest day first.</summary>
    private static async Task<List<DaySummary>> CountAsync(ServiceApp app)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.Equal(0, await app.Services.GetRequiredService<SummaryUpkeep>().CatchUpAsync(TimeSpan.FromMinutes(5), cancellationToken));
        return [.. (await app.Services.GetRequiredService<SummaryLog>().ReadAsync(0, long.MaxValue, withCriteria: true, cancellationToken)).Select(day => day.Summary)];
    }

    private static async Task<List<DaySummary>> CountOrNoneAsync(ServiceApp app)
    {
        try
        {
            return await CountAsync(app);
        }
        catch (StoreUnavailableException)
        {
            return [];
        }
    }
}
