using System.Net;
using CdsHooks.Service.Gate.Security;
using CdsHooks.Service.Host.Health;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Store;

/// <summary>What the store does, whichever database it is.</summary>
public abstract partial class StoreContract
{
    private const string Issuer = "https://ehr.example";
    private const string Feedback = $"{ServiceApp.Service}/feedback";
    private const string Card = "0a1b2c3d-0000-4000-8000-00000000000c";

    private const string Dismissal = $$"""{"feedback":[{"card":"{{Card}}","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z"}]}""";

    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private int _tries;

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
        await using var connection = await store.OpenTokensAsync();
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
        Assert.Distinct((await connection.DumpAsync("schema_version")).Split('\n').Select(row => row.Split('\t')[0]), StringComparer.Ordinal);

        static Task<ServiceApp> Started(ServiceApp app) => Task.Run(() => app.Services is null ? throw new InvalidOperationException() : app);
    }

    [Fact]
    public async Task A_token_is_forgotten_some_time_after_it_expires()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store);
        var tokens = app.Services.GetRequiredService<TokenUseWriter>();
        var cancellationToken = TestContext.Current.CancellationToken;
        await tokens.UseAsync(Issuer, "old", Noon.AddMinutes(-16), cancellationToken);
        await tokens.UseAsync(Issuer, "just expired", Noon.AddMinutes(-14), cancellationToken);

        await app.Services.GetRequiredService<TokenUses>().SweepAsync(cancellationToken);

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
        Assert.Matches("^The store is unavailable: [a-z -]+\\.$", report.Cause);
        Assert.Single(app.Logs.Lines, line => line.Contains("StoreState[1700]", StringComparison.Ordinal));
        Assert.Single(app.Logs.Lines, line => line.Contains("StoreState[1701]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_does_not_wait_for_a_store_that_is_locked()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store, tokenUseMilliseconds: "100");
        await SeeTablesAsync(app);

        await using (await store.LockRecordsAsync())
        await using (await store.LockTokensAsync())
        {
            Assert.Equal(TokenUse.Unknown, await UseAsync(app, "during"));
            await AssertStatusAsync(app, HttpStatusCode.ServiceUnavailable);
            using var answer = await app.PostAsync(Some.Case("v18-nothing-documented"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await SeeHealthAsync(app, "ready");
        await Eventually.SeeAsync(() => UseAsync(app, $"after{Interlocked.Increment(ref _tries)}"), use => use is TokenUse.First);
        await AssertWorksWithStoreAsync(app);
    }

    [Fact]
    public async Task The_use_of_a_token_waits_neither_for_feedback_nor_for_decisions()
    {
        await using var store = await NewStoreAsync();
        await using var one = AppOn(store);
        await using var other = AppOn(store);
        await SeeTablesAsync(one);
        await SeeTablesAsync(other);

        await using (await store.LockRecordsAsync())
        {
            await AssertStatusAsync(one, HttpStatusCode.ServiceUnavailable);
            foreach (var token in Enumerable.Range(0, 20).Select(number => $"during{number}"))
            {
                Assert.Equal(TokenUse.First, await UseAsync(one, token));
                Assert.Equal(TokenUse.Again, await UseAsync(other, token));
            }
        }

        await SeeHealthAsync(one, "ready");
        await AssertFeedbackIsTakenAsync(one);
    }

    [Fact]
    public async Task Tokens_that_were_accepted_while_the_store_was_locked_are_in_it_before_it_is_ready()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store, tokenUseMilliseconds: "100");
        await SeeTablesAsync(app);

        await using (await store.LockTokensAsync())
        {
            Assert.Equal(TokenUse.Unknown, await UseAsync(app, "during"));
            Assert.Equal("degraded", (await HealthAsync(app)).Status);
            Assert.Contains(app.Logs.Lines, line => line.Contains("[1610]", StringComparison.Ordinal));
        }

        await SeeHealthAsync(app, "ready");
        await using var connection = await store.OpenTokensAsync();
        Assert.Contains(UsedToken.HashOf(Issuer, "during"), await connection.DumpAsync("token_use"), StringComparison.Ordinal);
        await Eventually.SeeAsync(() => Task.FromResult(app.Logs.Lines), lines => lines.Any(line => line.Contains("[1611]", StringComparison.Ordinal)));
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("[1613]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_two_instances_accepted_without_the_store_is_reported_by_one_and_known_to_all()
    {
        await using var store = await NewStoreAsync();
        await using var one = AppOn(store);
        await using var other = AppOn(store);
        await SeeTablesAsync(one);
        await SeeTablesAsync(other);
        using MetricSink onesTokens = new(one, "cdshooks.tokens");
        using MetricSink othersTokens = new(other, "cdshooks.tokens");

        await store.BreakAsync();
        Assert.Equal(TokenUse.Unknown, await UseAsync(one, "at both"));
        Assert.Equal(TokenUse.Unknown, await UseAsync(other, "at both"));
        Assert.Equal(TokenUse.Unknown, await UseAsync(one, "at one"));
        await store.MendAsync();
        await SeeHealthAsync(one, "ready");
        await SeeHealthAsync(other, "ready");

        Assert.Equal(TokenUse.Again, await UseAsync(other, "at one"));
        Assert.Equal(TokenUse.Again, await UseAsync(other, "at both"));
        Assert.Single(one.Logs.Lines.Concat(other.Logs.Lines), line => line.Contains("[1613] 1 tokens", StringComparison.Ordinal));
        Assert.Equal(["1 outcome=used-elsewhere"], onesTokens.Lines.Concat(othersTokens.Lines), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Tokens_that_could_not_be_kept_are_counted_and_nobody_is_told_that_all_is_well()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store, tokenUseMilliseconds: "5000", ("Security:MaxWaitingTokens", "2"));
        await SeeTablesAsync(app);
        using MetricSink tokens = new(app, "cdshooks.tokens");

        await store.BreakAsync();
        foreach (var token in new[] { "kept", "kept too", "not kept" })
        {
            Assert.Equal(TokenUse.Unknown, await UseAsync(app, token));
        }

        await store.MendAsync();
        await SeeHealthAsync(app, "ready");

        Assert.Equal(TokenUse.Again, await UseAsync(app, "kept"));
        Assert.Equal(TokenUse.First, await UseAsync(app, "not kept"));
        Assert.Equal(["1 outcome=not-kept"], tokens.Lines, StringComparer.Ordinal);
        Assert.Single(app.Logs.Lines, line => line.Contains("[1614] The store is available again, but 1 tokens", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("[1611]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_use_that_is_written_again_is_still_the_first()
    {
        await using var store = await NewStoreAsync();
        await using var app = AppOn(store);
        await SeeTablesAsync(app);
        var uses = app.Services.GetRequiredService<TokenUses>();
        var use = NewUse("t1");
        var cancellationToken = TestContext.Current.CancellationToken;

        Assert.Equal([use.Id], await uses.WriteAsync([use], cancellationToken));
        Assert.Equal([use.Id], await uses.WriteAsync([use], cancellationToken));
        var (again, next) = (NewUse("t1"), NewUse("t2"));
        Assert.Equal([next.Id], await uses.WriteAsync([again, next, NewUse("t2")], cancellationToken));
    }

    [Fact]
    public async Task A_token_that_an_earlier_version_recorded_has_been_used()
    {
        await using var store = await NewStoreAsync();
        await RecordAsEarlierAsync(store, UsedToken.HashOf(Issuer, "earlier"));
        await using var app = AppOn(store);

        Assert.Equal(TokenUse.Again, await UseAsync(app, "earlier"));
        Assert.Equal(TokenUse.First, await UseAsync(app, "later"));
    }

    /// <summary>Does what a version did that had used tokens without ids of their uses, in the tables of everything else.</summary>
    private static async Task RecordAsEarlierAsync(TestStore store, string hash)
    {
        await using var connection = await store.OpenAsync();
        await connection.ExecuteSqlAsync(await File.ReadAllTextAsync(
            Path.Combine(Some.Repository, "src", "CdsHooks.Service", "Host", "Store", "Schema", "001.sql"), TestContext.Current.CancellationToken));
        await connection.ExecuteSqlAsync("CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL); INSERT INTO schema_version VALUES (1, 0)");
        await connection.ExecuteSqlAsync($"INSERT INTO token_use (token, expires_at) VALUES ('{hash}', {Noon.AddMinutes(5).ToUnixTimeMilliseconds()})");
    }

    private UsedToken NewUse(string token) => new(new Guid(Interlocked.Increment(ref _tries), 0, 0, new byte[8]), UsedToken.HashOf(Issuer, token), Noon.AddMinutes(5));

    private static ServiceApp AppOn(TestStore store, string tokenUseMilliseconds = "5000", params (string Name, string Value)[] more) => new()
    {
        Store = store.ConnectionString,
        Settings = Some.Settings(
        [
            ("Store:RetryMilliseconds", "50"),
            ("Store:CommandMilliseconds", "3000"),
            ("Store:TokenUseMilliseconds", tokenUseMilliseconds),
            ("Decisions:GatherMilliseconds", "20"),
            .. more,
        ]),
    };

    /// <summary>Waits until both parts of the store have their tables, which a lock needs. A first use that takes too long does not create them.</summary>
    private async Task SeeTablesAsync(ServiceApp app)
    {
        await AssertFeedbackIsTakenAsync(app);
        await Eventually.SeeAsync(() => UseAsync(app, $"before{Interlocked.Increment(ref _tries)}"), use => use is TokenUse.First);
        await SeeHealthAsync(app, "ready");
    }

    /// <summary>As a client does, which sends it again when it is told to.</summary>
    private static Task<HttpStatusCode> AssertFeedbackIsTakenAsync(ServiceApp app) => Eventually.SeeAsync(
        async () =>
        {
            using var response = await app.PostToAsync(Feedback, Dismissal);
            return response.StatusCode;
        },
        status => status is HttpStatusCode.OK);

    private static async Task<TokenUse> UseAsync(ServiceApp app, string token, string issuer = Issuer) =>
        await app.Services.GetRequiredService<TokenUseWriter>().UseAsync(issuer, token, Noon.AddMinutes(5), TestContext.Current.CancellationToken);

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
        await AssertFeedbackIsTakenAsync(app);
        Assert.Equal(Card, Assert.Single(await Kept.FeedbackIn(app)).Card);
        Assert.Single(await Kept.DecisionsIn(app, 1));
    }

    private static Task<HealthReport> SeeHealthAsync(ServiceApp app, string status) =>
        Eventually.SeeAsync(() => HealthAsync(app), report => string.Equals(report.Status, status, StringComparison.Ordinal));

    private static async Task<HealthReport> HealthAsync(ServiceApp app)
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var report = await response.JsonAsync();
        return new HealthReport(report.GetProperty("status").GetString()!, report.TryGetProperty("cause", out var cause) ? cause.GetString() : null);
    }
}
