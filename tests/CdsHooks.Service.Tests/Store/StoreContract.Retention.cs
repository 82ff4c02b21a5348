using System.Diagnostics.CodeAnalysis;
using System.Net;
using CdsHooks.Service.Gate.Security;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Store;

/// <summary>What the store removes, and when.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Decisions_and_feedback_go_when_they_are_old_and_not_before()
    {
        await using var store = await NewStoreAsync();
        MovableClock clock = new(Noon);
        await using ServiceApp app = new() { Store = store.ConnectionString, Clock = clock, Settings = Some.Settings(("Retention:DecisionDays", "400"), ("Retention:FeedbackDays", "1100")) };
        using MetricSink metrics = new(app, "cdshooks.store.removed");
        using var answer = await app.PostAsync(Some.Case("v18-nothing-documented"));
        await AssertStatusAsync(app, HttpStatusCode.OK);
        await Kept.DecisionsIn(app, 1);

        clock.Advance(TimeSpan.FromDays(400));
        await SweepAsync(app);
        Assert.Single(await Kept.DecisionsIn(app));

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([new RemovedRows("decision", 1, 0)], await SweepAsync(app));
        Assert.Empty(await Kept.DecisionsIn(app));
        Assert.Single(await Kept.FeedbackIn(app));

        clock.Advance(TimeSpan.FromDays(700));
        Assert.Equal([new RemovedRows("feedback", 1, 0)], await SweepAsync(app));
        Assert.Empty(await Kept.FeedbackIn(app));
    }

    [Fact]
    public async Task Of_too_many_rows_the_oldest_go()
    {
        await using var store = await NewStoreAsync();
        MovableClock clock = new(Noon);
        await using ServiceApp app = new()
        {
            Store = store.ConnectionString,
            Clock = clock,
            Settings = Some.Settings(("Retention:MaxDecisions", "1200"), ("Retention:MaxFeedback", "1"), ("Retention:MaxTokenUses", "2")),
        };
        var cancellationToken = TestContext.Current.CancellationToken;
        var log = app.Services.GetRequiredService<DecisionLog>();
        await WriteAsync(log, Enumerable.Range(0, 3000).Select(DecisionOf));
        foreach (var minutes in new[] { 3, 1, 2 })
        {
            await app.Services.GetRequiredService<TokenUses>().WriteAsync([NewUse($"t{minutes}") with { Until = Noon.AddMinutes(minutes) }], cancellationToken);
        }

        foreach (var second in new[] { 1, 2 })
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            using var response = await app.PostToAsync(Feedback, Dismissal.Replace("12:00:00", $"12:00:0{second}", StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        // The sweep at the start may have been on its way, and removed some of them.
        await SweepAsync(app);

        var kept = await Kept.DecisionsIn(app);
        Assert.Equal((1200, DecisionOf(1800).Id), (kept.Count, kept[0].Id));
        Assert.Equal(2, Assert.Single(await Kept.FeedbackIn(app)).OutcomeAt.Second);
        Assert.Empty(await SweepAsync(app));
        Assert.Equal(TokenUse.First, await UseAsync(app, "t1"));
        Assert.Equal(TokenUse.Again, await UseAsync(app, "t3"));
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2025:Ensure tasks using 'IDisposable' instances complete before the instances are disposed", Justification = "It is awaited below.")]
    public async Task Calls_are_answered_and_recorded_while_old_rows_are_removed()
    {
        await using var store = await NewStoreAsync();
        await using ServiceApp app = new() { Store = store.ConnectionString, Settings = Some.Settings(("Retention:DecisionDays", "1")) };
        var log = app.Services.GetRequiredService<DecisionLog>();
        await WriteAsync(log, Enumerable.Range(0, 5000).Select(index => DecisionOf(index) with { DecidedAt = Noon.AddDays(-2) }));

        var sweeping = Task.Run(() => SweepAsync(app));
        for (var call = 0; call < 20; call++)
        {
            Assert.Equal(TokenUse.First, await UseAsync(app, $"during {call}"));
            using var answer = await app.PostAsync(Some.Case("v18-nothing-documented"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await sweeping;
        await SweepAsync(app);
        Assert.Equal(20, (await Eventually.SeeAsync(() => Kept.DecisionsIn(app), decisions => decisions.Count is 20)).Count);
    }

    private static Task<IReadOnlyList<RemovedRows>> SweepAsync(ServiceApp app) => app.Services.GetRequiredService<Retention>().SweepAsync(TestContext.Current.CancellationToken);

    private static async Task WriteAsync(DecisionLog log, IEnumerable<DecisionRecord> decisions)
    {
        foreach (var some in decisions.Chunk(250))
        {
            await log.WriteAsync(some, TestContext.Current.CancellationToken);
        }
    }

    private static DecisionRecord DecisionOf(int number) => new(
        new Guid(number + 1, 0, 0, new byte[8]), Noon.AddSeconds(number - 10_000), "service", "client", "plan|1", "seed", "row", null, null, [], [], [], TimeSpan.FromMilliseconds(1));
}
