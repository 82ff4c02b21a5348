using System.Net;
using CdsHooks.Service.Host.Health;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Store;

/// <summary>What the store does, whichever database it is.</summary>
public abstract class StoreContract
{
    private const string Issuer = "https://ehr.example";
    private const string Feedback = $"{ServiceApp.Service}/feedback";
    private const string Card = "0a1b2c3d-0000-4000-8000-00000000000c";

    private const string Dismissal = $$"""{"feedback":[{"card":"{{Card}}","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z"}]}""";

    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    protected abstract Task<TestStore> NewStoreAsync();

    [Fact]
    public async Task A_token_is_used_for_the_first_time_once()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store);

        Assert.Equal(TokenUse.First, await UseAsync(app, "t1"));
        Assert.Equal(TokenUse.Again, await UseAsync(app, "t1"));
        Assert.Equal(TokenUse.First, await UseAsync(app, "t2"));
        Assert.Equal(TokenUse.First, await UseAsync(app, "t1", "https://other.example"));
        await using var connection = await store.OpenAsync();
        var kept = await connection.DumpAsync("token_use");
        Assert.DoesNotContain("example", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("t1", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        await using var store = await NewStoreAsync();
        await using (var app = AppOn(store))
        {
            Assert.Equal(TokenUse.First, await UseAsync(app, "t1"));
            await AssertStatusAsync(app, HttpStatusCode.OK);
            using var answer = await app.PostAsync(Some.Case("v18-nothing-documented"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // The decision may still have waited when the process ended.
        await using var next = AppOn(store);
        Assert.Equal(TokenUse.Again, await UseAsync(next, "t1"));
        Assert.Equal(Card, Assert.Single(await Kept.FeedbackIn(next)).Card);
        Assert.Equal("indicationMissing", Assert.Single(await Kept.DecisionsIn(next)).CardKind);
    }

    [Fact]
    public async Task Two_instances_share_an_empty_database_from_the_start()
    {
        await using var store = await NewStoreAsync();
        await using var one = AppOn(store);
        await using var other = AppOn(store);
        var apps = await Task.WhenAll(Started(one), Started(other));

        var uses = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(index => UseAsync(apps[index % 2], $"t{index / 2}")));

        Assert.Equal(20, uses.Count(use => use is TokenUse.First));
        Assert.Equal(20, uses.Count(use => use is TokenUse.Again));
        await using var connection = await store.OpenAsync();
        Assert.Equal(2, (await connection.DumpAsync("schema_version")).Split('\n').Length);

        static Task<ServiceApp> Started(ServiceApp app) => Task.Run(() => app.Services is null ? throw new InvalidOperationException() : app);
    }

    [Fact]
    public async Task A_token_is_forgotten_some_time_after_it_expires()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store);
        var tokens = app.Services.GetRequiredService<TokenUses>();
        var cancellationToken = TestContext.Current.CancellationToken;
        await tokens.UseAsync(Issuer, "old", Noon.AddMinutes(-16), cancellationToken);
        await tokens.UseAsync(Issuer, "just expired", Noon.AddMinutes(-14), cancellationToken);

        await tokens.SweepAsync(cancellationToken);

        Assert.Equal(TokenUse.First, await UseAsync(app, "old"));
        Assert.Equal(TokenUse.Again, await UseAsync(app, "just expired"));
    }

    [Fact]
    public async Task Without_its_store_the_service_starts_and_answers_and_takes_it_up_when_it_comes()
    {
        await using var store = await NewStoreAsync();
        await store.BreakAsync();
        await using var app = AppOn(store);

        await SeeHealthAsync(app, "degraded");
        await AssertWorksWithoutStoreAsync(app);

        await store.MendAsync();
        await SeeHealthAsync(app, "ready");
        await AssertWorksWithStoreAsync(app);
    }

    [Fact]
    public async Task A_store_that_goes_is_noticed_once_and_taken_up_again()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store);
        Assert.Equal(TokenUse.First, await UseAsync(app, "before"));

        await store.BreakAsync();
        await AssertStatusAsync(app, HttpStatusCode.ServiceUnavailable);
        var report = await SeeHealthAsync(app, "degraded");
        await AssertWorksWithoutStoreAsync(app);

        await store.MendAsync();
        await SeeHealthAsync(app, "ready");
        Assert.Equal(TokenUse.Again, await UseAsync(app, "before"));
        await AssertWorksWithStoreAsync(app);
        Assert.Matches("^The store is unavailable: [a-z ]+\\.$", report.Cause);
        Assert.Single(app.Logs.Lines, line => line.Contains("StoreState[1700]", StringComparison.Ordinal));
        Assert.Single(app.Logs.Lines, line => line.Contains("StoreState[1701]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_does_not_wait_for_a_store_that_is_locked()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store, tokenUseMilliseconds: "100");
        await SeeHealthAsync(app, "ready");
        var tries = 0;

        // The lock needs the tables, and a first use that takes longer than 100 ms does not create them.
        await Eventually.SeeAsync(() => UseAsync(app, $"before{tries++}"), use => use is TokenUse.First);

        await using (await store.LockAsync())
        {
            Assert.Equal(TokenUse.Unknown, await UseAsync(app, "during"));
            await AssertStatusAsync(app, HttpStatusCode.ServiceUnavailable);
            using var answer = await app.PostAsync(Some.Case("v18-nothing-documented"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await SeeHealthAsync(app, "ready");
        await Eventually.SeeAsync(() => UseAsync(app, $"after{tries++}"), use => use is TokenUse.First);
        await AssertWorksWithStoreAsync(app);
    }

    private static ServiceApp AppOn(TestStore store, string tokenUseMilliseconds = "5000") => new()
    {
        Store = store.ConnectionString,
        Settings = Some.Settings(
            ("Store:RetryMilliseconds", "50"),
            ("Store:CommandMilliseconds", "1000"),
            ("Store:TokenUseMilliseconds", tokenUseMilliseconds),
            ("Decisions:GatherMilliseconds", "20")),
    };

    private static async Task<TokenUse> UseAsync(ServiceApp app, string token, string issuer = Issuer) =>
        await app.Services.GetRequiredService<TokenUses>().UseAsync(issuer, token, Noon.AddMinutes(5), TestContext.Current.CancellationToken);

    private static async Task AssertStatusAsync(ServiceApp app, HttpStatusCode status)
    {
        using var response = await app.PostToAsync(Feedback, Dismissal);
        Assert.Equal(status, response.StatusCode);
    }

    private static async Task AssertWorksWithoutStoreAsync(ServiceApp app)
    {
        using var answer = await app.PostAsync(Some.Case("v18-nothing-documented"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(TokenUse.Unknown, await UseAsync(app, "without"));

        using var response = await app.PostToAsync(Feedback, Dismissal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        var issue = (await response.JsonAsync()).GetProperty("issue")[0];
        Assert.Equal("transient", issue.GetProperty("code").GetString());
    }

    /// <summary>What was answered while the store was away has been recorded by now, too.</summary>
    private static async Task AssertWorksWithStoreAsync(ServiceApp app)
    {
        await AssertStatusAsync(app, HttpStatusCode.OK);
        Assert.Equal(Card, Assert.Single(await Kept.FeedbackIn(app)).Card);
        Assert.Single(await Kept.DecisionsIn(app, 1));
    }

    private static Task<HealthReport> SeeHealthAsync(ServiceApp app, string status) => Eventually.SeeAsync(
        async () =>
        {
            using var client = app.CreateClient();
            using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var report = await response.JsonAsync();
            return new HealthReport(report.GetProperty("status").GetString()!, report.TryGetProperty("cause", out var cause) ? cause.GetString() : null);
        },
        report => string.Equals(report.Status, status, StringComparison.Ordinal));
}
