using System.Net;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Decisions;

/// <summary>Each answered call about an order of ours is recorded, without a word on whose it was.</summary>
public sealed class DecisionTests
{
    private const string Case = "v27-translation-4-1-mm";

    private static readonly (string Name, string Value) EvaluationDate = ("X-CDS-As-Of", "2026-06-01");

    [Fact]
    public async Task A_decision_is_recorded_with_its_rules_and_results()
    {
        await using var app = new ServiceApp();

        using var response = await app.PostAsync(Some.Case(Case), EvaluationDate);
        var card = (await response.JsonAsync()).GetProperty("cards")[0];

        var decision = Assert.Single(await Kept.DecisionsIn(app, 1));
        Assert.Equal("lumbar-fusion-order-sign", decision.Service);
        Assert.Equal("anonymous", decision.Client);
        Assert.StartsWith("https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion|", decision.Plan, StringComparison.Ordinal);
        Assert.Equal("seed", decision.SiteParameters);
        Assert.NotEmpty(decision.Row);
        Assert.Equal("conservativeCareMissing", decision.CardKind);
        Assert.Equal(card.GetProperty("uuid").GetString(), decision.Card);
        Assert.Equal(card.GetProperty("suggestions").EnumerateArray().Select(suggestion => suggestion.GetProperty("uuid").GetString()!), decision.Suggestions.Select(suggestion => suggestion.Id), StringComparer.Ordinal);
        Assert.Equal(["http://snomed.info/sct|444831000124102", "http://snomed.info/sct|304891004"], decision.Suggestions.SelectMany(suggestion => suggestion.Codes), StringComparer.Ordinal);
        Assert.Contains(decision.Criteria, criterion => criterion is { Id: "instability", Result: "met", Reason: "documented" });
        Assert.Contains(decision.Retrieval, set => set is { Key: "observations", Outcome: "prefetched" });
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), decision.DecidedAt);
        Assert.True(decision.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_decision_without_a_card_is_recorded_too()
    {
        await using var app = new ServiceApp();

        using var response = await app.PostAsync(Some.Case("v40-minor"), EvaluationDate);

        Assert.Empty((await response.JsonAsync()).GetProperty("cards").EnumerateArray());
        var decision = Assert.Single(await Kept.DecisionsIn(app, 1));
        Assert.Null(decision.CardKind);
        Assert.Null(decision.Card);
    }

    [Fact]
    public async Task Orders_of_others_and_the_call_at_start_leave_nothing()
    {
        await using var app = new ServiceApp();
        using var foreign = await app.PostAsync(Some.ForeignCall);
        using var refused = await app.PostAsync(Some.FusionCall("{}"));

        using var ours = await app.PostAsync(Some.Case(Case), EvaluationDate);

        // They are written in order, so those before would be there.
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Single(await Kept.DecisionsIn(app, 1));
    }

    [Fact]
    public async Task Nothing_in_the_store_says_who_the_patient_is()
    {
        await using TestStore store = new SqliteTestStore();
        await using var app = new ServiceApp { Store = store.ConnectionString };
        var calls = 0;
        foreach (var name in Some.CaseNames)
        {
            using var response = await app.PostAsync(Sentinel.PlantedIn(Some.Case(name)), EvaluationDate, ("Authorization", $"Bearer {Sentinel.Text}"));
            calls += (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("\"uuid\"", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.NotEqual(0, calls);
        await Kept.DecisionsIn(app, calls);
        await using var connection = await store.OpenAsync();
        var kept = await connection.DumpAsync("decision");
        Assert.False(Sentinel.IsIn(kept), "The store holds a word of the request.");
        Assert.DoesNotContain("Condition/", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_finds_no_room_is_counted_and_reported_once_and_every_call_is_answered()
    {
        await using TestStore store = new SqliteTestStore();
        await store.BreakAsync();
        await using var app = new ServiceApp
        {
            Store = store.ConnectionString,
            Settings = Some.Settings(("Decisions:MaxWaiting", "1"), ("Decisions:FlushMilliseconds", "0"), ("Decisions:GatherMilliseconds", "0"), ("Store:RetryMilliseconds", "50")),
        };
        using MetricSink metrics = new(app, "cdshooks.decisions");

        // One may be in the writer's hands and one waits: of four, two at least find no room.
        for (var call = 0; call < 4; call++)
        {
            using var response = await app.PostAsync(Some.Case(Case), EvaluationDate);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.InRange(metrics.Lines.Count(line => line is "1 outcome=dropped"), 2, 3);
        Assert.Single(app.Logs.Lines, line => line.Contains("DecisionRecorder[1800]", StringComparison.Ordinal));

        await store.MendAsync();
        await Eventually.SeeAsync(() => Task.FromResult(app.Services.GetRequiredService<StoreState>().Cause), cause => cause is null);
        await Kept.DecisionsIn(app, 1);
        using var last = await app.PostAsync(Some.Case(Case), EvaluationDate);
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
    }

    [Fact]
    public async Task What_still_waits_at_the_end_of_the_process_is_written_first()
    {
        await using TestStore store = new SqliteTestStore();
        await using (var app = new ServiceApp { Store = store.ConnectionString, Settings = Some.Settings(("Decisions:GatherMilliseconds", "10000")) })
        {
            for (var call = 0; call < 3; call++)
            {
                using var response = await app.PostAsync(Some.Case(Case), EvaluationDate);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }

        await using var next = new ServiceApp { Store = store.ConnectionString };
        Assert.Equal(3, (await Kept.DecisionsIn(next)).Count);
    }
}
